"""Faults on demand: what tests put in the way of the next queries."""

import json
import threading


class Faults:
    """A list of faults, used up from the front. Each may carry

    - `match`: only queries that contain this text,
    - `times`: how many queries it meets (1 unless said),
    - `delay_ms`: wait before anything is done,
    - `refuse`: close the connection without an answer,
    - `exception`: `{"code": 241, "name": "MEMORY_LIMIT_EXCEEDED", "message": "…"}` instead of a result,
    - `cut_after`: after so many bytes of the result, write an exception into the stream and close,
    - `stall_after`: after so many bytes, wait `delay_ms` and go on.
    """

    KEYS = {"match", "times", "delay_ms", "refuse", "exception", "cut_after", "stall_after"}

    def __init__(self):
        self.lock = threading.Lock()
        self.waiting = []
        self.seen = []

    def replace(self, body):
        """Takes the faults of a JSON list. Raises ValueError on anything else."""
        wanted = json.loads(body or b"[]")
        if not isinstance(wanted, list):
            raise ValueError("a list of faults is wanted")
        for fault in wanted:
            unknown = set(fault) - self.KEYS
            if unknown:
                raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        with self.lock:
            self.waiting = [{"times": 1, **fault} for fault in wanted]
            self.seen = []

    def next_for(self, sql, params):
        """The fault for this query, which is noted."""
        with self.lock:
            self.seen = (self.seen + [{"sql": sql, "params": params}])[-100:]
            for fault in self.waiting:
                if fault.get("match", "") in sql:
                    fault["times"] -= 1
                    if fault["times"] <= 0:
                        self.waiting.remove(fault)
                    return fault
        return {}

    def report(self):
        """What is waiting, and the last queries with their parameters."""
        with self.lock:
            return json.dumps({"waiting": self.waiting, "queries": self.seen}).encode()
