"""The commands of what people decide: decide, decisions, review."""

import argparse
import sys
from pathlib import Path
from typing import Any

from commands.options import add_format, command, existing, opened, positive, show
from graph.errors import ParameterError


def run_decide(options: argparse.Namespace) -> None:
    """Keep what a person decides, and bring the graph up to it."""
    from graph.answers.auditing import check_finding
    from graph.decisions.decided import DecisionRow, row_of
    from graph.decisions.deciding import Said, decide
    from graph.reference import load_reference

    if options.verdict != "correct" and (options.lead or options.cooperates or options.none):
        raise ParameterError(
            f"--lead, --cooperates and --none belong to correct, not to {options.verdict} · 这些选项只用于 correct"
        )
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
    with existing(options) as store:
        decision = decide(store, load_reference(), said, check_finding)
    show([row_of(decision)], DecisionRow, options)


def run_decisions_list(options: argparse.Namespace) -> None:
    """The decisions of the store."""
    from graph.decisions.decided import DecisionRow, rows_of

    with opened(options, read_only=True) as store:
        show(rows_of(store.decisions()), DecisionRow, options)


def run_decisions_export(options: argparse.Namespace) -> None:
    """The decisions as JSON Lines, to a file or standard output."""
    from graph.decisions.decision import to_line
    from graph.exports.whole import write_whole

    with opened(options, read_only=True) as store:
        lines = [f"{to_line(decision)}\n" for decision in store.decisions()]
    if options.path is None:
        sys.stdout.write("".join(lines))
    else:
        write_whole(options.path, "".join(lines).encode())


def run_decisions_import(options: argparse.Namespace) -> None:
    """Keep the decisions of a file, all or none."""
    from graph.decisions.decided import read_decisions
    from graph.decisions.deciding import keep
    from graph.reference import load_reference

    decisions = read_decisions(options.path)
    with existing(options) as store:
        new = keep(store, load_reference(), decisions, gone=options.all)
    print(f"zhitu: {len(new)} of {len(decisions)} decisions are new · 新增 {len(new)} 项决定", file=sys.stderr)


def run_decisions_gold(options: argparse.Namespace) -> None:
    """The corrections as annotations that `zhitu eval` measures, each beside the text that was read."""
    from graph.decisions.gold import gold_of
    from graph.exports.whole import write_whole
    from graph.reference import load_reference

    with opened(options, read_only=True) as store:
        found = gold_of(store, load_reference())
    options.out.mkdir(parents=True, exist_ok=True)
    for file in found:
        write_whole(options.out / f"{file.name}.txt", file.text.encode())
        write_whole(options.out / f"{file.name}.json", file.annotation)
    rows = sum(file.rows for file in found)
    print(f"zhitu: {rows} rows of {len(found)} documents · {len(found)} 份文件 {rows} 条", file=sys.stderr)


def run_review(options: argparse.Namespace) -> None:
    """What waits for a person, best first: pairs, phrases, decisions that no longer apply."""
    from graph.decisions.review import ReviewRow, review
    from graph.reference import load_reference

    with opened(options, read_only=True) as store:
        found = review(store, load_reference(), options.limit)
    kinds = (options.what,) if options.what else ("decisions", "pairs", "phrases")
    show([row for kind in kinds for row in found[kind]], ReviewRow, options)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    told = "人的决定:合并、区分、更正、签署 · what a person decides: same, different, correct, certified"
    decide = command(commands, run_decide, "decide", told)
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
    add_format(decide)
    _decisions_commands(commands)
    review = command(commands, run_review, "review", "待人决定的事项 · what waits for a person, best first")
    told = "只列一类 · one kind only"
    review.add_argument("what", nargs="?", choices=("pairs", "phrases", "decisions"), help=told)
    review.add_argument("--limit", type=positive, default=50, metavar="N", help="每类最多几项 · at most of each kind")
    add_format(review)


def _decisions_commands(commands: Any) -> None:
    about = "列出、导出、导入决定,或作为标准答案 · the decisions: list, export, import, gold"
    decisions = commands.add_parser("decisions", help=about, description=about)
    actions = decisions.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    add_format(command(actions, run_decisions_list, "list", "列出全部决定 · list them"))
    export = command(actions, run_decisions_export, "export", "导出为 JSON Lines · as JSON Lines")
    export.add_argument(
        "path", nargs="?", type=Path, metavar="FILE.jsonl", help="文件,默认标准输出 · stdout unless told"
    )
    take = command(actions, run_decisions_import, "import", "导入,要么全部要么不动 · import, all or none")
    take.add_argument("path", type=Path, metavar="FILE.jsonl", help="文件 · the file")
    told = "所指内容已不存在的也收下 · also those that name what is not there"
    take.add_argument("--all", action="store_true", help=told)
    gold = command(actions, run_decisions_gold, "gold", "更正存成标准答案 · corrections as gold for eval")
    told = "文件夹 · folder for the annotations and texts"
    gold.add_argument("-o", dest="out", type=Path, required=True, metavar="DIR", help=told)
