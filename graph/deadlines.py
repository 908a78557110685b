"""By when a task is to be done, where its words say so plainly."""

import calendar
import re

from graph.model import Value

_DEADLINE = re.compile(
    r"(?P<year>20\d{2})年(?:(?P<month>1[0-2]|0?[1-9])月)?(?:(?P<day>[12]\d|3[01]|0?[1-9])日)?(?P<tail>底|末)?(?P<before>之?前|以前)?"
)
_LABEL = re.compile(r"(?:时限|期限|时间):$")
_RECURRENCE = re.compile(r"每(?:半年|季度|[年月季周])|每(?:两|二|三|五)年")


def deadline_of(text: str) -> dict[str, Value]:
    """The deadline of 2016年底前完成 and the recurrence of 每年; nothing where the text names several.

    到2020年 alone is the year of a goal, no deadline: it needs 前, or 底 and 末 with 完成 or 建成 behind it, or the
    label 完成时限 in front of it.
    """
    return _told(text, {match[0]: match for match in _DEADLINE.finditer(text) if _is_deadline(match, text)})


def deadline_in_cell(text: str) -> dict[str, Value]:
    """The same of a cell under 完成时限, where 2016年 alone is a deadline; the words are kept without a date too."""
    return {"deadline_text": text, **_told(text, {match[0]: match for match in _DEADLINE.finditer(text)})}


def _told(text: str, found: dict[str, re.Match[str]]) -> dict[str, Value]:
    told: dict[str, Value] = {}
    if len(found) == 1:
        [(words, match)] = found.items()
        told |= {"deadline_text": words, "deadline": _date(match)}
    recurrences = {match[0] for match in _RECURRENCE.finditer(text)}
    if len(recurrences) == 1:
        told["recurrence"] = recurrences.pop()
    return told


def _is_deadline(match: re.Match[str], text: str) -> bool:
    done = text.startswith(("完成", "建成", "实现", "全部"), match.end())
    if _LABEL.search(text, max(0, match.start() - 8), match.start()):
        return True
    return bool((match["before"] and (match["tail"] or match["month"])) or (match["tail"] and done))


def _date(match: re.Match[str]) -> str:
    year, month = int(match["year"]), int(match["month"] or 12)
    day = int(match["day"] or calendar.monthrange(year, month)[1])
    return f"{year}-{month:02d}-{day:02d}"
