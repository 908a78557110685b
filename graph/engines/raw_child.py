"""One raw query in a process of its own, so that its time and its memory have an end whatever it does.

The engine looks at its clock between steps only, and bounds neither memory nor the size of a row.
"""

import subprocess
import sys
from pathlib import Path

import orjson

from graph.engines.raw import LARGEST, Limits, RawRows
from graph.errors import ParameterError, QueryTimeout, StoreError, ZhituError

MEMORY = 1_000_000_000  # bytes beside those of the opened graph
_OPENING = 5.0  # seconds for the process to start and open the graph
_ERRORS: dict[str, type[ZhituError]] = {kind.__name__: kind for kind in (ParameterError, QueryTimeout, StoreError)}


def ask_child(path: Path, text: str, limits: Limits) -> RawRows:
    """The rows of a query to the store at this path. ParameterError, QueryTimeout, StoreError."""
    asked = orjson.dumps([str(path.absolute()), text, limits.seconds, limits.rows])
    home = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "graph.engines.raw_child"]
    try:
        ran = subprocess.run(command, input=asked, capture_output=True, cwd=home, timeout=limits.seconds + _OPENING)
    except subprocess.TimeoutExpired as error:
        raise QueryTimeout(f"the query took too long: more than {limits.seconds:g} s") from error
    if ran.returncode:
        raise ParameterError(f"the query takes more than the {MEMORY // 10**6} MB that it may: ask for less")
    told = orjson.loads(ran.stdout)
    if "error" in told:
        raise _ERRORS[told["error"]](told["message"])
    return RawRows(tuple(told["columns"]), tuple(map(tuple, told["rows"])), told["truncated"])


def main() -> None:
    """Answer the question on standard input."""
    from graph.engines.embedded import EmbeddedStore

    path, text, seconds, rows = orjson.loads(sys.stdin.buffer.read())
    try:
        store = EmbeddedStore(Path(path), read_only=True)
        _bound_memory()
        found = store.run_raw_here(text, Limits(seconds, rows))
        told = orjson.dumps({"columns": found.columns, "rows": found.rows, "truncated": found.truncated})
        if len(told) > LARGEST:
            raise ParameterError(f"the answer is larger than {LARGEST // 10**6} MB: ask for less")
    except tuple(_ERRORS.values()) as error:
        kind = next(name for name, each in _ERRORS.items() if isinstance(error, each) and type(error) is each)
        told = orjson.dumps({"error": kind, "message": str(error)})
    sys.stdout.buffer.write(told)


def _bound_memory() -> None:
    """Where the system can: what the process has now, and so much more."""
    try:
        import resource
    except ImportError:
        return
    statm = Path("/proc/self/statm")
    if statm.exists():
        now = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))


if __name__ == "__main__":
    main()
