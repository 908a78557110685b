"""The commands that write files: draw, matrix, ledger, export."""

import argparse
from pathlib import Path
from typing import Any

from commands.options import add_format, add_pages, command, form_of, opened, show, values
from graph.errors import ParameterError


def run_draw(options: argparse.Namespace) -> None:
    """Draw a picture of the graph as a page that needs no network, or list the pictures there are."""
    from visualize.pictures import Listed, drawn, listed_pictures

    if options.list or not options.name:
        show(listed_pictures(), Listed, options)
        return
    if options.out is None:
        raise ParameterError("draw needs a file to write: -o picture.html · 请用 -o 指定文件")
    from graph.exports.whole import write_whole

    with opened(options, read_only=True) as store:
        page = drawn(store, options.name, values(options.parameters), options.pages)
    write_whole(options.out, page.encode())


def run_matrix(options: argparse.Namespace) -> None:
    """The responsibility matrix as an Excel file, or the duties as a Word file."""
    from graph.answers.ledger import day_of
    from graph.answers.matrix import matrix
    from graph.exports.whole import write_whole
    from visualize.duties import duties_document
    from visualize.matrix import workbook

    form = form_of(options.out, (".xlsx", ".docx"))
    made = day_of(options.made) if options.made else None
    with opened(options, read_only=True) as store:
        found = matrix(store, options.document, options.region, options.department, options.state)
    if form == ".xlsx":
        write_whole(options.out, workbook(found, options.pages, made))
    else:
        write_whole(options.out, duties_document(found, options.part, options.department, made))


def run_ledger(options: argparse.Namespace) -> None:
    """The supervision ledger as an Excel, Word or calendar file."""
    from datetime import date

    from graph.answers.ledger import day_of, ledger
    from graph.exports.whole import write_whole
    from visualize.ics import calendar_file
    from visualize.ledger import ledger_document, ledger_workbook

    form = form_of(options.out, (".xlsx", ".docx", ".ics"))
    as_of = day_of(options.as_of) if options.as_of else date.today()
    with opened(options, read_only=True) as store:
        rows = ledger(
            store,
            as_of,
            within=options.within,
            document_id=options.document,
            region_id=options.region,
            department_id=options.department,
            status=options.status,
            state=options.state,
        )
    if form == ".docx":
        content = ledger_document(rows, as_of)
    else:
        content = ledger_workbook(rows, as_of, options.pages) if form == ".xlsx" else calendar_file(rows, options.pages)
    write_whole(options.out, content)


def run_export(options: argparse.Namespace) -> None:
    """The graph, or one document's part of it, as JSON Lines or as a script for cypher-shell."""
    from graph.exports.cypher import lines_of_script
    from graph.exports.jsonl import lines_of_pieces, pieces_of_store
    from graph.exports.one_document import piece_of_document

    with opened(options, read_only=True) as store:
        pieces = [piece_of_document(store, options.document)] if options.document else pieces_of_store(store)
        for line in {"jsonl": lines_of_pieces, "cypher": lines_of_script}[options.format](pieces):
            print(line)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    draw = command(commands, run_draw, "draw", "画关系图,存成网页 · draw a picture of the graph as a page")
    draw.add_argument("name", nargs="?", metavar="NAME", help="图的名字 · its name")
    draw.add_argument("parameters", nargs="*", metavar="KEY=VALUE", help="条件 · its parameters")
    draw.add_argument("-o", dest="out", type=Path, metavar="FILE.html", help="写到哪个文件 · the file to write")
    draw.add_argument("--list", action="store_true", help="列出全部图和条件 · list the pictures and their parameters")
    add_format(draw)
    matrix = command(commands, run_matrix, "matrix", "责任矩阵 Excel,任务分工表 Word · the matrix, the duties")
    parts = {"both": "两者 both", "table": "任务分工表 the table", "lists": "各部门履职清单 a list for each department"}
    told = f"Word 写什么 · what the Word file holds: {', '.join(f'{name} {words}' for name, words in parts.items())}"
    matrix.add_argument("--part", choices=tuple(parts), default="both", help=told)
    matrix.add_argument("--made", metavar="DATE", help="写上制表日期 · the day to write on it, none unless given")
    ledger = command(commands, run_ledger, "ledger", "督办台账:Excel、Word、日历 · the supervision ledger")
    ledger.add_argument("--as-of", metavar="DATE", help="台账日期,默认今天 · as of this day, today unless given")
    told = "多少天以内算即将到期 · days in which what is due counts as upcoming (90)"
    ledger.add_argument("--within", type=int, default=90, metavar="DAYS", help=told)
    statuses = ("overdue", "upcoming", "later", "recurring", "undated")
    ledger.add_argument("--status", choices=statuses, help="只要一种状态 · only rows of this status")
    for written, forms in ((matrix, "FILE.xlsx|docx"), (ledger, "FILE.xlsx|docx|ics")):
        told = "写到哪个文件 · the file to write"
        written.add_argument("-o", dest="out", type=Path, required=True, metavar=forms, help=told)
        written.add_argument("--document", metavar="ID", help="只要一份文件 · only this document")
        written.add_argument("--region", metavar="ID", help="只要一个地区 · only the documents of this region")
        written.add_argument("--department", metavar="ID", help="只要一个部门 · only what this department answers for")
        told = "只要已签署或已更正的 · only what a person has signed or corrected"
        written.add_argument("--state", choices=("certified", "corrected"), help=told)
    for linked in (draw, matrix, ledger):
        add_pages(linked)
    export = command(commands, run_export, "export", "导出图谱 · write the graph out")
    told = "格式 · jsonl (默认 default), cypher 供 cypher-shell 装入 Neo4j · a script for cypher-shell"
    export.add_argument("--format", choices=("jsonl", "cypher"), default="jsonl", help=told)
    export.add_argument("--document", metavar="ID", help="只导出一份文件 · only this document")
