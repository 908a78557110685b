"""The commands that read documents: ingest, extract, eval."""

import argparse
import sys
from pathlib import Path
from typing import Any

from commands.options import add_format, command, opened, positive, progress, show


def run_ingest(options: argparse.Namespace) -> int:
    """Read files into the store; a bad one is reported and skipped, and the exit code says so."""
    from graph.reference import load_reference
    from ingest.batch import Account, find_files
    from ingest.session import ingest_files

    files = find_files(options.paths)
    with opened(options) as store, progress(len(files)) as step:
        outcomes = ingest_files(store, load_reference(), files, options.workers, lambda path: step(path.name))
    for one in outcomes:
        for words in (one.problem, *(f"{one.path.name}: {said}" for said in one.remarks)):
            if words:
                print(f"zhitu: {words}", file=sys.stderr)
    show([one.account for one in outcomes if one.account], Account, options)
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
        show(list(differences(found)), Difference, options)
    elif options.reliability:
        show(reliability(found), Reliability, options)
    else:
        show(scores(found), Scored, options)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    ingest = command(commands, run_ingest, "ingest", "读入文件,存入图谱 · read documents into the store")
    told = "文件、文件夹、压缩包或文件清单 · files, folders, zip files, lists"
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=told)
    ingest.add_argument("--workers", type=positive, metavar="N", help="同时用几个进程读 · how many processes read")
    add_format(ingest)
    extract = command(commands, run_extract, "extract", "只读一个文件,不存 · read one file, no store", store=False)
    extract.add_argument("path", type=Path, metavar="FILE", help="文件 · the file")
    extract.add_argument("--text", action="store_true", help="只印解码后的文字 · only the decoded text")
    evaluate = command(commands, run_eval, "eval", "对照标准答案,算准确率 · precision, recall and F1", store=False)
    evaluate.add_argument("--gold", type=Path, required=True, metavar="DIR", help="标准答案 · folder of gold files")
    evaluate.add_argument("--docs", type=Path, metavar="DIR", help="原文 · folder of their source documents")
    told = "各置信度上的实际正确率 · of what was stated with so much confidence, how much is right"
    evaluate.add_argument("--reliability", action="store_true", help=told)
    evaluate.add_argument("--details", action="store_true", help="列出漏掉和多出的 · what was missed or invented")
    add_format(evaluate)
