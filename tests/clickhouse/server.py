#!/usr/bin/env python3
"""A ClickHouse to test against: the installed `clickhouse` where there is one, else chDB behind
ClickHouse's HTTP interface.

    python tests/clickhouse/server.py [--load FILE.parquet] [--port 0] [--faults] …

Prints one line with its address when it is ready, and ends with its standard input when told to.
"""

import argparse
import json
import os
import shutil
import signal
import ssl
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--path", help="folder of the data; a temporary one unless said")
    parser.add_argument("--load", metavar="FILE", help="Parquet file of lines, for database `shop`")
    parser.add_argument("--user", default="default")
    parser.add_argument("--password", default="")
    parser.add_argument("--readonly", type=int, choices=(0, 1, 2), default=0,
                        help="the user's own `readonly`: 1 refuses settings, 2 refuses writing only")
    parser.add_argument("--profiles", type=json.loads, default={}, metavar="JSON",
                        help="further users without a password, and the settings of each one's profile")
    parser.add_argument("--tls", action="store_true", help="speaks TLS, with the certificate in tls/")
    parser.add_argument("--faults", action="store_true", help="opens /test/faults")
    parser.add_argument("--engine", choices=("any", "chdb", "clickhouse"), default="any")
    parser.add_argument("--with-parent", action="store_true", help="ends when standard input ends")
    return parser.parse_args()


def main():
    args = arguments()
    binary = shutil.which("clickhouse")
    if args.engine == "clickhouse" and not binary:
        sys.exit("There is no `clickhouse` on PATH. Install it, or leave --engine away to use chDB.")
    # Faults and the refusal of settings are the test server's own.
    plain = not (args.faults or args.readonly or args.profiles or args.tls)
    if binary and args.engine != "chdb" and (plain or args.engine == "clickhouse"):
        import launch
        sys.exit(launch.run(binary, args))
    try:
        import engine
    except ImportError:
        sys.exit("chDB is missing. Run `cargo xtask setup`, or "
                 "`pip install -r tests/clickhouse/requirements.txt`.")
    serve(args, engine)


def serve(args, engine):
    from face import Server
    from faults import Faults
    from load import load

    heart = engine.Engine(args.path, HERE / "config.xml")
    if args.load:
        rows = load(lambda sql, **more: heart.run(sql, **more).bytes.decode(), args.load)
        print(f"{rows} lines loaded", file=sys.stderr)
    server = Server((args.host, args.port), heart, {args.user: args.password}, args.readonly,
                    Faults() if args.faults else None, args.profiles)
    if args.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(HERE / "tls/server.pem", HERE / "tls/server.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    stop = lambda *_: threading.Thread(target=server.shutdown).start()  # noqa: E731
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if args.with_parent:
        threading.Thread(target=lambda: (sys.stdin.read(), stop()), daemon=True).start()
    print(f"ready {'https' if args.tls else 'http'}://{args.host}:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    heart.close()
    # Queries that still run would hold the process.
    os._exit(0)


if __name__ == "__main__":
    main()
