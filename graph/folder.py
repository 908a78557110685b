"""The folder of an embedded store: version file, graph file, and a file for each Reading."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from graph.decisions.decision import Decision, from_line, in_order, to_line
from graph.errors import NotFound, StoreError
from graph.model import Reading
from graph.readings import ReadingHead, check_sha256, from_bytes, head_from_bytes, to_bytes
from graph.whole import PREFIX, replace_whole

FORMAT = 1


class StoreFolder:
    """Knows where things lie in the folder; each complaint says the path, what is wrong and what to do."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.graph = path / "graph.kgl"
        self._graph_name = str(self.graph)
        self.new_graph = path / "graph.new.kgl"  # one being made anew, until it takes the old one's place
        self._readings = path / "readings"
        self._decisions = path / "decisions.jsonl"
        self._version = path / "zhitu.json"

    def create(self) -> None:
        """Make the folder a store if it is none yet; raises StoreError where that cannot be."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path} is a file, a store is a folder: give another path")
        with self._explained("cannot be made a store"):
            if not self._version.exists():
                entries = self.path.iterdir() if self.path.exists() else ()
                if strangers := sorted(entry.name for entry in entries if not _ours(entry.name)):
                    raise StoreError(f"{self.path} holds other files ({strangers[0]} …): give an empty or a new folder")
            self._readings.mkdir(parents=True, exist_ok=True)
            if not self._version.exists():
                replace_whole(self._version, orjson.dumps({"format": FORMAT}) + b"\n")
        self.check()

    def check(self) -> None:
        """Raise StoreError where this is no store, or one of another version."""
        if not self.path.exists():
            raise StoreError(
                f"there is no store at {self.path}: make one with `zhitu ingest`, or name another by --store"
            )
        if not self.path.is_dir():
            raise StoreError(f"{self.path} is a file, a store is a folder: give another path")
        with self._explained("cannot be read"):
            if not self._version.is_file():
                raise StoreError(f"{self.path} is no store, it has no {self._version.name}: name a store by --store")
            content = self._version.read_bytes()
        if (found := _format(content)) != FORMAT:
            raise StoreError(
                f"{self.path} is a store of format {found}, this version of zhitu works with {FORMAT}: "
                "ingest the sources into a new store"
            )

    def stamp(self) -> tuple[int, int, int] | None:
        """Changes when the graph file does; None where there is none."""
        try:
            found = os.stat(self._graph_name)  # noqa: PTH116  asked before every query: a third of the time
        except FileNotFoundError:
            self.check()  # the whole folder may be gone
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def put_reading(self, reading: Reading) -> None:
        """Write the Reading whole or not at all."""
        with self._explained("cannot be written"):
            replace_whole(self._file(reading.sha256), to_bytes(reading))

    def reading(self, sha256: str) -> Reading:
        """The Reading of the source with this hash; raises NotFound where there is none."""
        file = self._file(sha256)
        with self._explained("cannot be read"):
            if not file.is_file():
                raise NotFound(f"{self.path} has no reading {sha256}")
            return from_bytes(file.read_bytes())

    def readings(self) -> list[ReadingHead]:
        """The heads of all Readings, by hash."""
        with self._explained("cannot be read"):
            return [head_from_bytes(file.read_bytes()) for file in sorted(self._readings.glob("*.jsonl.gz"))]

    def put_decision(self, *decisions: Decision) -> None:
        """Add decisions to the others, all or nothing."""
        known = {each.id: each for each in (*self.decisions(), *decisions)}
        lines = "".join(f"{to_line(each)}\n" for each in in_order(known))
        with self._explained("cannot be written"):
            replace_whole(self._decisions, lines.encode())

    def decisions(self) -> list[Decision]:
        """The decisions, in their order."""
        with self._explained("cannot be read"):
            if not self._decisions.exists():
                return []
            lines = self._decisions.read_bytes().split(b"\n")
        return [from_line(line.decode()) for line in lines if line]

    def set_aside(self) -> None:
        """Put a graph file that does not open out of the way, with its log, so that the Readings can make a new one."""
        with self._explained("cannot be written"):
            for file in (self.graph, self.graph.with_name("graph.kgl-wal")):
                if file.exists():
                    file.replace(file.with_name(f"{file.name}.broken"))

    def put_new_graph(self) -> None:
        """Let the graph that was made anew take the place of the old one: readers see the one or the other."""
        with self._explained("cannot be written"):
            self.new_graph.replace(self.graph)
        self.drop_new_graph()

    def drop_new_graph(self) -> None:
        """Leave nothing of a graph that was being made anew; the old one stays."""
        with self._explained("cannot be written"):
            for file in self.path.glob(f"{self.new_graph.name}*"):
                file.unlink(missing_ok=True)

    def _file(self, sha256: str) -> Path:
        return self._readings / f"{check_sha256(sha256)}.jsonl.gz"

    @contextmanager
    def _explained(self, problem: str) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise StoreError(
                f"{self.path} {problem}: no permission for {error.filename}; ask for it, or give another path"
            ) from error
        except OSError as error:
            raise StoreError(f"{self.path} {problem}: {error.strerror or error}") from error


def _ours(name: str) -> bool:
    """Whether another writer that makes the same store at this moment has put it there."""
    return name in ("readings", "zhitu.json") or name.startswith(PREFIX)


def _format(content: bytes) -> object:
    try:
        told = orjson.loads(content)
    except ValueError:
        return "unknown"
    return told.get("format", "unknown") if isinstance(told, dict) else "unknown"
