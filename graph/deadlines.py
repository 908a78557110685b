"""By when a task is to be done, where its words say so plainly."""

import calendar
import re

from graph.model import Value

_YEAR = (
    r"(?P<year>20\d{2})年"
    r"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<third>[上中])旬)?)?"
    r"(?P<tail>底|末)?(?P<before>之?前|以前)?"
)
_PLAN = (  # “十二五” is the twelfth five-year plan, 2011 to 2015; 二十五, 十五日 and 第十五期 are numbers
    r"(?<![第一二三四五六七八九])(?P<plan>十[一二三四五六七八九]?)五"
    r"(?:[”\"」』’](?:规划)?(?:期间|时期|期)?|(?:规划)?(?:期间|时期|期(?=[末底]))|(?=[末底]))"
    r"(?P<plan_tail>[底末])?(?P<plan_before>之?前|以前)?"
)
_DEADLINE = re.compile(f'{_YEAR}|[“"「『‘]?{_PLAN}')
_LABEL = re.compile(r"(?:时限|期限|时间):$")
_RECURRENCE = re.compile(r"每(?:半年|季度|[年月季周])|每(?:两|二|三|五)年")
_RANGE = re.compile(r"\s*(?:[-—–~～至到]|——)\s*")
_DIGITS = "零一二三四五六七八九"
_QUARTERS = "一二三四"
_LAST_OF_THIRD = {"上": 10, "中": 20}


def deadline_of(text: str) -> dict[str, Value]:
    """The deadline of 2016年底前完成 and the recurrence of 每年; nothing where the text names several.

    到2020年 alone is the year of a goal, no deadline: it needs 前, or 底 and 末 with 完成 or 建成 behind it, or the
    label 完成时限 in front of it. “十二五”末 is read in the same way: it is the end of 2015.
    """
    return _told(text, {match[0]: match for match in _DEADLINE.finditer(text) if _is_deadline(match, text)})


def deadline_in_cell(text: str) -> dict[str, Value]:
    """The same of a cell under 完成时限, where 2016年 alone is a deadline; the words are kept without a date too.

    Of 2021年—2023年 the end counts.
    """
    matches = list(_DEADLINE.finditer(text))
    if len(matches) == 2 and _RANGE.fullmatch(text, matches[0].end(), matches[1].start()):
        return {"deadline_text": text, **_told(text, {text[matches[0].start() : matches[1].end()]: matches[1]})}
    return {"deadline_text": text, **_told(text, {match[0]: match for match in matches})}


def due_of_target(text: str, year: int) -> tuple[str | None, str]:
    """By when a figure set for a year is to be reached: the words that say it, if there are any, and the ISO date.

    It is the end of the year unless the text says more: 到2020年6月底 is the end of June.
    """
    dates = {match[0]: _date(match) for match in _DEADLINE.finditer(text) if _date(match)[:4] == str(year)}
    whole = f"{year}-12-31"
    nearer = {words: day for words, day in dates.items() if day != whole}
    if len(set(nearer.values())) == 1:
        return next(iter(nearer.items()))
    return next(iter(dates), None), whole


def recurrence_of(text: str) -> str | None:
    """每年 of 每年开展一次; None where the text has no such word, or several."""
    found = {match[0] for match in _RECURRENCE.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _told(text: str, found: dict[str, re.Match[str]]) -> dict[str, Value]:
    told: dict[str, Value] = {}
    if len(found) == 1:
        [(words, match)] = found.items()
        told |= {"deadline_text": words, "deadline": _date(match)}
    if recurrence := recurrence_of(text):
        told["recurrence"] = recurrence
    return told


def _is_deadline(match: re.Match[str], text: str) -> bool:
    done = text.startswith(("完成", "建成", "实现", "全部"), match.end())
    if _LABEL.search(text, max(0, match.start() - 8), match.start()):
        return True
    tail, before = match["tail"] or match["plan_tail"], match["before"] or match["plan_before"]
    point = tail or match["month"] or match["half"] or match["quarter"]
    return bool((before and point) or (tail and done))


def _date(match: re.Match[str]) -> str:
    if match["plan"]:
        ordinal = 10 + _DIGITS.index(match["plan"][1:] or "零")
        return f"{1955 + 5 * ordinal}-12-31"
    year, month = int(match["year"]), _month(match)
    last = calendar.monthrange(year, month)[1]
    day = int(match["day"] or 0) or _LAST_OF_THIRD.get(match["third"] or "", last)
    return f"{year}-{month:02d}-{min(day, last):02d}"


def _month(match: re.Match[str]) -> int:
    if match["half"]:
        return 6 if match["half"] == "上" else 12
    if quarter := match["quarter"]:
        return 3 * (int(quarter) if quarter.isdecimal() else _QUARTERS.index(quarter) + 1)
    return int(match["month"] or 12)
