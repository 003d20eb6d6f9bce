//! A visitor: HTTP/1.1 over a plain connection, so that nothing is mended on the way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body came to its announced end.
    pub is_whole: bool,
}

impl Reply {
    /// Every value of a header, put together.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(known, _)| known == name);
        values
            .map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// The sentence of a refusal, after a look at all that a refusal must have.
    #[track_caller]
    pub fn sentence(&self) -> String {
        assert!(self.is_whole);
        assert_eq!(
            self.header("content-type"),
            "application/json",
            "{}",
            self.text()
        );
        let body = self.json();
        assert_eq!(body["request"], self.header("x-request-id").as_str());
        assert_eq!(body.as_object().unwrap().len(), 2);
        body["sentence"].as_str().unwrap().to_owned()
    }
}

/// A connection that is kept.
pub struct Visitor {
    reader: BufReader<TcpStream>,
    address: String,
}

impl Visitor {
    pub fn of(address: &str) -> Self {
        Self::try_of(address).unwrap()
    }

    pub fn try_of(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(40)))?;
        Ok(Self {
            reader: BufReader::new(stream),
            address: address.to_owned(),
        })
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    pub fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
    ) -> std::io::Result<Reply> {
        let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.send(format!("{head}\r\n").as_bytes())?;
        self.reply(method == "HEAD")
    }

    /// Reads the head of an answer and leaves the rest.
    pub fn head(&mut self) -> std::io::Result<(u16, Vec<(String, String)>)> {
        let gone = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(gone)?;
        let mut headers = vec![];
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line)? == 0 {
                return Err(gone());
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) => headers.push((name.to_lowercase(), value.to_owned())),
                None => return Ok((status, headers)),
            }
        }
    }

    pub fn reply(&mut self, is_head: bool) -> std::io::Result<Reply> {
        let (status, headers) = self.head()?;
        let mut reply = Reply {
            status,
            headers,
            body: vec![],
            is_whole: true,
        };
        if is_head || status == 304 || status == 204 {
            return Ok(reply);
        }
        if reply.header("transfer-encoding") == "chunked" {
            reply.is_whole = self.chunks(&mut reply.body);
        } else if let Ok(length) = reply.header("content-length").parse::<u64>() {
            let read = (&mut self.reader).take(length).read_to_end(&mut reply.body);
            reply.is_whole = read.is_ok_and(|read| read as u64 == length);
        } else {
            panic!("an answer without an end: {reply:?}");
        }
        Ok(reply)
    }

    /// Whether the last chunk came.
    pub fn chunks(&mut self, body: &mut Vec<u8>) -> bool {
        loop {
            let mut line = String::new();
            if !self.reader.read_line(&mut line).is_ok_and(|read| read > 0) {
                return false;
            }
            let Ok(size) = u64::from_str_radix(line.trim_end(), 16) else {
                return false;
            };
            let read = (&mut self.reader).take(size).read_to_end(body);
            let mut end = [0; 2];
            if !read.is_ok_and(|read| read as u64 == size)
                || self.reader.read_exact(&mut end).is_err()
            {
                return false;
            }
            if size == 0 {
                return true;
            }
        }
    }

    /// Everything until the other end closes; how a connection ends is no matter.
    pub fn rest(&mut self) -> Vec<u8> {
        let mut rest = vec![];
        let _ = self.reader.read_to_end(&mut rest);
        rest
    }
}

/// One question on a connection of its own.
#[track_caller]
pub fn get(address: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
    Visitor::of(address).ask("GET", target, headers).unwrap()
}
