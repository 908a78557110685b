"""The stretches around a figure in its sentence: the clause it stands in, the clauses before, the words behind."""

import re

_STOP = ",;:。!?\n"
_PLAIN_BRACKET = re.compile(r"的?[^,;:。!?()、\d]+\([^()\d]{1,12}\)")
NEAR = 160  # characters; no clause is longer


def left_bound(text: str, start: int, at: int) -> int:
    """Where the clause with this place begins: behind the last comma that is not within brackets."""
    start = max(start, at - NEAR)
    cut = max(text.rfind(sign, start, at) for sign in _STOP) + 1
    if text.find(")", cut or start, at) < 0:
        return max(cut, text.rfind("(", cut or start, at) + 1, start)
    depth = 0
    for place in range(at - 1, start - 1, -1):
        sign = text[place]
        if sign == ")":
            depth += 1
        elif sign == "(":
            if depth == 0:
                return place + 1
            depth -= 1
        elif depth == 0 and sign in _STOP:
            return place + 1
    return start


def segments(text: str, start: int, bound: int) -> list[str]:
    """The clauses of the sentence before this place."""
    head = text[max(start, bound - NEAR) : bound]
    return [segment for segment in re.split(r"[,;:](?![^()]*\))", head) if len(segment.strip()) > 1]


def right_of(text: str, at: int, end: int, following: int) -> str:
    """What stands behind a figure up to the next sign, or to the next figure of a list."""
    limit = min(end, at + 40)
    aside = _PLAIN_BRACKET.match(text, at, limit)  # 县(市、区): part of the noun
    for place in range(aside.end() if aside else at, limit):
        sign = text[place]
        listed = sign == "、" and following < end and not any(stop in text[place:following] for stop in ",;:(")
        if listed or sign in ",;:。!?()":
            limit = place
            break
    if at <= following < limit:
        limit = following
    return re.sub(r"(?:[、和及与并]|以及)$", "", text[at:limit])
