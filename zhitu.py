"""质图 zhitu: the command, one thin function for each subcommand, and the Python door: zhitu.open(url).

Whatever is heavy is imported where it is needed, so that --help answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.door import Graph, Rows
from graph.errors import ParameterError, ZhituError
from graph.settings import DEFAULT_STORE, Settings

if TYPE_CHECKING:
    from graph.compared import Asked
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
    """Each local target beside the upstream one: rows, or a matrix of places."""
    from graph.analysis.comparison import ComparisonRow
    from graph.compared import Asked, Beside, beside, compared
    from graph.reference import load_reference

    asked = Asked(
        upstream=options.upstream,
        document_id=options.document,
        region_id=options.region,
        words=options.words,
        verdict=options.verdict,
    )
    with _store(options, read_only=True) as store:
        if options.matrix:
            _write_comparison(store, asked, options)
            return
        rows = compared(store, asked, load_reference())
    if options.format == "table":
        _print([beside(row) for row in rows], Beside, options)
    else:
        _print(rows, ComparisonRow, options)


def _write_comparison(store: "GraphStore", asked: "Asked", options: argparse.Namespace) -> None:
    """Measures by places as an Excel file."""
    from graph.compared import by_place
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
    from graph.reference import load_reference
    from graph.versions import compared, former_and_current, named_version
    from ingest.pipeline import read_file

    reference = load_reference()
    with ExitStack() as opened:
        opens = cache(lambda: opened.enter_context(_store(options, read_only=True)))
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
    _print(found.versions.differences, Difference, options)
    told = f"{found.versions.changes} changes · {found.former.name} → {found.current.name}"
    print(f"zhitu: {told}:改动 {found.versions.changes} 处,相同任务 {found.versions.same} 项", file=sys.stderr)


def run_echoes(options: argparse.Namespace) -> None:
    """What becomes of the upstream documents in a document."""
    from graph.chain import subjects
    from graph.echoes import EchoRow, echoes
    from graph.reference import load_reference

    reference = load_reference()
    with _store(options, read_only=True) as store:
        documents = [found for found in subjects(store, options.document, reference) if found.label == "Document"]
        if not documents:
            raise ParameterError(f"no document is called {options.document} · 没有这份文件")
        rows = echoes(store, documents[0].id, reference)
    _print([row for row in rows if options.echo in (None, row.echo)], EchoRow, options)


def run_audit(options: argparse.Namespace) -> None:
    """Contradictions and defects of the documents that were read."""
    from graph.auditing import Auditor, FindingRow

    settings = Settings.gathered(os.environ, options.store)
    with _store(options, read_only=True) as store:
        rows = Auditor().rows(store, options.document, options.kind, (settings.store, settings.login))
    _print(rows, FindingRow, options)


def run_check(options: argparse.Namespace) -> None:
    """Contradictions and defects of a draft, which is not stored."""
    from graph.auditing import FindingRow, audit_reading
    from graph.project import project
    from graph.reference import load_reference
    from ingest.pipeline import read_file

    reference = load_reference()
    reading = read_file(options.path, reference)
    part = project(reading, reference)
    if Settings.gathered(os.environ, options.store).store == DEFAULT_STORE and not Path(DEFAULT_STORE).exists():
        rows = audit_reading(reading, part, reference, None)
        print("zhitu: no store: checked by itself only · 没有图谱,只检查草稿本身", file=sys.stderr)
    else:
        with _store(options, read_only=True) as store:
            rows = audit_reading(reading, part, reference, store)
    _print(rows, FindingRow, options)


def run_peers(options: argparse.Namespace) -> None:
    """Who leads the counterpart of a task elsewhere."""
    from graph.analysis.peers import PeerRow
    from graph.peers import peers_of, tasks_named
    from graph.reference import load_reference

    reference = load_reference()
    with _store(options, read_only=True) as store:
        found = tasks_named(store, options.task, reference)
        told = peers_of(store, found[0].id, reference)
    _print(told.rows, PeerRow, options)
    for sentence in told.summary:
        print(f"zhitu: {sentence}", file=sys.stderr)
    listed = {row.task_id for row in told.rows}
    for other in (one for one in found if one.id not in listed):
        print(f"zhitu: also · 另有 {other.name} ({other.id})", file=sys.stderr)


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
    """The responsibility matrix as an Excel file, or the duties as a Word file."""
    from graph.exports.whole import write_whole
    from graph.ledger import day_of
    from graph.matrix import matrix
    from visualize.duties import duties_document
    from visualize.matrix import workbook

    form = _form(options.out, (".xlsx", ".docx"))
    made = day_of(options.made) if options.made else None
    with _store(options, read_only=True) as store:
        found = matrix(store, options.document, options.region, options.department)
    if form == ".xlsx":
        write_whole(options.out, workbook(found, options.pages, made))
    else:
        write_whole(options.out, duties_document(found, options.part, options.department, made))


def run_ledger(options: argparse.Namespace) -> None:
    """The supervision ledger as an Excel, Word or calendar file."""
    from datetime import date

    from graph.exports.whole import write_whole
    from graph.ledger import day_of, ledger
    from visualize.ics import calendar_file
    from visualize.ledger import ledger_document, ledger_workbook

    form = _form(options.out, (".xlsx", ".docx", ".ics"))
    as_of = day_of(options.as_of) if options.as_of else date.today()
    with _store(options, read_only=True) as store:
        rows = ledger(
            store,
            as_of,
            within=options.within,
            document_id=options.document,
            region_id=options.region,
            department_id=options.department,
            status=options.status,
        )
    if form == ".docx":
        content = ledger_document(rows, as_of)
    else:
        content = ledger_workbook(rows, as_of, options.pages) if form == ".xlsx" else calendar_file(rows, options.pages)
    write_whole(options.out, content)


def _form(path: Path, forms: Sequence[str]) -> str:
    """How the name of the file ends, which says what to write; ParameterError where that is none of these."""
    form = path.suffix.lower()
    if form in forms or path.is_dir():
        return form
    raise ParameterError(f"{path}: give a name that ends in {' or '.join(forms)} · 文件名要以 {'、'.join(forms)} 结尾")


def run_export(options: argparse.Namespace) -> None:
    """The graph, or one document's part of it, as JSON Lines or as a script for cypher-shell."""
    from graph.exports.cypher import lines_of_script
    from graph.exports.jsonl import lines_of_pieces, pieces_of_store
    from graph.exports.one_document import piece_of_document

    with _store(options, read_only=True) as store:
        pieces = [piece_of_document(store, options.document)] if options.document else pieces_of_store(store)
        for line in {"jsonl": lines_of_pieces, "cypher": lines_of_script}[options.format](pieces):
            print(line)


def run_decide(options: argparse.Namespace) -> None:
    """Keep what a person decides, and bring the graph up to it."""
    from graph.decided import DecisionRow, row_of
    from graph.deciding import Said, decide
    from graph.reference import load_reference

    said = Said(
        options.verdict,
        tuple(options.about),
        options.who or "",
        options.why,
        options.when,
        (*options.lead, *options.cooperates),
        "LEADS" if options.lead else "COOPERATES" if options.cooperates else "",
        options.none,
    )
    if options.lead and options.cooperates:
        raise ParameterError("a duty is led or taken part in: --lead or --cooperates · 牵头和配合请分开更正")
    with _existing(options) as store:
        decision = decide(store, load_reference(), said)
    _print([row_of(decision)], DecisionRow, options)


def run_decisions_list(options: argparse.Namespace) -> None:
    """The decisions of the store."""
    from graph.decided import DecisionRow, rows_of

    with _store(options, read_only=True) as store:
        _print(rows_of(store.decisions()), DecisionRow, options)


def run_decisions_export(options: argparse.Namespace) -> None:
    """The decisions as JSON Lines, to a file or standard output."""
    from graph.decisions import to_line
    from graph.exports.whole import write_whole

    with _store(options, read_only=True) as store:
        lines = [f"{to_line(decision)}\n" for decision in store.decisions()]
    if options.path is None:
        sys.stdout.write("".join(lines))
    else:
        write_whole(options.path, "".join(lines).encode())


def run_decisions_import(options: argparse.Namespace) -> None:
    """Keep the decisions of a file, all or none."""
    from graph.decided import read_decisions
    from graph.deciding import keep
    from graph.reference import load_reference

    decisions = read_decisions(options.path)
    with _existing(options) as store:
        new = keep(store, load_reference(), decisions, gone=options.all)
    print(f"zhitu: {len(new)} of {len(decisions)} decisions are new · 新增 {len(new)} 项决定", file=sys.stderr)


def run_decisions_gold(options: argparse.Namespace) -> None:
    """The corrections as annotations that `zhitu eval` measures, each beside the text that was read."""
    from graph.exports.whole import write_whole
    from graph.gold import gold_of
    from graph.reference import load_reference

    with _store(options, read_only=True) as store:
        found = gold_of(store, load_reference())
    options.out.mkdir(parents=True, exist_ok=True)
    for file in found:
        write_whole(options.out / f"{file.name}.txt", file.text.encode())
        write_whole(options.out / f"{file.name}.json", file.annotation)
    rows = sum(file.rows for file in found)
    print(f"zhitu: {rows} rows of {len(found)} documents · {len(found)} 份文件 {rows} 条", file=sys.stderr)


def run_review(options: argparse.Namespace) -> None:
    """What waits for a person, best first: pairs, phrases, decisions that no longer apply."""
    from graph.reference import load_reference
    from graph.review import ReviewRow, review

    with _store(options, read_only=True) as store:
        found = review(store, load_reference(), options.limit)
    kinds = (options.what,) if options.what else ("decisions", "pairs", "phrases")
    _print([row for kind in kinds for row in found[kind]], ReviewRow, options)


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
def _existing(options: argparse.Namespace) -> Iterator["GraphStore"]:
    """A store to write to that is there already: deciding makes none."""
    with _store(options, read_only=True):
        pass
    with _store(options) as store:
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
    _deciding_commands(commands)
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
    told = "与哪一级比较 · the figures of which level: country 国家 (default), province 省, prefecture 市"
    levels = ("country", "province", "prefecture")
    compare.add_argument("--with", dest="upstream", choices=levels, default="country", help=told)
    compare.add_argument("--document", metavar="ID", help="只要一份文件 · only this document")
    compare.add_argument("--region", metavar="ID", help="只要一个地区 · only the documents of this region")
    verdicts = ("above", "equal", "below", "different_year", "no_counterpart")
    compare.add_argument("--verdict", choices=verdicts, help="只要这种结论 · only this verdict")
    compare.add_argument("--matrix", action="store_true", help="各地对照表,存成 Excel · measures by places as Excel")
    compare.add_argument("-o", dest="out", type=Path, metavar="FILE.xlsx", help="写到哪个文件 · the file to write")
    told = f"链接指向的网址 · address of the web pages that links lead to ({PAGES})"
    compare.add_argument("--pages", metavar="URL", default=PAGES, help=told)
    diff = _command(commands, run_diff, "diff", "两个版本有哪些改动 · what changed from one version to another")
    told = "文件、文件编号或 SHA-256;只给一份则比较它的前后两版 · a file, an id or a sha256; alone: its last two"
    diff.add_argument("former", metavar="A", help=told)
    diff.add_argument("current", nargs="?", metavar="B", help="修改后的版本 · the version after it")
    told = "不像同一文件也照样比较 · compare also what looks like different documents"
    diff.add_argument("--anyway", action="store_true", help=told)
    peers = _command(commands, run_peers, "peers", "同一任务别处由谁牵头 · who leads the counterpart elsewhere")
    peers.add_argument("task", metavar="TASK", help="任务编号或名称 · id of a task, or words of its name")
    overview = _command(commands, run_overview, "overview", "各地概况 · place by place, and who leads most")
    _drawing_commands(commands)
    told = "上级文件各条的落实情况 · what becomes of the upstream documents in a document"
    echo = _command(commands, run_echoes, "echoes", told)
    echo.add_argument("document", metavar="DOCUMENT", help="文件编号或题名 · id of a document, or words of its title")
    kinds = ("carried_out", "not_carried_out", "without_root", "weakened", "sharpened")
    echo.add_argument("--echo", choices=kinds, help="只要一类 · only rows of this kind")
    audit = _command(commands, run_audit, "audit", "核查矛盾和缺陷 · contradictions and defects of the documents")
    audit.add_argument("document", nargs="?", metavar="DOCUMENT", help="只核查一份文件 · only this document (id)")
    audit.add_argument("--kind", metavar="KIND", help="只要一类问题 · only findings of this kind")
    check = _command(commands, run_check, "check", "起草核对,不存 · check a draft, which is not stored")
    check.add_argument("path", type=Path, metavar="FILE", help="草稿 · the draft")
    for asking in (query, chain, compare, diff, peers, echo, audit, check, overview):
        _format(asking)


def _drawing_commands(commands: Any) -> None:
    draw = _command(commands, run_draw, "draw", "画关系图,存成网页 · draw a picture of the graph as a page")
    draw.add_argument("name", nargs="?", metavar="NAME", help="图的名字 · its name")
    draw.add_argument("parameters", nargs="*", metavar="KEY=VALUE", help="条件 · its parameters")
    draw.add_argument("-o", dest="out", type=Path, metavar="FILE.html", help="写到哪个文件 · the file to write")
    draw.add_argument("--list", action="store_true", help="列出全部图和条件 · list the pictures and their parameters")
    _format(draw)
    matrix = _command(commands, run_matrix, "matrix", "责任矩阵 Excel,任务分工表 Word · the matrix, the duties")
    parts = {"both": "两者 both", "table": "任务分工表 the table", "lists": "各部门履职清单 a list for each department"}
    told = f"Word 写什么 · what the Word file holds: {', '.join(f'{name} {words}' for name, words in parts.items())}"
    matrix.add_argument("--part", choices=tuple(parts), default="both", help=told)
    matrix.add_argument("--made", metavar="DATE", help="写上制表日期 · the day to write on it, none unless given")
    ledger = _command(commands, run_ledger, "ledger", "督办台账:Excel、Word、日历 · the supervision ledger")
    ledger.add_argument("--as-of", metavar="DATE", help="台账日期,默认今天 · as of this day, today unless given")
    told = "多少天以内算即将到期 · days in which what is due counts as upcoming (90)"
    ledger.add_argument("--within", type=int, default=90, metavar="DAYS", help=told)
    statuses = ("overdue", "upcoming", "later", "recurring", "undated")
    ledger.add_argument("--status", choices=statuses, help="只要一种状态 · only rows of this status")
    for command, forms in ((matrix, "FILE.xlsx|docx"), (ledger, "FILE.xlsx|docx|ics")):
        told = "写到哪个文件 · the file to write"
        command.add_argument("-o", dest="out", type=Path, required=True, metavar=forms, help=told)
        command.add_argument("--document", metavar="ID", help="只要一份文件 · only this document")
        command.add_argument("--region", metavar="ID", help="只要一个地区 · only the documents of this region")
        command.add_argument("--department", metavar="ID", help="只要一个部门 · only what this department answers for")
    for command in (draw, matrix, ledger):
        told = f"链接指向的网址 · address of the web pages that links lead to ({PAGES})"
        command.add_argument("--pages", metavar="URL", default=PAGES, help=told)


def _deciding_commands(commands: Any) -> None:
    told = "人的决定:合并、区分、更正、签署 · what a person decides: same, different, correct, certified"
    decide = _command(commands, run_decide, "decide", told)
    told = (
        "same A B, different A B, unsure A B, correct KEY, certified DOCUMENT, dealt_with FINDING, withdrawn DECISION"
    )
    decide.add_argument("verdict", metavar="VERDICT", help=told)
    decide.add_argument("about", nargs="+", metavar="ID", help="编号(关系的编号见 /e/…)· ids of nodes, keys of edges")
    decide.add_argument("--who", metavar="NAME", help="姓名(必填)· who decides, needed")
    decide.add_argument("--why", metavar="TEXT", default="", help="理由 · the reason")
    decide.add_argument("--when", metavar="TIME", default="", help="时间,默认现在 · now unless told")
    lead, part = "实际牵头单位,可多次 · who really leads", "实际配合单位,可多次 · who really cooperates"
    decide.add_argument("--lead", metavar="NAME", action="append", default=[], help=lead)
    decide.add_argument("--cooperates", metavar="NAME", action="append", default=[], help=part)
    decide.add_argument("--none", action="store_true", help="这不是责任 · it is no duty at all")
    _format(decide)
    _decisions_commands(commands)
    review = _command(commands, run_review, "review", "待人决定的事项 · what waits for a person, best first")
    told = "只列一类 · one kind only"
    review.add_argument("what", nargs="?", choices=("pairs", "phrases", "decisions"), help=told)
    review.add_argument("--limit", type=_positive, default=50, metavar="N", help="每类最多几项 · at most of each kind")
    _format(review)


def _decisions_commands(commands: Any) -> None:
    about = "列出、导出、导入决定,或作为标准答案 · the decisions: list, export, import, gold"
    decisions = commands.add_parser("decisions", help=about, description=about)
    actions = decisions.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    _format(_command(actions, run_decisions_list, "list", "列出全部决定 · list them"))
    export = _command(actions, run_decisions_export, "export", "导出为 JSON Lines · as JSON Lines")
    export.add_argument(
        "path", nargs="?", type=Path, metavar="FILE.jsonl", help="文件,默认标准输出 · stdout unless told"
    )
    take = _command(actions, run_decisions_import, "import", "导入,要么全部要么不动 · import, all or none")
    take.add_argument("path", type=Path, metavar="FILE.jsonl", help="文件 · the file")
    told = "所指内容已不存在的也收下 · also those that name what is not there"
    take.add_argument("--all", action="store_true", help=told)
    gold = _command(actions, run_decisions_gold, "gold", "更正存成标准答案 · corrections as gold for eval")
    told = "文件夹 · folder for the annotations and texts"
    gold.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR", help=told)


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
