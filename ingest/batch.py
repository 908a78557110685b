"""Many files: which ones a path stands for, and their readings, one worker to a file."""

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceError
from graph.model import Reading
from graph.reference import load_reference
from ingest.coverage import COVERAGE
from ingest.lists import listed
from ingest.pipeline import read_file
from ingest.readers.archive import is_left_behind, members
from ingest.readers.files import bytes_of, kind_of

SERIAL_BELOW = 20  # files; under that, starting workers costs more than it saves
_AHEAD = 64  # files for each worker that may be read before their turn: one slow file does not stop the others
_ZIP = b"PK\x03\x04"

Outcome = tuple[Path, Reading | SourceError]


@dataclass(frozen=True, slots=True)
class Account:
    """What was read in one file, in numbers.

    waiting are the phrases that a person has to decide on, uncovered the sentences of the task chapters that nothing
    was read from.
    """

    file: str
    title: str
    tasks: int
    duties: int
    targets: int
    waiting: int
    uncovered: int


def account(reading: Reading) -> Account:
    """The account of a Reading."""
    counts = Counter(statement.relation for statement in reading.statements)
    waiting = sum(len(report.waiting) for report in reading.report.values())
    duties = counts["LEADS"] + counts["COOPERATES"]
    covered = reading.report.get(COVERAGE)
    uncovered = sum(covered.rejected.values()) if covered else 0
    told = (counts["HAS_TASK"], duties, counts["SETS"], waiting, uncovered)
    return Account(reading.source, reading.document.name, *told)


def find_files(paths: Sequence[Path], follow_lists: bool = True) -> tuple[Path, ...]:
    """The files named, those below the folders named, those in zip files and those that lists of files name.

    Sorted within each folder and zip file; hidden files and what systems leave behind stay out. A list counts where
    it is named itself: in a folder it is a file as any other. A path that does not exist stays, as does a zip file
    that cannot be opened, so that it is reported with the other files that cannot be read.
    Raises SourceError where there is no file at all.
    """
    if follow_lists:
        paths = [named for path in paths for named in listed(path)]
    found = (file for path in paths for file in (_below(path) if _is_folder(path) else [path]))
    files = tuple(dict.fromkeys(member for file in found for member in _within(file)))
    if not files:
        raise SourceError(
            f"{', '.join(map(str, paths))}: there is no file in it; name the folder that holds the documents"
        )
    return files


def read_all(files: Sequence[Path], workers: int | None = None) -> Iterator[Outcome]:
    """Each file with its Reading, or with what is wrong with it; in the order given, however many workers read."""
    workers = workers or (1 if len(files) < SERIAL_BELOW else multiprocessing.cpu_count())
    if workers == 1:
        yield from map(_read, files)
        return
    started_anew = multiprocessing.get_context("spawn")  # a fork beside the threads of a progress bar may hang
    with ProcessPoolExecutor(workers, started_anew, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        try:
            yield from _in_order(pool, files, workers * _AHEAD)
        except BrokenProcessPool as error:
            raise SourceError("a worker ended unexpectedly, perhaps for want of memory: try --workers 1") from error


def _in_order(pool: ProcessPoolExecutor, files: Iterable[Path], ahead: int) -> Iterator[Outcome]:
    """The outcomes as the files come; no more than `ahead` of them are waiting, however slowly they are taken."""
    waiting: deque[Future[Outcome]] = deque()
    try:
        for path in files:
            waiting.append(pool.submit(_read, path))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, no right to look: reading it says so
        return False


def _below(folder: Path) -> list[Path]:
    """The files below a folder; links that lead to none or to a folder too, so that reading says so."""
    inside = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(path for path in inside if not any(map(is_left_behind, path.relative_to(folder).parts)))


def _within(file: Path) -> Sequence[Path]:
    """The members of a zip file of documents; any other file itself."""
    try:
        is_archive = _begins_as_zip(file) and kind_of(file, bytes_of(file)) == "archive"
        return members(file) if is_archive else [file]
    except (SourceError, OSError):
        return [file]


def _begins_as_zip(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(_ZIP)) == _ZIP


def _read(path: Path) -> Outcome:
    """One file; whatever goes wrong with it stays with it, so that one file never stops the others."""
    try:
        return path, read_file(path, load_reference())
    except SourceError as error:
        return path, error
    except Exception as error:
        return path, SourceError(f"{path}: reading failed ({type(error).__name__}: {error}); zhitu extract shows where")
