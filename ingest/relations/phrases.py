"""Where duty phrases stand: in brackets, behind labels, in sentences."""

import re
from collections.abc import Iterator, Sequence

from ingest.bodies import Bodies
from ingest.document import Clause, Passage
from ingest.names import TOLD
from ingest.relations.candidate import Candidate, Seen
from ingest.relations.duty_words import LABEL, PRECEDENCE, before_deadline
from ingest.relations.sentences import sentence_candidates

_DUTY = re.compile(
    r"牵头|负责|责任单位|责任部门|配合|主办|协办|承办|分工|参与|协作|组织实施|会同|落实|主管|协管|为主|参加|第一责任|承担"
)
# no phrase without one of these; (市甲局、市乙局) has a last word of a body
_ANY = re.compile(_DUTY.pattern + r"|单位|部门|[局委办厅部府院会][),]")
_PERSON = re.compile(r"负责(?:人|任|同志|干部|制(?![定订作造修]))|责任人")
_BODY_END = re.compile("[局委办厅部署]$")
_ROUND = re.compile(r"[()]")
_CLOSING = ")]〕】"
# up to a full stop behind which no rule of the phrase follows
_SENTENCE = re.compile(r"(?:[^。]|。(?=列|排|名列|首位|以下))+")
_SQUARE = re.compile(r"[\[【〔]([^\[\]【】〔〕]{4,200})[\]】〕]")


def candidates(passage: Passage, bodies: Bodies) -> Iterator[Seen]:
    """The candidates of a passage in order; those that are no duty come with the reason."""
    text = passage.text
    if not _ANY.search(text):
        return
    found: list[Seen] = []
    taken: list[tuple[int, int]] = []
    for first, last in _brackets(text):
        if TOLD.fullmatch(text, first, last):
            continue  # 市甲局(牵头): read with its name
        if _DUTY.search(text, first, last) and not _only_persons(text, first, last):
            found.append(Candidate(passage, first, last, first + 1, last - (text[last - 1] in _CLOSING), "bracket"))
            taken.append((first, last))
        elif _only_bodies(text, first + 1, last - 1, bodies):
            found.append(Candidate(passage, first, last, first + 1, last - 1, "bare"))
    labels = list(_labels(text, taken, bodies))
    found += [Candidate(passage, first, last, first, last, "label") for first, last in labels]
    found += sentence_candidates(passage, bodies, sorted([*taken, *labels]))
    yield from sorted(found, key=lambda one: (one[0] if isinstance(one, tuple) else one).first)


def first_precedence(text: str) -> int:
    """Where 列第一位的为牵头单位 stands; beyond the text where it does not."""
    rule = PRECEDENCE.search(text) if "第" in text or "首位" in text or "最前" in text else None
    return rule.start() if rule else len(text)


def _brackets(text: str) -> list[tuple[int, int]]:
    """The outermost brackets, round (...) or square 〔...〕; one that is never closed ends with its sentence."""
    found, opened = _round(text, 0, len(text))
    if opened is not None:
        sentences = (sentence.span() for sentence in _SENTENCE.finditer(text))
        found = [bracket for sentence in sentences for bracket in _closed(text, *sentence)]
    found += [match.span() for match in _SQUARE.finditer(text)]
    outer: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if not outer or first >= outer[-1][1]:
            outer.append((first, last))
    return outer


def _round(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """The round brackets of a stretch, and where the one begins that is never closed, if there is one."""
    found: list[tuple[int, int]] = []
    depth, first = 0, 0
    for match in _ROUND.finditer(text, start, end):
        if match.group() == "(":
            first = match.start() if depth == 0 else first
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((first, match.end()))
    return found, first if depth else None


def _closed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The brackets of a sentence; one that the page left open holds what stands behind it up to the full stop."""
    found, opened = _round(text, start, end)
    yield from found
    if opened is None or not _DUTY.search(text, opened, end):
        return
    again = text.find("(", opened + 1, end)  # one that is open and another behind a ; : the first ended there
    stop = text.rfind(";", opened, again) if again >= 0 else -1
    if stop < 0:
        yield opened, end
        return
    if _DUTY.search(text, opened, stop):
        yield opened, stop
    yield from _closed(text, stop + 1, end)


def _only_bodies(text: str, start: int, end: int, bodies: Bodies) -> bool:
    """(市生态环境局、市公安局): bodies and nothing else, at the end of a sentence; their role is said elsewhere."""
    if text[end + 1 : end + 2] not in ("", "。", ";") or end - start < 4 or text[start - 2 : start - 1].isascii():
        return False
    if text[start - 2] in "局委办厅部院署":  # 市场监管局(知识产权局): a second name
        return False
    pieces = re.split(r"[、,;]", text[start : before_deadline(text, start, end)])
    known = all(bodies.known(piece) for piece in pieces)
    return known and (all(map(_BODY_END.search, pieces)) or not any(map(bodies.bare, pieces)))


def _only_persons(text: str, first: int, last: int) -> bool:
    return bool(_PERSON.search(text, first, last)) and not _DUTY.search(_PERSON.sub("", text[first:last]))


def _labels(text: str, taken: Sequence[tuple[int, int]], bodies: Bodies) -> Iterator[tuple[int, int]]:
    """责任单位:… outside brackets, up to the full stop behind the last label: 牵头单位:甲;配合单位:乙、丙。"""
    end = 0
    for label in LABEL.finditer(text):
        if label.start() < end or any(first < label.start() < last for first, last in taken):
            continue
        if label.start() and text[label.start() - 1] not in "。;,、!?) *●◆>":
            continue
        if label.group().endswith(("为", "是")) and not _names_follow(text, label.end(), bodies):
            continue
        end = _label_end(text, label.end())
        yield label.start(), end


def _names_follow(text: str, at: int, bodies: Bodies) -> bool:
    first = re.split(r"[、,;。]", text[at : at + 40])[0]
    return bodies.known(first) or bodies.is_group(first)


def _label_end(text: str, at: int) -> int:
    stop = text.find("。", at)
    while stop >= 0 and LABEL.match(text, stop + 1):
        stop = text.find("。", stop + 1)
    return len(text) if stop < 0 else stop + 1


def merged_labels(clauses: Sequence[Clause]) -> list[Passage]:
    """The clauses as passages; lines that begin with a label (牵头单位:…, 配合单位:…) one under another are one."""
    merged: list[Passage] = []
    for clause in clauses:
        last = merged[-1] if merged else None
        if last is not None and LABEL.match(clause.text) and LABEL.match(last.text) and clause.kind == "paragraph":
            gap = last.offsets[-1] + 1
            merged[-1] = Passage(clause.source, f"{last.text};{clause.text}", [*last.offsets, gap, *clause.offsets])
        else:
            merged.append(clause)
    return merged
