"""A real `clickhouse server` in a folder of its own, on a free port.

Untested where the tests were written: no `clickhouse` could be installed there.
"""

import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

CONFIG = """<clickhouse>
    <logger><level>warning</level><console>1</console></logger>
    <listen_host>{host}</listen_host>
    <http_port>{http}</http_port>
    <tcp_port>{tcp}</tcp_port>
    <path>{path}/data/</path>
    <tmp_path>{path}/tmp/</tmp_path>
    <user_files_path>/</user_files_path>
    <access_control_path>{path}/access/</access_control_path>
    <user_directories><users_xml><path>{path}/users.xml</path></users_xml></user_directories>
    <mark_cache_size>268435456</mark_cache_size>
    <remote_servers><shop>{shard}</shop><twice>{shard}{shard}</twice></remote_servers>
</clickhouse>
"""

SHARD = """<shard><replica><host>127.0.0.1</host><port>{tcp}</port>
    <user>{user}</user><password>{password}</password></replica></shard>"""

USERS = """<clickhouse>
    <profiles><default/></profiles>
    <quotas><default/></quotas>
    <users><{user}>
        <password>{password}</password>
        <networks><ip>127.0.0.1</ip></networks>
        <profile>default</profile><quota>default</quota><access_management>1</access_management>
    </{user}></users>
</clickhouse>
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def run(binary, args):
    """Starts the server, loads, says where it is, and waits. Returns its exit code."""
    path = Path(args.path or tempfile.mkdtemp(prefix="clientele-clickhouse-"))
    ports = {"http": args.port or free_port(), "tcp": free_port()}
    who = {"user": args.user, "password": args.password}
    shard = SHARD.format(**ports, **who)
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.xml").write_text(CONFIG.format(host=args.host, path=path, shard=shard, **ports))
    (path / "users.xml").write_text(USERS.format(**who))
    server = subprocess.Popen([binary, "server", f"--config-file={path / 'config.xml'}"], stdout=sys.stderr)
    url = f"http://{args.host}:{ports['http']}"

    def stop(*_):
        server.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if args.with_parent:
        threading.Thread(target=lambda: (sys.stdin.read(), stop()), daemon=True).start()
    try:
        wait(url, server)
        if args.load:
            from load import load
            load(lambda sql, **_: ask(url, sql, who), args.load)
        print(f"ready {url}", flush=True)
        return server.wait()
    finally:
        stop()
        if not args.path:
            shutil.rmtree(path, ignore_errors=True)


def wait(url, server):
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("`clickhouse server` ended at its start; its own words are above.")
        try:
            urllib.request.urlopen(f"{url}/ping", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("`clickhouse server` did not answer within 30 seconds; its own words are above.")


def ask(url, sql, who):
    query = urllib.parse.urlencode(who)
    try:
        with urllib.request.urlopen(f"{url}/?{query}", sql.encode()) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        sys.exit(json.dumps(error.read().decode()[:500]))
