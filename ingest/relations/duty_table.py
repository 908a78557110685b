"""Tables of duties: columns 牵头单位, 配合单位, 责任单位 beside a column of tasks or of indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
_AIM_COLUMN = re.compile(r"目标|成果|要求|标准|成效|内容")
# 省发改委、省工信委按职责分工负责 in a cell under 牵头单位
_ROLE_TAIL = re.compile(
    r"(?:,?(?:按照?)?(?:各自)?职责分工)?(?:分别|共同|具体)*(?:负责|牵头|落实|配合|参与)(?:落实|实施)?[。;]?$"
)
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
    shared, own = _shared_subjects(table, subject), _own_column(table, subject)
    for number, row in enumerate(table.rows, 1):
        filled = [place for place in duties if place < len(row.cells) and not _EMPTY.match(row.cells[place].text)]
        if not filled or subject >= len(row.cells):
            continue
        cells = tuple(_parted(row.cells[place], bodies) for place in filled)
        named = [table.columns[place].partition("(")[0] for place in filled]
        phrase = read_columns(
            [(name, _ROLE_TAIL.sub("", cell.text)) for name, cell in zip(named, cells, strict=True)], bodies, precedence
        )
        told = (
            row.cells[own] if own is not None and row.cells[subject].text and shared[number - 1] else row.cells[subject]
        )
        if not told.text:
            phrase = Phrase(problem="a row of duties without its task")
        deadline = row.cells[dated].text if dated is not None and dated < len(row.cells) else ""
        yield RowDuties(kind, told, cells, phrase, number, deadline)


def _shared_subjects(table: Table, subject: int) -> list[bool]:
    """Of each row, whether the cell of its task is merged with that of a row beside it."""
    starts = [row.cells[subject].span() if subject < len(row.cells) else None for row in table.rows]
    pairs = [bool(one and one.quote) and one == other for one, other in pairwise(starts)]
    return [before or after for before, after in zip([False, *pairs], [*pairs, False], strict=True)][: len(starts)]


def _own_column(table: Table, subject: int) -> int | None:
    """The column behind a task that says what each of its rows is about: 工作目标, 成果形式."""
    behind = range(subject + 1, len(table.columns))
    return next((place for place in behind if _AIM_COLUMN.search(table.columns[place])), None)


def _parted(cell: Passage, bodies: Bodies) -> Passage:
    """A cell of bodies with a sign where a line of it ends behind one: 省质监局 and 有关设区市政府 are two."""
    text, offsets = cell.text, cell.offsets
    gaps = [at for at in range(1, len(text)) if offsets[at] - offsets[at - 1] > 1]
    for at in reversed(gaps):
        before, behind = re.split(r"[、,;]", text[:at])[-1], re.split(r"[、,;]", text[at:])[0]
        if bodies.is_body(before) and bodies.is_body(behind) and not bodies.known(before + behind):
            text, offsets = f"{text[:at]}、{text[at:]}", [*offsets[:at], offsets[at - 1] + 1, *offsets[at:]]
    return Passage(cell.source, text, offsets) if text != cell.text else cell


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
