"""质图 zhitu: the command, one thin function for each subcommand, and the Python door: zhitu.open(url).

Whatever is heavy is imported where it is needed, so that --help answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.door import Graph, Rows
from graph.errors import ParameterError, ZhituError
from graph.settings import DEFAULT_STORE, Settings

if TYPE_CHECKING:
    from graph.store import GraphStore

__all__ = ["Graph", "Rows", "main", "open"]

FORMATS = ("table", "json", "csv")
PAGES = "http://127.0.0.1:8000"  # where `zhitu serve` answers unless told otherwise


def open(url: str | None = None) -> Graph:
    """The store at a url (a folder, bolt://…, neo4j://…), else at ZHITU_STORE, else in ./zhitu-store."""
    from graph.store import open_store

    settings = Settings.gathered(os.environ, url)
    return Graph(open_store(settings.store, settings.login, read_only=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 for an error of ours (one line on stderr), 2 for wrong usage."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has gone, as in `zhitu export | head`: no reason to complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("zhitu: stopped · 已中断", file=sys.stderr)
        return 130
    except (ZhituError, OSError) as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return 1
    return code


def run_ingest(options: argparse.Namespace) -> int:
    """Read files into the store; a bad one is reported and skipped, and the exit code says so."""
    from graph.reference import load_reference
    from ingest.batch import Account, find_files
    from ingest.session import ingest_files

    files = find_files(options.paths)
    with _store(options) as store, _progress(len(files)) as step:
        outcomes = ingest_files(store, load_reference(), files, options.workers, lambda path: step(path.name))
    for one in outcomes:
        for words in (one.problem, *(f"{one.path.name}: {said}" for said in one.remarks)):
            if words:
                print(f"zhitu: {words}", file=sys.stderr)
    _print([one.account for one in outcomes if one.account], Account, options)
    return 1 if any(one.problem for one in outcomes) else 0


def run_extract(options: argparse.Namespace) -> None:
    """Print what is read in one file, or its decoded text."""
    from graph.exports.jsonl import lines_of_part, report_line
    from graph.project import project
    from graph.reference import load_reference
    from ingest.pipeline import read_file
    from ingest.readers.formats import read_document

    reference = load_reference()
    if options.text:
        sys.stdout.write(read_document(options.path, reference).text)
        return
    reading = read_file(options.path, reference)
    part = project(reading, reference)
    for line in (*lines_of_part(part), report_line(part.document_id, reading.report)):
        print(line)


def run_eval(options: argparse.Namespace) -> None:
    """Precision, recall and F1 of what is read in annotated documents."""
    from graph.reference import load_reference
    from graph.reliability import Reliability, reliability
    from ingest.evaluation import Difference, Scored, differences, evaluations, scores

    found = evaluations(options.gold, options.docs or options.gold, load_reference())
    if options.details:
        _print(list(differences(found)), Difference, options)
    elif options.reliability:
        _print(reliability(found), Reliability, options)
    else:
        _print(scores(found), Scored, options)


def run_query(options: argparse.Namespace) -> None:
    """Ask a named query, or list the queries there are."""
    from graph.answers import Listed, bound, listed_queries
    from graph.queries import query_named

    if options.list or not options.name:
        _print(listed_queries(), Listed, options)
        return
    query = query_named(options.name)
    params = bound(query, _values(options.parameters))
    with _store(options, read_only=True) as store:
        _print(store.run(query, params, timeout=60), query.row, options)


def run_chain(options: argparse.Namespace) -> None:
    """The responsibility chain of a task, department or document."""
    from graph.chain import Step, chains, folded, subjects
    from graph.reference import load_reference

    with _store(options, read_only=True) as store:
        found = subjects(store, options.subject, load_reference())
        meant = [subject for subject in found if (subject.label, subject.name) == (found[0].label, found[0].name)]
        steps = chains(store, meant)
    _print(folded(steps) if options.format == "table" else steps, Step, options)
    for other in found[len(meant) :]:
        print(f"zhitu: also · 另有 {other.label} {other.name} ({other.id})", file=sys.stderr)


def run_compare(options: argparse.Namespace) -> None:
    """Each local target beside the national one."""
    from graph.analysis.comparison import ComparisonRow
    from graph.answers import Beside, beside, compared
    from graph.reference import load_reference

    with _store(options, read_only=True) as store:
        rows = compared(store, options.words, load_reference())
    if options.format == "table":
        _print([beside(row) for row in rows], Beside, options)
    else:
        _print(rows, ComparisonRow, options)


def run_overview(options: argparse.Namespace) -> None:
    """Place by place: what was read, and who leads most."""
    from graph.answers import Place, places

    with _store(options, read_only=True) as store:
        _print(places(store), Place, options)


def run_draw(options: argparse.Namespace) -> None:
    """Draw a picture of the graph as a page that needs no network, or list the pictures there are."""
    from visualize.pictures import Listed, drawn, listed_pictures

    if options.list or not options.name:
        _print(listed_pictures(), Listed, options)
        return
    if options.out is None:
        raise ParameterError("draw needs a file to write: -o picture.html · 请用 -o 指定文件")
    from graph.exports.whole import write_whole

    with _store(options, read_only=True) as store:
        page = drawn(store, options.name, _values(options.parameters), options.pages)
    write_whole(options.out, page.encode())


def run_matrix(options: argparse.Namespace) -> None:
    """The responsibility matrix as an Excel file."""
    from graph.exports.whole import write_whole
    from graph.matrix import matrix
    from visualize.matrix import workbook

    with _store(options, read_only=True) as store:
        found = matrix(store, document_id=options.document, region_id=options.region)
    write_whole(options.out, workbook(found, options.pages))


def run_export(options: argparse.Namespace) -> None:
    """The graph, or one document's part of it, as JSON Lines or as a script for cypher-shell."""
    from graph.exports.cypher import lines_of_script
    from graph.exports.jsonl import lines_of_pieces, pieces_of_store
    from graph.exports.one_document import piece_of_document

    with _store(options, read_only=True) as store:
        pieces = [piece_of_document(store, options.document)] if options.document else pieces_of_store(store)
        for line in {"jsonl": lines_of_pieces, "cypher": lines_of_script}[options.format](pieces):
            print(line)


def run_serve(options: argparse.Namespace) -> None:
    """Serve the API and the pages until stopped."""
    try:
        from api.serve import serve
    except ImportError as error:
        raise ZhituError(
            f"serving needs the extras api and visualize: pip install zhitu[api,visualize] ({error})"
        ) from error
    serve(Settings.gathered(os.environ, options.store), options.host, options.port)


def run_store_check(options: argparse.Namespace) -> int:
    """Tell what breaks the invariants of the stored graph."""
    from graph.check import check_store

    with _store(options, read_only=True) as store:
        problems = check_store(store)
    for problem in problems:
        print(problem)
    verdict = f"{len(problems)} problems · 有问题" if problems else "the graph is sound · 图谱完好"
    print(f"zhitu: {verdict}", file=sys.stderr)
    return 1 if problems else 0


def run_store_rebuild(options: argparse.Namespace) -> int:
    """Make the graph again from the Readings."""
    from graph.build import rebuild, shown_readings
    from graph.reference import load_reference
    from ingest.session import problem, remarks

    try:
        with _store(options, read_only=True) as store:
            counted = shown_readings(store)
    except ZhituError:  # a graph that does not open is what rebuild is for
        counted = frozenset()
    with _store(options, fresh=True) as store:
        built = rebuild(store, load_reference(), counted)
    failed = [one for one in built if one.problem]
    for one in built:
        for words in (problem(one.source, one),) if one.problem else (f"{one.source}: {said}" for said in remarks(one)):
            print(f"zhitu: {words}", file=sys.stderr)
    print(f"zhitu: {len(built) - len(failed)} readings, graph made again · 图谱已重建", file=sys.stderr)
    return 1 if failed else 0


def run_store_copy(options: argparse.Namespace) -> None:
    """Copy a store into another, of whichever engine."""
    from graph.copying import Copied, copy, steps_of_copy
    from graph.neo4j_address import shown
    from graph.reference import load_reference
    from graph.store import open_store

    wanted, place = (Settings.gathered(os.environ, url) for url in (options.source, options.target))
    if wanted.store == place.store:
        raise ParameterError(f"{shown(place.store)} cannot be copied into itself: name another store")
    with (
        closing(open_store(wanted.store, wanted.login, read_only=True)) as source,
        closing(open_store(place.store, place.login)) as target,
        _progress(steps_of_copy(source)) as step,
    ):
        copied = copy(source, target, load_reference(), step)
    _print([copied], Copied, options)


@contextmanager
def _store(options: argparse.Namespace, *, read_only: bool = False, fresh: bool = False) -> Iterator["GraphStore"]:
    from graph.store import open_store

    settings = Settings.gathered(os.environ, options.store)
    with closing(open_store(settings.store, settings.login, read_only=read_only, fresh=fresh)) as store:
        yield store


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], object]]:
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("", total=total)
        yield lambda name: progress.update(bar, advance=1, description=name)


def _print(rows: Sequence[Any], row_type: type, options: argparse.Namespace) -> None:
    from graph.exports.table import write_rows

    write_rows(rows, row_type, options.format, sys.stdout)


def _values(pairs: Sequence[str]) -> dict[str, object]:
    """key=value … as a mapping; ParameterError for anything else."""
    parted = [pair.partition("=") for pair in pairs]
    if wrong := [name + rest for name, equals, rest in parted if not equals or not name]:
        raise ParameterError(f"parameters are given as key=value, not {wrong[0]!r}")
    return {name: value for name, _, value in parted}


def parser() -> argparse.ArgumentParser:
    """The whole command line; Chinese first, as the clerks of a quality office read it."""
    top = argparse.ArgumentParser(
        "zhitu", description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    _reading_commands(commands)
    _asking_commands(commands)
    _keeping_commands(commands)
    return top


_ABOUT = """质图:把质量工作文件读成知识图谱,每条关系都附有原文。不需要网络。
A knowledge graph of quality governance: every edge shows the words it rests on. Works without a network."""

_EXAMPLES = """例子 · examples:
  zhitu ingest 文件夹                        读入一个文件夹的文件 · read a folder of documents
  zhitu chain 推进质量诚信体系建设           这项工作谁负责、依据什么 · who answers for a task, and what it goes back to
  zhitu compare 合格率                       本地指标与国家指标对照 · local targets beside the national ones
  zhitu query --list                         可以问哪些问题 · the questions there are
  zhitu query search words=标准 --format csv 结果存成表格 · the answer as a spreadsheet
退出码 · exit codes: 0 成功 done, 1 出错 an error (one line says which), 2 用法不对 wrong usage"""


def _reading_commands(commands: Any) -> None:
    ingest = _command(commands, run_ingest, "ingest", "读入文件,存入图谱 · read documents into the store")
    told = "文件、文件夹、压缩包或文件清单 · files, folders, zip files, lists"
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=told)
    ingest.add_argument("--workers", type=_positive, metavar="N", help="同时用几个进程读 · how many processes read")
    _format(ingest)
    extract = _command(commands, run_extract, "extract", "只读一个文件,不存 · read one file, no store", store=False)
    extract.add_argument("path", type=Path, metavar="FILE", help="文件 · the file")
    extract.add_argument("--text", action="store_true", help="只印解码后的文字 · only the decoded text")
    evaluate = _command(commands, run_eval, "eval", "对照标准答案,算准确率 · precision, recall and F1", store=False)
    evaluate.add_argument("--gold", type=Path, required=True, metavar="DIR", help="标准答案 · folder of gold files")
    evaluate.add_argument("--docs", type=Path, metavar="DIR", help="原文 · folder of their source documents")
    told = "各置信度上的实际正确率 · of what was stated with so much confidence, how much is right"
    evaluate.add_argument("--reliability", action="store_true", help=told)
    evaluate.add_argument("--details", action="store_true", help="列出漏掉和多出的 · what was missed or invented")
    _format(evaluate)


def _asking_commands(commands: Any) -> None:
    query = _command(commands, run_query, "query", "按名字查询 · ask a named query")
    query.add_argument("name", nargs="?", metavar="NAME", help="查询的名字 · its name")
    query.add_argument("parameters", nargs="*", metavar="KEY=VALUE", help="条件 · its parameters")
    query.add_argument("--list", action="store_true", help="列出全部查询和条件 · list the queries and their parameters")
    chain = _command(commands, run_chain, "chain", "责任链 · from the upstream clause to departments")
    chain.add_argument("subject", metavar="TASK|DEPARTMENT|DOCUMENT", help="编号或名称 · an id, or words of a name")
    compare = _command(commands, run_compare, "compare", "本地指标与国家指标对照 · each target beside the national one")
    compare.add_argument("words", nargs="?", default="", metavar="WORDS", help="指标中的字 · words of the indicator")
    overview = _command(commands, run_overview, "overview", "各地概况 · place by place, and who leads most")
    _drawing_commands(commands)
    for asking in (query, chain, compare, overview):
        _format(asking)


def _drawing_commands(commands: Any) -> None:
    draw = _command(commands, run_draw, "draw", "画关系图,存成网页 · draw a picture of the graph as a page")
    draw.add_argument("name", nargs="?", metavar="NAME", help="图的名字 · its name")
    draw.add_argument("parameters", nargs="*", metavar="KEY=VALUE", help="条件 · its parameters")
    draw.add_argument("-o", dest="out", type=Path, metavar="FILE.html", help="写到哪个文件 · the file to write")
    draw.add_argument("--list", action="store_true", help="列出全部图和条件 · list the pictures and their parameters")
    _format(draw)
    matrix = _command(commands, run_matrix, "matrix", "责任矩阵,存成 Excel · the responsibility matrix as Excel")
    told = "写到哪个文件 · the file to write"
    matrix.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.xlsx", help=told)
    matrix.add_argument("--document", metavar="ID", help="只要一份文件 · only this document")
    matrix.add_argument("--region", metavar="ID", help="只要一个地区 · only the documents of this region")
    for command in (draw, matrix):
        told = f"链接指向的网址 · address of the web pages that links lead to ({PAGES})"
        command.add_argument("--pages", metavar="URL", default=PAGES, help=told)


def _keeping_commands(commands: Any) -> None:
    export = _command(commands, run_export, "export", "导出图谱 · write the graph out")
    told = "格式 · jsonl (默认 default), cypher 供 cypher-shell 装入 Neo4j · a script for cypher-shell"
    export.add_argument("--format", choices=("jsonl", "cypher"), default="jsonl", help=told)
    export.add_argument("--document", metavar="ID", help="只导出一份文件 · only this document")
    serve = _command(commands, run_serve, "serve", "启动网页和接口 · serve the pages and the API")
    serve.add_argument("--host", default="127.0.0.1", help="地址 · address to listen at (127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, help="端口 · port (8000); 0 任选 · any free one")
    _store_commands(commands)


def _store_commands(commands: Any) -> None:
    about = "检查、重建或复制图谱 · check the graph, make it again, or copy it"
    store = commands.add_parser("store", help=about, description=about)
    actions = store.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    _command(actions, run_store_check, "check", "检查图谱是否完好 · do the invariants hold")
    _command(actions, run_store_rebuild, "rebuild", "用已读的内容重建图谱 · make the graph again from what was read")
    about = "复制到另一个图谱 · copy into another store, of either engine"
    copy = _command(actions, run_store_copy, "copy", about, store=False)
    copy.add_argument("source", metavar="FROM", help="来源 · folder or URL of the store to copy")
    copy.add_argument("target", metavar="TO", help="目标 · folder or URL of an empty store, or of one begun before")
    _format(copy)


def _command(commands: Any, run: Any, name: str, about: str, store: bool = True) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    if store:
        told = f"图谱存放处 · folder or URL of the store (ZHITU_STORE, else ./{DEFAULT_STORE})"
        command.add_argument("--store", metavar="URL", help=told)
    return command


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, default="table", help="输出格式 · table 表格, json, csv")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
