//! Just enough HTTP to talk to ChromeDriver on the loopback address.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::Failure;

/// Sends one request and returns the `value` of the answer.
///
/// WebDriver answers `{"value": …}` in both cases; an error is a value with `error` and `message`.
pub fn call(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    // Longer than any script time-out a test sets: the browser should speak first.
    stream.set_read_timeout(Some(Duration::from_secs(900)))?;
    stream.set_nodelay(true)?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;

    let answer = read_body(BufReader::new(stream))?;
    let answer: Value = serde_json::from_slice(&answer).map_err(|e| {
        Failure::new(format!(
            "ChromeDriver answered {path} with something else than JSON: {e}."
        ))
    })?;
    let value = answer.get("value").cloned().unwrap_or(Value::Null);
    match value.get("error").and_then(Value::as_str) {
        Some(error) if value.get("message").is_some() => {
            let message = value["message"].as_str().unwrap_or_default();
            let first = message.lines().next().unwrap_or_default();
            Err(Failure::new(format!(
                "The browser refused {path}: {error}: {first}"
            )))
        }
        _ => Ok(value),
    }
}

/// Reads past the head and returns the body, by its length where one is given, else to the end.
fn read_body(mut stream: impl BufRead) -> Result<Vec<u8>, Failure> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let mut body = Vec::new();
    stream
        .take(length.unwrap_or(u64::MAX))
        .read_to_end(&mut body)?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_ends_where_its_length_says() {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}and more";
        assert_eq!(read_body(answer.as_bytes()).unwrap(), b"{}");
    }
}
