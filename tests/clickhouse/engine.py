"""The engine behind the test server: chDB, one connection per request."""

import re
import shutil
import tempfile
import threading
import time
from pathlib import Path

from chdb import connect

SETTING = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"Code: (\d+)")
# HTTP status per exception code, as ClickHouse chooses it; 500 for every other code.
STATUS = {
    **dict.fromkeys((6, 26, 27, 36, 38, 41, 42, 43, 44, 53, 62, 69, 70, 72, 117, 190, 457), 400),
    **dict.fromkeys((46, 47, 50, 56, 60, 63, 81, 115), 404),
    **dict.fromkeys((192, 193, 194, 516), 403),
    48: 501,
    159: 408,
    164: 500,
    202: 500,
    241: 500,
}


class Refused(Exception):
    """What ClickHouse would answer instead of a result: its code and its message."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.status = STATUS.get(code, 500)

    @classmethod
    def of(cls, error):
        """From the text of an error of the engine."""
        text = str(error)
        found = CODE.search(text)
        return cls(int(found.group(1)) if found else 1001, text)

    @classmethod
    def named(cls, code, name, words):
        return cls(code, f"Code: {code}. DB::Exception: {words}. ({name})")


class Result:
    """Bytes in the wanted format, and what the engine read for them."""

    def __init__(self, found, seconds):
        self.bytes = found.bytes()
        self.summary = {
            "read_rows": str(found.storage_rows_read()),
            "read_bytes": str(found.storage_bytes_read()),
            "written_rows": "0",
            "written_bytes": "0",
            "total_rows_to_read": "0",
            "result_rows": str(found.rows_read()),
            "result_bytes": str(found.bytes_read()),
            "elapsed_ns": str(int(seconds * 1e9)),
        }


class Engine:
    """One ClickHouse in this process. Every request gets a connection of its own, since settings
    and the current database belong to a connection."""

    def __init__(self, path=None, config=None):
        self.temporary = None if path else tempfile.mkdtemp(prefix="clientele-clickhouse-")
        self.path = f"{path or self.temporary}" + (f"?config-file={config}" if config else "")
        # The engine lives as long as one connection to it does.
        self.keeper = connect(self.path)
        self.running = {}
        self.lock = threading.Lock()

    def close(self):
        self.keeper.close()
        if self.temporary:
            shutil.rmtree(self.temporary, ignore_errors=True)

    def run(self, sql, form="TabSeparated", params=None, settings=None, database=None, query_id="",
            again=False):
        """Runs one statement. `params` are texts as they stand in a URL, after its decoding. `again`: one of this
        id runs already, and may."""
        if not again:
            self._begin(query_id)
        # The name under which KILL QUERY finds it: chDB gives query ids of its own.
        settings = {"log_comment": query_id, **(settings or {})}
        last = {k: settings.pop(k) for k in ("readonly",) if k in settings}
        connection = connect(self.path)
        try:
            if database:
                connection.query(f"USE `{checked(database)}`")
            # In one statement: `readonly` then holds for the query only.
            wanted = {**settings, **last}.items()
            connection.query("SET " + ", ".join(f"{checked(k)} = {quoted(v)}" for k, v in wanted))
            began = time.monotonic()
            found = connection.query(self._killing(sql), form, params=params or {})
            return Result(found, time.monotonic() - began)
        except RuntimeError as error:
            raise Refused.of(error) from None
        finally:
            connection.close()
            with self.lock:
                self.running.pop(query_id, None)

    def kill(self, query_id):
        """Ends a query by the id its request had."""
        where = f"Settings['log_comment'] = {quoted(query_id)}"
        self.keeper.query(f"KILL QUERY WHERE {where} ASYNC")

    def script(self, text, **places):
        """Runs statements divided by semicolons at line ends; `{{name}}` stands for a place."""
        for name, value in places.items():
            text = text.replace("{{" + name + "}}", str(value))
        database = None
        for statement in re.split(r";\s*\n", text + "\n"):
            bare = re.sub(r"^\s*--.*$", "", statement, flags=re.M).strip().rstrip(";")
            if bare.upper().startswith("USE "):
                database = bare[4:].strip("` ")
            elif bare:
                self.run(bare, database=database)

    def _begin(self, query_id):
        with self.lock:
            if query_id in self.running:
                words = f"Query with id = {query_id} is already running"
                raise Refused.named(216, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", words)
            self.running[query_id] = time.monotonic()

    @staticmethod
    def _killing(sql):
        if re.match(r"\s*KILL\s+QUERY", sql, re.I):
            return re.sub(r"\bquery_id\b", "Settings['log_comment']", sql)
        return sql


def checked(name):
    """A name that may stand in a statement."""
    if not SETTING.fullmatch(name.lower()):
        raise Refused.named(115, "UNKNOWN_SETTING", f"Unknown setting '{name[:40]}'")
    return name


def quoted(value):
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def folder(path):
    """A folder that is there."""
    Path(path).mkdir(parents=True, exist_ok=True)
    return path
