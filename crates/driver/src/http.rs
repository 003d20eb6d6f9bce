//! The HTTP client of tests and benchmarks: one request on a connection of its own.

use minreq::{Method, Request};
use serde_json::Value;

use crate::Failure;

/// Seconds for a request and its answer. Longer than any script time-out a test sets: the browser
/// should speak first.
const LONGEST: u64 = 900;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status, whatever it is: redirects are not followed.
    pub status: u16,
    /// The body, its chunks put together.
    pub body: Vec<u8>,
}

/// Gets what is at an `http://` address.
///
/// # Errors
/// As [`post`].
pub fn get(url: &str) -> Result<Answer, Failure> {
    send("GET", url, None)
}

/// Sends a body to an `http://` address.
///
/// # Errors
/// When nobody answers there, or the answer breaks off.
pub fn post(url: &str, body: &str) -> Result<Answer, Failure> {
    send("POST", url, Some(body))
}

fn send(method: &str, url: &str, body: Option<&str>) -> Result<Answer, Failure> {
    let failed =
        |why: &dyn std::fmt::Display| Failure::new(format!("{url} did not answer: {why}."));
    let mut request = Request::new(Method::Custom(method.to_owned()), url)
        .with_timeout(LONGEST)
        .with_follow_redirects(false);
    if let Some(body) = body {
        request = request.with_body(body);
    }
    let response = request.send().map_err(|why| failed(&why))?;
    // minreq takes the end of a connection for the end of a body. Between two chunks the two cannot be
    // told apart any more; tests of answers that break off look at every chunk themselves.
    let announced = response.headers.get("content-length");
    let length = response.as_bytes().len().to_string();
    if announced.is_some_and(|announced| *announced != length)
        || response.headers.contains_key("transfer-encoding")
    {
        return Err(failed(&"the answer broke off"));
    }
    Ok(Answer {
        status: u16::try_from(response.status_code).unwrap_or_default(),
        body: response.into_bytes(),
    })
}

/// Sends one command of WebDriver and returns the `value` of the answer.
///
/// WebDriver answers `{"value": …}` in both cases; an error is a value with `error` and `message`.
pub(crate) fn call(
    port: u16,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Value, Failure> {
    let (url, body) = (
        format!("http://127.0.0.1:{port}{path}"),
        body.map(Value::to_string),
    );
    let answer = send(method, &url, body.as_deref())?;
    let answer: Value = serde_json::from_slice(&answer.body).map_err(|e| {
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// Gets what a server says that hangs up after it.
    fn heard(said: &'static str) -> Result<Answer, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            stream.write_all(said.as_bytes()).unwrap();
        });
        get(&format!("http://127.0.0.1:{port}/"))
    }

    #[test]
    fn an_answer_is_its_status_and_the_whole_body() {
        let ok = |status, body: &str| {
            let body = body.as_bytes().to_vec();
            Ok(Answer { status, body })
        };
        for (said, expected) in [
            (
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}and more",
                ok(200, "{}"),
            ),
            (
                "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                ok(404, "abc"),
            ),
            (
                "HTTP/1.1 301 There\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
                ok(301, ""),
            ),
        ] {
            assert_eq!(heard(said), expected, "{said}");
        }
    }

    #[test]
    fn an_answer_that_breaks_off_is_none() {
        for said in [
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab",
        ] {
            let why = heard(said).unwrap_err().to_string();
            assert!(
                why.ends_with("/ did not answer: the answer broke off."),
                "{why}"
            );
        }
    }
}
