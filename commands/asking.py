"""The commands that ask the graph and print rows: query, chain, peers, overview, echoes, audit, check."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from commands.options import add_format, command, document_of, opened, show, values
from graph.settings import DEFAULT_STORE, Settings


def run_query(options: argparse.Namespace) -> None:
    """Ask a named query, or list the queries there are."""
    from graph.answers.named import Listed, bound, listed_queries
    from graph.queries import query_named

    if options.list or not options.name:
        show(listed_queries(), Listed, options)
        return
    query = query_named(options.name)
    params = bound(query, values(options.parameters))
    with opened(options, read_only=True) as store:
        show(store.run(query, params, timeout=60), query.row, options)


def run_chain(options: argparse.Namespace) -> None:
    """The responsibility chain of a task, department or document."""
    from graph.answers.chain import Step, chains, folded, subjects
    from graph.reference import load_reference

    with opened(options, read_only=True) as store:
        found = subjects(store, options.subject, load_reference())
        meant = [subject for subject in found if (subject.label, subject.name) == (found[0].label, found[0].name)]
        steps = chains(store, meant)
    show(folded(steps) if options.format == "table" else steps, Step, options)
    for other in found[len(meant) :]:
        print(f"zhitu: also · 另有 {other.label} {other.name} ({other.id})", file=sys.stderr)


def run_overview(options: argparse.Namespace) -> None:
    """Place by place: what was read, and who leads most."""
    from graph.answers.named import Place, places

    with opened(options, read_only=True) as store:
        show(places(store), Place, options)


def run_peers(options: argparse.Namespace) -> None:
    """Who leads the counterpart of a task elsewhere."""
    from graph.analysis.peers import PeerRow
    from graph.answers.peers import peers_of, tasks_named
    from graph.reference import load_reference

    reference = load_reference()
    with opened(options, read_only=True) as store:
        found = tasks_named(store, options.task, reference)
        told = peers_of(store, found[0].id, reference)
    show(told.rows, PeerRow, options)
    for sentence in told.summary:
        print(f"zhitu: {sentence}", file=sys.stderr)
    listed = {row.task_id for row in told.rows}
    for other in (one for one in found if one.id not in listed):
        print(f"zhitu: also · 另有 {other.name} ({other.id})", file=sys.stderr)


def run_echoes(options: argparse.Namespace) -> None:
    """What becomes of the upstream documents in a document."""
    from graph.answers.echoes import EchoRow, echoes
    from graph.reference import load_reference

    with opened(options, read_only=True) as store:
        rows = echoes(store, document_of(store, options.document), load_reference())
    show([row for row in rows if options.echo in (None, row.echo)], EchoRow, options)


def run_audit(options: argparse.Namespace) -> None:
    """Contradictions and defects of the documents that were read."""
    from graph.answers.auditing import Auditor, FindingRow

    settings = Settings.gathered(os.environ, options.store)
    with opened(options, read_only=True) as store:
        document_id = options.document and document_of(store, options.document)
        rows = Auditor().rows(store, document_id, options.kind, (settings.store, settings.login))
    show(rows, FindingRow, options)


def run_check(options: argparse.Namespace) -> None:
    """Contradictions and defects of a draft, which is not stored."""
    from graph.answers.auditing import FindingRow, audit_reading
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
        with opened(options, read_only=True) as store:
            rows = audit_reading(reading, part, reference, store)
    show(rows, FindingRow, options)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    query = command(commands, run_query, "query", "按名字查询 · ask a named query")
    query.add_argument("name", nargs="?", metavar="NAME", help="查询的名字 · its name")
    query.add_argument("parameters", nargs="*", metavar="KEY=VALUE", help="条件 · its parameters")
    query.add_argument("--list", action="store_true", help="列出全部查询和条件 · list the queries and their parameters")
    chain = command(commands, run_chain, "chain", "责任链 · from the upstream clause to departments")
    chain.add_argument("subject", metavar="TASK|DEPARTMENT|DOCUMENT", help="编号或名称 · an id, or words of a name")
    peers = command(commands, run_peers, "peers", "同一任务别处由谁牵头 · who leads the counterpart elsewhere")
    peers.add_argument("task", metavar="TASK", help="任务编号或名称 · id of a task, or words of its name")
    overview = command(commands, run_overview, "overview", "各地概况 · place by place, and who leads most")
    told = "上级文件各条的落实情况 · what becomes of the upstream documents in a document"
    echo = command(commands, run_echoes, "echoes", told)
    echo.add_argument("document", metavar="DOCUMENT", help="文件编号或题名 · id of a document, or words of its title")
    kinds = ("carried_out", "not_carried_out", "without_root", "weakened", "sharpened")
    echo.add_argument("--echo", choices=kinds, help="只要一类 · only rows of this kind")
    audit = command(commands, run_audit, "audit", "核查矛盾和缺陷 · contradictions and defects of the documents")
    audit.add_argument("document", nargs="?", metavar="DOCUMENT", help="只核查一份文件,编号或题名 · only this document")
    audit.add_argument("--kind", metavar="KIND", help="只要一类问题 · only findings of this kind")
    check = command(commands, run_check, "check", "起草核对,不存 · check a draft, which is not stored")
    check.add_argument("path", type=Path, metavar="FILE", help="草稿 · the draft")
    for asking in (query, chain, peers, overview, echo, audit, check):
        add_format(asking)
