"""Tables of duties: columns 牵头单位, 配合单位, 责任单位 beside a column of tasks or of indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.bodies import Bodies
from ingest.document import Passage, Table
from ingest.relations.duty_phrase import Phrase, read_columns
from ingest.relations.duty_words import LABEL_WORDS

_DUTY_COLUMN = re.compile(rf"^(?:{LABEL_WORDS})(?:\(.*\))?$")
_TASK_COLUMN = re.compile(
    r"任务|工作内容|具体内容|主要内容|工作措施|具体措施|举措|工作要求|事项|要点|内容$|措施$|工作$"
)
_FIGURE_COLUMN = re.compile(r"指标")
_PROJECT_COLUMN = re.compile(r"^(?:重点|重大|建设)?(?:项目|工程)(?:名称)?$")
_DEADLINE_COLUMN = re.compile(r"时限|期限|(?:完成|办理|落实|进度)(?:时间|时点|节点)|时间(?:要求|节点)|^时间$")
_EMPTY = re.compile(r"^[-/·\s]*$")


@dataclass(frozen=True)
class RowDuties:
    """The duties of one row: what it is about (kind task or figure), the cells with the bodies, the phrase read."""

    kind: str
    subject: Passage
    cells: tuple[Passage, ...]
    phrase: Phrase
    row: int
    deadline: str = ""  # as the cell says it


def is_duty_table(table: Table) -> bool:
    """Whether the table says who answers for what; tables of projects are read by the extractor of projects."""
    return any(map(_DUTY_COLUMN.match, table.columns)) and _subject_column(table) is not None


def row_duties(table: Table, bodies: Bodies, precedence: bool) -> Iterator[RowDuties]:
    """The duties of each row that names bodies."""
    subject = _subject_column(table)
    if subject is None:
        return
    kind = "figure" if _FIGURE_COLUMN.search(table.columns[subject]) else "task"
    duties = [place for place, column in enumerate(table.columns) if _DUTY_COLUMN.match(column)]
    dated = next((place for place, column in enumerate(table.columns) if _DEADLINE_COLUMN.search(column)), None)
    for number, row in enumerate(table.rows, 1):
        filled = [place for place in duties if place < len(row.cells) and not _EMPTY.match(row.cells[place].text)]
        if not filled or subject >= len(row.cells):
            continue
        phrase = read_columns(
            [(table.columns[place].partition("(")[0], row.cells[place].text) for place in filled], bodies, precedence
        )
        if not row.cells[subject].text:
            phrase = Phrase(problem="a row of duties without its task")
        deadline = row.cells[dated].text if dated is not None and dated < len(row.cells) else ""
        cells = tuple(row.cells[place] for place in filled)
        yield RowDuties(kind, row.cells[subject], cells, phrase, number, deadline)


def _subject_column(table: Table) -> int | None:
    """The column that says what is to be done: the last one of tasks, else that of the indicators."""
    if any(map(_PROJECT_COLUMN.search, table.columns)):
        return None
    tasks = [
        place
        for place, column in enumerate(table.columns)
        if _TASK_COLUMN.search(column) and not _DUTY_COLUMN.match(column)
    ]
    if tasks:
        return tasks[-1]
    return next((place for place, column in enumerate(table.columns) if _FIGURE_COLUMN.search(column)), None)
