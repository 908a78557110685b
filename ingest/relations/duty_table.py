"""Tables of duties: columns 牵头单位, 配合单位, 责任单位 beside a column of tasks or of indicators."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.bodies import Bodies
from ingest.document import Passage, Table
from ingest.relations.duty_phrase import Phrase, read_columns, read_phrase
from ingest.relations.duty_words import LABEL_WORDS

_DUTY_COLUMN = re.compile(rf"^(?:{LABEL_WORDS}|(?:责任|职责|任务)分工)(?:\(.*\))?$")
_INNER = re.compile(r"\([^()]{1,4}\)(?=单位|部门)")  # 牵头(责任)单位
# roles told within a cell: 市甲局牵头,市乙局配合
_OWN_ROLES = re.compile(rf"(?:{LABEL_WORDS}):|(?:牵头|负责)[,;、].*(?:配合|参与|协助|落实|负责)|会同")
_SAME = re.compile(r"同上|同前|[〃″\"]")
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
    return any(_DUTY_COLUMN.match(_bare(column)) for column in table.columns) and _subject_column(table) is not None


def row_duties(table: Table, bodies: Bodies, precedence: bool) -> Iterator[RowDuties]:
    """The duties of each row that names bodies."""
    subject = _subject_column(table)
    if subject is None:
        return
    kind = "figure" if _FIGURE_COLUMN.search(table.columns[subject]) else "task"
    duties = [place for place, column in enumerate(table.columns) if _DUTY_COLUMN.match(_bare(column))]
    dated = next((place for place, column in enumerate(table.columns) if _DEADLINE_COLUMN.search(column)), None)
    shared, own = _shared_subjects(table, subject), _own_column(table, subject)
    above: dict[int, Passage] = {}
    for number, row in enumerate(table.rows, 1):
        said = {place: row.cells[place] for place in duties if place < len(row.cells)}
        above |= {place: cell for place, cell in said.items() if not _SAME.fullmatch(cell.text)}
        filled = [place for place in said if place in above and not _EMPTY.match(above[place].text)]
        if not filled or subject >= len(row.cells):
            continue
        cells = tuple(_parted(above[place], bodies) for place in filled)
        phrase = _read([table.columns[place] for place in filled], [cell.text for cell in cells], bodies, precedence)
        of_row = own is not None and bool(row.cells[subject].text) and shared[number - 1]
        told = row.cells[own if own is not None and of_row else subject]
        if not told.text:
            phrase = Phrase(problem="a row of duties without its task")
        deadline = row.cells[dated].text if dated is not None and dated < len(row.cells) else ""
        yield RowDuties(kind, told, cells, phrase, number, deadline)


def _read(columns: Sequence[str], cells: Sequence[str], bodies: Bodies, precedence: bool) -> Phrase:
    """The phrase that the cells of a row make; one cell alone may be a phrase itself: 牵头单位:甲 配合单位:乙."""
    if len(cells) == 1 and _OWN_ROLES.search(cells[0]):
        phrase = read_phrase(cells[0], 0, len(cells[0]), bodies, precedence)
        return replace(phrase, duties=tuple(replace(duty, group=0) for duty in phrase.duties))
    named = [_bare(column).partition("(")[0] for column in columns]
    return read_columns(
        [(name, _ROLE_TAIL.sub("", text)) for name, text in zip(named, cells, strict=True)], bodies, precedence
    )


def _bare(column: str) -> str:
    """A header without a bracket within it: 牵头(责任)单位 is 牵头单位."""
    return _INNER.sub("", column)


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
