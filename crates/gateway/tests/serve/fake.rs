//! A ClickHouse that sends what an engine cannot be made to send: catalogues of the real one, and
//! for every other statement what the test wants.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::{ArrayRef, BinaryArray, RecordBatch};
use arrow::ipc::writer::StreamWriter;
use clientele_gateway::clickhouse::{Query, Views};

use super::compare::fetch;
use super::engine::{PATIENT, shared};
use super::shop;

/// How an Arrow stream ends.
pub const END: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// Writes the answer to a statement; the head is not written yet.
pub type Behaviour = fn(&mut TcpStream) -> std::io::Result<()>;

/// A server that runs until the tests end.
pub struct Fake {
    pub url: String,
    /// How many statements that are no part of a catalogue came.
    pub asked: Arc<AtomicUsize>,
    /// How many catalogues were begun.
    pub catalogues: Arc<AtomicUsize>,
    /// How many queries were ended by name.
    pub kills: Arc<AtomicUsize>,
}

impl Fake {
    pub fn start(behaviour: Behaviour) -> Self {
        shop::data();
        let client = shared().client(shop::ODD, PATIENT);
        let mut known = vec![Query::dimensions(), Query::ledger()];
        known.extend(Query::checksums(Views::default()));
        let known = known.into_iter().map(|query| {
            let mut body = fetch(&client, &query);
            // The number of rows is the client's, not the engine's.
            body.truncate(body.len() - 8);
            (query.sql.as_bytes(), Arc::new(body))
        });
        let known: Known = known.collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let counts: [Arc<AtomicUsize>; 3] = Default::default();
        let [asked, catalogues, kills] = counts.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (known, counts) = (known.clone(), counts.clone());
                std::thread::spawn(move || {
                    // A gateway that leaves is nothing to fail about.
                    let _ = answer(stream, &known, &counts, behaviour);
                });
            }
        });
        Self {
            url,
            asked,
            catalogues,
            kills,
        }
    }
}

type Known = Vec<(&'static [u8], Arc<Vec<u8>>)>;

fn answer(
    mut stream: TcpStream,
    known: &Known,
    [asked, catalogues, kills]: &[Arc<AtomicUsize>; 3],
    behaviour: Behaviour,
) -> std::io::Result<()> {
    let mut request = vec![];
    let mut piece = [0; 65_536];
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        request.extend_from_slice(&piece[..read]);
        if let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            if request.len() >= end + 4 + length {
                break;
            }
        }
    }
    match known.iter().position(|(sql, _)| request.ends_with(sql)) {
        Some(at) => {
            if at == 0 {
                catalogues.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            let body = &known[at].1;
            let head = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/vnd.apache.arrow.stream\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes())?;
            stream.write_all(body)
        }
        None if request.windows(10).any(|ten| ten == b"KILL QUERY") => {
            kills.fetch_add(1, Ordering::SeqCst);
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        }
        None => {
            asked.fetch_add(1, Ordering::SeqCst);
            behaviour(&mut stream)
        }
    }
}

/// The head of an answer in chunks, and the schema of an Arrow stream.
pub fn chunked(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\nX-ClickHouse-Summary: {\"elapsed_ns\":\"5000000\"}\r\n\r\n")?;
    chunk(stream, &arrow_stream(None).0)
}

/// A message of one row with these bytes, behind the schema of [`chunked`].
pub fn message(bytes: &[u8]) -> Vec<u8> {
    arrow_stream(Some(bytes)).1
}

/// A schema, and a message of one row behind it, without an end.
fn arrow_stream(row: Option<&[u8]>) -> (Vec<u8>, Vec<u8>) {
    let column: ArrayRef = Arc::new(BinaryArray::from_iter_values(row));
    let batch = RecordBatch::try_from_iter([("bytes", column)]).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    let begun = writer.get_ref().len();
    writer.write(&batch).unwrap();
    let mut schema = writer.into_inner().unwrap();
    schema.truncate(schema.len() - END.len());
    let message = schema.split_off(begun);
    (schema, message)
}

/// An answer in one piece.
pub fn plain(stream: &mut TcpStream, kind: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}

/// One chunk.
pub fn chunk(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    write!(stream, "{:x}\r\n", bytes.len())?;
    stream.write_all(bytes)?;
    stream.write_all(b"\r\n")
}
