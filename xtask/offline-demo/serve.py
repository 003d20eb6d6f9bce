"""Serves the folder "page" beside this file to this computer only, and opens it in the browser.

Run it with Python 3: python3 serve.py [port]
"""

import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "page"
PORT = 47321


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Said here, as Windows keeps types in its registry, where other programs change them.
    extensions_map = {
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *words):
        pass


def server(port):
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(PAGE)))
    except OSError:
        # Taken by another program, or by this one in another window: any free port will do.
        return ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(PAGE)))


def main():
    if not (PAGE / "index.html").is_file():
        sys.exit("The folder “page” is not beside serve.py. Unpack the whole zip file, then start it from there.")
    with server(int(sys.argv[1]) if len(sys.argv) > 1 else PORT) as serving:
        address = f"http://127.0.0.1:{serving.server_port}/"
        print(f"Clientele is at {address} on this computer. Close this window to end it.", flush=True)
        webbrowser.open(address)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
