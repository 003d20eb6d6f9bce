"""ClickHouse's HTTP interface, as far as a reader of tables needs it."""

import base64
import contextlib
import json
import select
import ssl
import threading
import time
import uuid
import zlib
from concurrent.futures import Future, InvalidStateError
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

from engine import Refused

FACE = {"query", "database", "default_format", "user", "password", "query_id", "quota_key"}
# Settings of the interface itself, which chDB does not know or need not hear of.
OURS = {"enable_http_compression", "http_zlib_compression_level", "wait_end_of_query", "buffer_size",
        "cancel_http_readonly_queries_on_client_close", "send_progress_in_http_headers", "compress",
        "session_timeout", "role"}
PIECE = 1 << 16
# Seconds after which a query is asked once again.
LATE = 15
LONGEST_URL = 1 << 20


class Server(ThreadingHTTPServer):
    """Every connection has a thread."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address, engine, users, readonly, faults, profiles):
        super().__init__(address, Face)
        self.engine = engine
        self.users = {**users, **dict.fromkeys(profiles, "")}
        self.profiles = profiles
        self.readonly = readonly
        self.faults = faults

    def handle_error(self, request, client_address):
        """A client that leaves is nothing to write about."""


class Face(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ClickHouse-test"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(b"")

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = self.dechunked()
        elif "Content-Length" in self.headers:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        else:
            return self.plain(411, b"Length required\n")
        if self.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompress(body, 31)
        return self.answer(body)

    do_DELETE = do_GET

    def dechunked(self):
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self, body):
        url = urlsplit(self.path)
        if url.path == "/ping":
            return self.plain(200, b"Ok.\n")
        if url.path == "/test/faults" and self.server.faults:
            return self.control(body)
        if url.path not in ("/", "/query"):
            return self.plain(404, b"There is no handle " + url.path.encode() + b"\n")
        query_id = ""
        try:
            asked = dict(parse_qsl(url.query, keep_blank_values=True))
            query_id = asked.get("query_id") or str(uuid.uuid4())
            self.query(asked, body, query_id)
        except Refused as refused:
            self.refuse(refused, query_id)
        except ConnectionError:
            self.close_connection = True
        return None

    def query(self, asked, body, query_id):
        self.check_user(asked)
        sql = "\n".join(filter(None, [asked.get("query", ""), body.decode()]))
        if not sql.strip():
            raise Refused.named(62, "SYNTAX_ERROR", "Empty query")
        params = {k[6:]: v for k, v in asked.items() if k.startswith("param_")}
        settings = self.settings(asked)
        fault = self.server.faults.next_for(sql, params) if self.server.faults else {}
        if "stall_after" not in fault:
            time.sleep(fault.get("delay_ms", 0) / 1000)
        if fault.get("refuse"):
            raise ConnectionAbortedError
        if wrong := fault.get("exception"):
            raise Refused.named(wrong["code"], wrong["name"], wrong.get("message", "made up"))
        form = self.headers.get("X-ClickHouse-Format") or asked.get("default_format", "TabSeparated")
        leaves = asked.get("cancel_http_readonly_queries_on_client_close") == "1"
        # Whether somebody has left cannot be seen through TLS.
        leaves = leaves and not isinstance(self.connection, ssl.SSLSocket)
        work = lambda again=False: self.server.engine.run(  # noqa: E731
            sql, form, params, settings, asked.get("database") or
            self.headers.get("X-ClickHouse-Database"), query_id, again)
        result = self.while_connected(work, query_id) if leaves else work()
        self.stream(result, form, query_id, fault)

    def settings(self, asked):
        """Settings of the request; the user's own `readonly` is kept to."""
        wanted = {k: v for k, v in asked.items()
                  if k not in FACE and k not in OURS and not k.startswith("param_")}
        if "session_id" in wanted:
            raise Refused.named(48, "NOT_IMPLEMENTED", "The test server has no sessions")
        own = self.server.readonly
        if own == 1 and wanted:
            words = f"Cannot modify '{min(wanted)}' setting in readonly mode"
            raise Refused.named(164, "READONLY", words)
        if own == 2 and wanted.get("readonly", "2") != "2":
            raise Refused.named(164, "READONLY", "Cannot modify 'readonly' setting in readonly mode")
        if own:
            wanted["readonly"] = str(own)
        elif self.command == "GET" and wanted.get("readonly", "0") == "0":
            wanted["readonly"] = "1"
        user = asked.get("user") or self.headers.get("X-ClickHouse-User")
        # What a request says comes before what the profile of its user does.
        return {**self.server.profiles.get(user, {}), **wanted}

    def check_user(self, asked):
        user, key = asked.get("user"), asked.get("password")
        user = user or self.headers.get("X-ClickHouse-User")
        key = key if key is not None else self.headers.get("X-ClickHouse-Key")
        basic = self.headers.get("Authorization", "")
        if user is None and basic.startswith("Basic "):
            user, _, key = base64.b64decode(basic[6:]).decode().partition(":")
        if self.server.users.get(user or "default") != (key or ""):
            words = f"{user or 'default'}: Authentication failed: password is incorrect, or there is no user with such name"
            raise Refused.named(516, "AUTHENTICATION_FAILED", words)

    def while_connected(self, work, query_id):
        """The result of the work; the query is killed when the client leaves before. Once in thousands of
        queries chDB never comes back, though nothing runs any more: it is asked once again."""
        future = Future()

        def run(again):
            try:
                keep, came = future.set_result, work(again)
            except BaseException as error:
                keep, came = future.set_exception, error
            with contextlib.suppress(InvalidStateError):
                keep(came)

        late = time.monotonic() + LATE
        threading.Thread(target=run, args=(False,), daemon=True).start()
        while not future.done():
            if time.monotonic() > late:
                late = float("inf")
                threading.Thread(target=run, args=(True,), daemon=True).start()
            ready, _, _ = select.select([self.connection], [], [], 0.02)
            if ready and not self.connection.recv(1, 2):  # 2: look, do not take
                self.server.engine.kill(query_id)
                raise ConnectionAbortedError
            if ready:
                time.sleep(0.02)
        return future.result()

    def stream(self, result, form, query_id, fault):
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.head(query_id)
        self.send_header("X-ClickHouse-Format", form)
        self.send_header("X-ClickHouse-Summary", json.dumps(result.summary))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command == "HEAD":
            return
        press = zlib.compressobj(3, zlib.DEFLATED, 31) if packed else None
        cut = fault.get("cut_after")
        body = memoryview(result.bytes)
        for at in range(0, len(body), PIECE):
            piece = bytes(body[at:at + PIECE])
            if cut is not None and at + len(piece) >= cut:
                return self.cut(piece[:cut - at], press)
            if at <= fault.get("stall_after", -1) < at + PIECE:
                time.sleep(fault.get("delay_ms", 0) / 1000)
            self.chunk(press.compress(piece) if press else piece)
        if press:
            self.chunk(press.flush())
        self.wfile.write(b"0\r\n\r\n")

    def cut(self, piece, press):
        """As ClickHouse does when a query fails while its result is under way: the message in the
        stream, and no last chunk."""
        words = "Code: 241. DB::Exception: Memory limit (total) exceeded: while executing on host secret-1. (MEMORY_LIMIT_EXCEEDED)\n"
        piece += words.encode()
        self.chunk(press.compress(piece) + press.flush() if press else piece)
        self.close_connection = True

    def chunk(self, data):
        if data:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def head(self, query_id):
        self.send_header("X-ClickHouse-Server-Display-Name", "test")
        self.send_header("X-ClickHouse-Query-Id", quote(query_id, safe=" "))
        self.send_header("X-ClickHouse-Timezone", "UTC")

    def refuse(self, refused, query_id):
        body = f"{refused} (version 26.5.1.1 (chDB))\n".encode()
        self.send_response(refused.status)
        self.send_header("Content-Type", "text/plain; charset=UTF-8")
        self.head(query_id)
        self.send_header("X-ClickHouse-Exception-Code", str(refused.code))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def plain(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def control(self, body):
        """`POST` replaces the faults, `GET` shows them and the last queries, `DELETE` clears."""
        try:
            if self.command != "GET":
                self.server.faults.replace(body if self.command == "POST" else b"")
        except (ValueError, TypeError) as error:
            return self.plain(400, f"{error}\n".encode())
        return self.plain(200, self.server.faults.report())
