"""How files of duties say what a mark means, in which clause it stands, and the words behind it, in few characters."""

import re
from collections.abc import Sequence
from typing import Final

from graph.answers.matrix import SHARED, MatrixEdge, MatrixTask
from graph.exports.table import label_of
from visualize.wording import BY_DIVISION

ELLIPSIS: Final = "…"
_NUMBER = re.compile(  # what a heading begins with: 第三章, 一、, (一), 1., 1.2, 附件2
    r"第[一二三四五六七八九十百零〇\d]+[编章节条款项]|[一二三四五六七八九十百]+、|[(（][一二三四五六七八九十百\d]+[)）]"
    r"|\d{1,2}(?:\.\d{1,2})*[.、．](?!\d)|\d{1,2}(?:\.\d{1,2})+(?!\d)|附[件表录][一二三四五六七八九十\d]*"
)
_ABOUT = "关于"  # 某市人民政府关于…的意见: who issued it is not what it is about
_LONGEST_HEADING, _LONGEST_TITLE = 10, 14
_HAS_TASK = 60  # characters: of a longer task only the beginning is the evidence that the document has it
_ENDS = ("。", "!", ";", "?", ".")


def role_of(edge: MatrixEdge) -> str:
    """牵头 or 配合; of a duty by division of duties nobody leads."""
    return BY_DIVISION if edge.mark == SHARED else label_of(f"role={edge.role}")


def mode_of(edge: MatrixEdge) -> str | None:
    """The wording's own distinction: 牵头, 负责, 落实 …; None where the text makes none."""
    if edge.mark == SHARED:
        return BY_DIVISION
    return label_of(f"mode={edge.mode}") if edge.mode else None


def clause_of(task: MatrixTask, edge: MatrixEdge | None = None) -> str:
    """The headings above the words of an edge, else of the task; with the number of the task, where none has it."""
    path = (edge.path if edge else ()) or task.path
    told = list(path)
    if task.number and not any(heading.startswith(task.number) for heading in path):
        told.append(task.number)
    return " / ".join(told)


def clause_number(path: Sequence[str]) -> str:
    """The numbers of the headings: 三、(六)3 of 三、主要任务, (六)创新机制, 3.推进诚信; a bare heading is shortened."""
    told = []
    for heading in path:
        found = _NUMBER.match(heading)
        told.append(found[0] if found else shortened(heading, _LONGEST_HEADING))
    return "".join(told).rstrip("、.．")


def short_document(name: str, doc_number: str | None) -> str:
    """The number of a document, else its title without who issued it."""
    return doc_number or shortened(name.partition(_ABOUT)[2] or name, _LONGEST_TITLE)


def shortened(text: str, most: int) -> str:
    """The text on one line, without its middle where it is longer: what it begins with and ends with says most."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    tail = most // 3
    return f"{line[: most - tail - 1]}{ELLIPSIS}{line[len(line) - tail :]}"


def quoted(kind: str, quote: str | None) -> str:
    """The words of a row on one line; … behind those that are the beginning of a task only."""
    line = " ".join((quote or "").split())
    cut = kind == "task" and len(quote or "") >= _HAS_TASK and not line.endswith(_ENDS)
    return f"{line}{ELLIPSIS}" if cut else line
