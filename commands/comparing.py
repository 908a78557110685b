"""The commands that set one beside the other: compare, diff."""

import argparse
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.options import add_format, add_pages, command, document_of, opened, show
from graph.errors import ParameterError

if TYPE_CHECKING:
    from graph.answers.compared import Asked
    from graph.store import GraphStore


def run_compare(options: argparse.Namespace) -> None:
    """Each local target beside the upstream one: rows, or a matrix of places."""
    from graph.analysis.comparison import ComparisonRow
    from graph.answers.compared import Asked, Beside, beside, compared
    from graph.reference import load_reference

    with opened(options, read_only=True) as store:
        asked = Asked(
            upstream=options.upstream,
            document_id=options.document and document_of(store, options.document),
            region_id=options.region,
            words=options.words,
            verdict=options.verdict,
        )
        if options.matrix or options.out:
            _write_comparison(store, asked, options)
            return
        rows = compared(store, asked, load_reference())
    if options.format == "table":
        show([beside(row) for row in rows], Beside, options)
    else:
        show(rows, ComparisonRow, options)


def _write_comparison(store: "GraphStore", asked: "Asked", options: argparse.Namespace) -> None:
    """Measures by places as an Excel file."""
    from graph.answers.compared import by_place
    from graph.exports.whole import write_whole
    from graph.reference import load_reference
    from visualize.comparison import workbook

    if options.out is None:
        raise ParameterError("compare --matrix needs a file to write: -o FILE.xlsx · 请用 -o 指定文件")
    matrix, rows = by_place(store, asked, load_reference())
    write_whole(options.out, workbook(matrix, rows, options.pages))


def run_diff(options: argparse.Namespace) -> None:
    """What changed from one version of a document to another, or from its former reading to the current one."""
    from contextlib import ExitStack

    from graph.analysis.difference import Difference
    from graph.answers.versions import compared, former_and_current, named_version
    from graph.reference import load_reference
    from ingest.pipeline import read_file

    reference = load_reference()
    with ExitStack() as stack:
        opens = cache(lambda: stack.enter_context(opened(options, read_only=True)))
        if options.current is None:
            sides = former_and_current(opens(), options.former, reference)
        else:
            former, current = (
                named_version(name, reference, lambda path: read_file(path, reference), opens)
                for name in (options.former, options.current)
            )
            sides = former, current
        shown = opens() if any(side.shown for side in sides) else None
        found = compared(*sides, reference, options.anyway, shown)
    show(found.versions.differences, Difference, options)
    told = f"{found.versions.changes} changes · {found.former.name} → {found.current.name}"
    print(f"zhitu: {told}:改动 {found.versions.changes} 处,相同任务 {found.versions.same} 项", file=sys.stderr)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    compare = command(commands, run_compare, "compare", "本地指标与国家指标对照 · each target beside the national one")
    compare.add_argument("words", nargs="?", default="", metavar="WORDS", help="指标中的字 · words of the indicator")
    told = "与哪一级比较 · the figures of which level: country 国家 (default), province 省, prefecture 市"
    levels = ("country", "province", "prefecture")
    compare.add_argument("--with", dest="upstream", choices=levels, default="country", help=told)
    compare.add_argument("--document", metavar="DOCUMENT", help="只要一份文件,编号或题名 · only this document")
    compare.add_argument("--region", metavar="ID", help="只要一个地区 · only the documents of this region")
    verdicts = ("above", "equal", "below", "different_year", "no_counterpart")
    compare.add_argument("--verdict", choices=verdicts, help="只要这种结论 · only this verdict")
    compare.add_argument("--matrix", action="store_true", help="各地对照表,存成 Excel · measures by places as Excel")
    compare.add_argument("-o", dest="out", type=Path, metavar="FILE.xlsx", help="写到哪个文件 · the file to write")
    add_pages(compare)
    diff = command(commands, run_diff, "diff", "两个版本有哪些改动 · what changed from one version to another")
    told = "文件、文件编号或 SHA-256;只给一份则比较它的前后两版 · a file, an id or a sha256; alone: its last two"
    diff.add_argument("former", metavar="A", help=told)
    diff.add_argument("current", nargs="?", metavar="B", help="修改后的版本 · the version after it")
    told = "不像同一文件也照样比较 · compare also what looks like different documents"
    diff.add_argument("--anyway", action="store_true", help=told)
    add_format(compare)
    add_format(diff)
