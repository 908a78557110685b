"""What the commands share: the store they open, what they print, the options that many of them take."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import NotFound, ParameterError
from graph.settings import DEFAULT_STORE, Settings

if TYPE_CHECKING:
    from graph.store import GraphStore

FORMATS = ("table", "json", "csv")
PAGES = "http://127.0.0.1:8000"  # where `zhitu serve` answers unless told otherwise
_LISTED = 5  # of those that words may mean, in a message


@contextmanager
def opened(options: argparse.Namespace, *, read_only: bool = False, fresh: bool = False) -> Iterator["GraphStore"]:
    """The store that the options or the environment name, closed at the end."""
    from graph.store import open_store

    settings = Settings.gathered(os.environ, options.store)
    with closing(open_store(settings.store, settings.login, read_only=read_only, fresh=fresh)) as store:
        yield store


@contextmanager
def existing(options: argparse.Namespace) -> Iterator["GraphStore"]:
    """A store to write to that is there already: deciding makes none."""
    with opened(options, read_only=True):
        pass
    with opened(options) as store:
        yield store


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], object]]:
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("", total=total)
        yield lambda name: progress.update(bar, advance=1, description=name)


def show(rows: Sequence[Any], row_type: type, options: argparse.Namespace) -> None:
    """Print rows in the format that was asked for."""
    from graph.exports.table import write_rows

    write_rows(rows, row_type, options.format, sys.stdout)


def values(pairs: Sequence[str]) -> dict[str, object]:
    """key=value … as a mapping; ParameterError for anything else."""
    parted = [pair.partition("=") for pair in pairs]
    if wrong := [name + rest for name, equals, rest in parted if not equals or not name]:
        raise ParameterError(f"parameters are given as key=value, not {wrong[0]!r}")
    return {name: value for name, _, value in parted}


def document_of(store: "GraphStore", words: str) -> str:
    """The id of the document that an option names: its id, words of its title, its number, its issuer or its place.

    NotFound where no document that was read is meant, ParameterError where several are and none by just these words.
    """
    from graph.answers.chain import ALL
    from graph.parameters import DocumentFilter
    from graph.queries import DOCUMENTS
    from graph.reference import load_reference

    if ":" in words:
        return words
    named = load_reference().normalise(words)
    read = store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=ALL))
    found = [row for row in read if named in row.document or named in (row.doc_number, row.issuer, row.region)]
    meant = [row for row in found if row.document == named] or found
    if not meant:
        raise NotFound(f"no document that was read is called {words} · 没有这份文件; zhitu query documents lists them")
    if len(meant) > 1:
        listed = "、".join(f"{row.document} ({row.document_id})" for row in meant[:_LISTED])
        raise ParameterError(f"{words} may be {len(meant)} documents, give the id of one · 请用编号指明: {listed}")
    return meant[0].document_id


def form_of(path: Path, forms: Sequence[str]) -> str:
    """How the name of the file ends, which says what to write; ParameterError where that is none of these."""
    form = path.suffix.lower()
    if form in forms or path.is_dir():
        return form
    raise ParameterError(f"{path}: give a name that ends in {' or '.join(forms)} · 文件名要以 {'、'.join(forms)} 结尾")


def command(commands: Any, run: Any, name: str, about: str, store: bool = True) -> argparse.ArgumentParser:
    """A new command: what runs it, what it is about and, unless it needs none, which store."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    if store:
        told = f"图谱存放处 · folder or URL of the store (ZHITU_STORE, else ./{DEFAULT_STORE})"
        command.add_argument("--store", metavar="URL", help=told)
    return command


def add_format(command: argparse.ArgumentParser) -> None:
    """How rows are printed."""
    command.add_argument("--format", choices=FORMATS, default="table", help="输出格式 · table 表格, json, csv")


def add_pages(command: argparse.ArgumentParser) -> None:
    """Where the links of a written file lead to."""
    told = f"链接指向的网址 · address of the web pages that links lead to ({PAGES})"
    command.add_argument("--pages", metavar="URL", default=PAGES, help=told)


def port(text: str) -> int:
    """A port as a number; ArgumentTypeError where it is none."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def positive(text: str) -> int:
    """A whole number above 0; ArgumentTypeError for anything else."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
