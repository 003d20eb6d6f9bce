//! A static server for the built page: what any static host does, and on request what a bad network does.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Failure;

mod sent;
mod talk;

use percent_encoding::percent_decode_str;
use talk::{Asked, is_hashed, media_type, read_request, reason};

/// A way for one file to go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this status and a short text.
    Status(u16),
    /// Promises the whole file, sends the first half and hangs up.
    CutOff,
    /// Sends the first half as if that were the whole file.
    Half,
    /// Waits this long before it answers.
    Late(Duration),
    /// Sends these bytes instead of the file, or though there is none.
    Instead(Vec<u8>),
}

/// One request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path below the base, without a leading slash, as asked for.
    pub path: String,
    /// The status it got.
    pub status: u16,
    /// The bytes of the body that were sent.
    pub bytes: u64,
}

/// Packs a file in brotli.
pub type Pack = fn(&[u8]) -> Vec<u8>;

/// Serves a folder on a port of this machine until dropped.
pub struct Server {
    port: u16,
    base: String,
    shared: Arc<Shared>,
    /// Takes connections in, until it is dropped.
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    folder: PathBuf,
    base: String,
    faults: Mutex<BTreeMap<String, Fault>>,
    log: Mutex<Vec<Request>>,
    /// Packs files in brotli, where they are to be packed.
    pack: Mutex<Option<Pack>>,
    /// Files that were packed, by their names.
    packed: Mutex<BTreeMap<String, Vec<u8>>>,
    stop: AtomicBool,
}

impl Server {
    /// Serves `folder` on a free port, below `base` (such as `/` or `/some/where/`).
    ///
    /// # Errors
    /// When the folder has no `index.html`, or no port is free.
    pub fn start(folder: &Path, base: &str) -> Result<Server, Failure> {
        Server::start_on(0, folder, base)
    }

    /// As [`Server::start`], on this port; 0 is any free one.
    ///
    /// # Errors
    /// When the folder has no `index.html`, or the port is taken.
    pub fn start_on(port: u16, folder: &Path, base: &str) -> Result<Server, Failure> {
        if !folder.join("index.html").is_file() {
            return Err(Failure::new(format!(
                "There is no page in {}. Run `cargo xtask build` first.",
                folder.display()
            )));
        }
        let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|e| {
            Failure::new(format!(
                "Port {port} cannot be used ({e}). Choose another one."
            ))
        })?;
        let port = listener.local_addr()?.port();
        let base = format!("/{}/", base.trim_matches('/')).replace("//", "/");
        let shared = Arc::new(Shared {
            folder: folder.to_path_buf(),
            base: base.clone(),
            faults: Mutex::default(),
            log: Mutex::default(),
            pack: Mutex::default(),
            packed: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&accepting);
                // A visitor that hangs up ends its own thread and nothing else.
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Ok(Server {
            port,
            base,
            shared,
            thread: Some(thread),
        })
    }

    /// The address of the page, ending in a slash.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base)
    }

    /// From now on files are sent packed to whoever unpacks them, as hosts do; each is packed once.
    pub fn pack(&self, pack: Pack) {
        *lock(&self.shared.pack) = Some(pack);
    }

    /// From now on the file at `path` (below the base) goes wrong in this way.
    pub fn fail(&self, path: &str, fault: Fault) {
        lock(&self.shared.faults).insert(path.to_owned(), fault);
    }

    /// From now on every file is served as it is.
    pub fn mend(&self) {
        lock(&self.shared.faults).clear();
    }

    /// What was asked for since the start or the last call, oldest first.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut *lock(&self.shared.log))
    }

    /// Waits until the process is ended from outside.
    pub fn wait(&self) -> ! {
        loop {
            std::thread::park();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, so that it sees the flag.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        // With it the port is free: the next server may begin on it at once.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What is sent back: the status, more headers, and a body.
struct Reply {
    status: u16,
    kind: &'static str,
    headers: String,
    body: Vec<u8>,
    /// How much of the body is really sent.
    sent: usize,
}

impl Reply {
    fn text(status: u16, text: &str) -> Reply {
        let body = text.as_bytes().to_vec();
        let sent = body.len();
        Reply {
            status,
            kind: "text/plain; charset=utf-8",
            headers: String::new(),
            body,
            sent,
        }
    }
}

impl Shared {
    /// Answers the requests of one connection until it is closed, idle for long, or cut.
    fn serve(&self, stream: TcpStream) {
        // Failing to set an option costs speed only.
        let _ = stream.set_nodelay(true);
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        let Ok(mut writer) = stream.try_clone() else {
            return;
        };
        let mut reader = BufReader::new(stream);
        while !self.stop.load(Ordering::SeqCst) {
            let Some(asked) = read_request(&mut reader) else {
                return;
            };
            let (path, mut reply) = self.answer(&asked);
            let method = asked.method;
            let whole = reply.sent == reply.body.len();
            let head = format!(
                "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\
                 X-Content-Type-Options: nosniff\r\nConnection: {}\r\n\r\n",
                reply.status,
                reason(reply.status),
                reply.kind,
                reply.body.len(),
                reply.headers,
                if whole { "keep-alive" } else { "close" },
            );
            reply.body.truncate(reply.sent);
            if method == "HEAD" {
                reply.body.clear();
            }
            if let Some(path) = path {
                let bytes = reply.body.len() as u64;
                lock(&self.log).push(Request {
                    path,
                    status: reply.status,
                    bytes,
                });
            }
            let sent = writer
                .write_all(head.as_bytes())
                .and_then(|()| writer.write_all(&reply.body));
            if sent.is_err() || !whole {
                return;
            }
        }
    }

    /// The path below the base, when there is one, and what to say.
    fn answer(&self, asked: &Asked) -> (Option<String>, Reply) {
        let target = &*asked.target;
        if asked.method != "GET" && asked.method != "HEAD" {
            return (None, Reply::text(405, "This server only reads.\n"));
        }
        let raw = target.split(['?', '#']).next().unwrap_or_default();
        let path = percent_decode_str(raw).decode_utf8().ok();
        let Some(path) = path.filter(|p| !p.split('/').any(|part| part == "..")) else {
            return (None, Reply::text(400, "This address cannot be read.\n"));
        };
        let Some(below) = path.strip_prefix(&self.base) else {
            if format!("{path}/") == self.base {
                let mut reply = Reply::text(301, "");
                reply.headers = format!("Location: {}\r\n", self.base);
                return (None, reply);
            }
            return (None, Reply::text(404, "Nothing is here.\n"));
        };
        let reply = match self.panel(below, target) {
            Some(elsewhere) => elsewhere,
            None => self.packed(below, self.file(below), asked.unpacks),
        };
        (Some(below.to_owned()), reply)
    }

    fn file(&self, below: &str) -> Reply {
        let mut name = if below.is_empty() {
            "index.html"
        } else {
            below
        };
        let is_panel = !name.contains('.') && !self.folder.join(name).is_file();
        if is_panel {
            // A panel's address: the page itself reads it.
            name = "index.html";
        }
        let fault = lock(&self.faults).get(below).cloned();
        match fault {
            Some(Fault::Status(status)) => return Reply::text(status, "Broken on purpose.\n"),
            Some(Fault::Late(wait)) => std::thread::sleep(wait),
            Some(Fault::CutOff | Fault::Half | Fault::Instead(_)) | None => {}
        }
        let found = match fault {
            Some(Fault::Instead(ref other)) => Some(other.clone()),
            _ => std::fs::read(self.folder.join(name)).ok(),
        };
        let Some(mut body) = found else {
            return Reply::text(404, "Nothing is here.\n");
        };
        let mut sent = body.len();
        match fault {
            Some(Fault::CutOff) => sent /= 2,
            Some(Fault::Half) => {
                body.truncate(sent / 2);
                sent = body.len();
            }
            Some(Fault::Instead(_) | Fault::Status(_) | Fault::Late(_)) | None => {}
        }
        // Names with a content hash never change; everything else is asked for anew each time.
        let keep = if is_hashed(name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let headers = format!("Cache-Control: {keep}\r\n");
        Reply {
            status: 200,
            kind: media_type(name),
            headers,
            body,
            sent,
        }
    }
}

/// A poisoned lock still holds whole values here: each critical section is one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
