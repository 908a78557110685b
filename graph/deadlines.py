"""By when a task is to be done, where its words say so plainly."""

import calendar
import re

from graph.model import Value

_YEAR = (
    r"(?P<year>20\d{2})年"
    r"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<third>[上中])旬)?)?"
    r"(?P<tail>底|末)?(?P<before>之?前|以前)?"
)
_PLAN = (  # “十二五” is the twelfth five-year plan, 2011 to 2015; 二十五, 十五日 and 第十五期 are numbers
    r"(?<![第一二三四五六七八九])(?P<plan>十[一二三四五六七八九]?)五"
    r"(?:[”\"」』’](?:规划)?(?:期间|时期|期)?|(?:规划)?(?:期间|时期|期(?=[末底]))|(?=[末底]))"
    r"(?P<plan_tail>[底末])?(?P<plan_before>之?前|以前)?"
)
_DEADLINE = re.compile(f'{_YEAR}|[“"「『‘]?{_PLAN}')
_RELATIVE = re.compile(  # 今年年底前, 明年3月底前, 年底前, 年内完成: counted from the year of the document
    r"(?<![\d一二三四五六七八九十每逐历各来两几半年月份底末])(?:(?P<which>今年|本年|当年|明年)年?|年)?"
    r"(?P<words>(?:(?P<month>1[0-2]|0?[1-9])月份?[底末]?|[底末])(?:之?前|以前)|内)"
)
_CLOSING = re.compile(r"[,;,、]\s*(?P<words>[^,;。、()::]{2,24})\)[。\s]*$")  # (市质监局牵头,2023年上半年)
_LASTING = re.compile(r"长期坚持|长期推进|常年坚持|持续[推实][进施]|全年推进|即日起.*|.*之日起.*")
_LABEL = re.compile(r"(?:时限|期限|时间):$")
_RECURRENCE = re.compile(r"每(?:半年|季度|[年月季周])|每(?:两|二|三|五)年")
_IN_MONTH = re.compile(r"每年的?(?P<month>1[0-2]|0?[1-9])月份?(?:底|末)?(?:之?前|以前)?")
_RANGE = re.compile(r"\s*(?:[-—–~～至到]|——)\s*")
_SPAN = re.compile(r"(?<!\d)20\d{2}(?=\s?(?:[-—–~～至到]|——)\s?20\d{2}年)")  # 2021-2023年
_DONE = ("完成", "建成", "实现", "全部")
_STARTED = re.compile("启动|开工|试点|部署")
_DIGITS = "零一二三四五六七八九"
_QUARTERS = "一二三四"
_LAST_OF_THIRD = {"上": 10, "中": 20}


def deadline_of(text: str, issued: str = "") -> dict[str, Value]:
    """The deadline of 2016年底前完成 and the recurrence of 每年; nothing where the text names several.

    到2020年 alone is the year of a goal, no deadline: it needs 前, or 底 and 末 with 完成 or 建成 behind it, or the
    label 完成时限 in front of it. “十二五”末 is read in the same way: it is the end of 2015. What closes the bracket of
    a duty (…牵头,2023年上半年) is read as a cell is and counts before all else. 今年底前 needs the date of issue.
    """
    if (closing := _CLOSING.search(text)) and (told := _of_closing(closing["words"].strip(), issued)):
        return told
    found = {match[0]: match for match in _DEADLINE.finditer(text) if _is_deadline(match, text)}
    if len(found) > 1:  # 6月底前启动,年底前完成: the end counts
        done = {words: match for words, match in found.items() if text.startswith(_DONE, match.end())}
        found = done if len(done) == 1 and _STARTED.search(text) else found
    return _told(text, found) if found else {**_told(text, {}), **_relative(text, issued)}


def deadline_in_cell(text: str, issued: str = "") -> dict[str, Value]:
    """The same of a cell under 完成时限, where 2016年 alone is a deadline; the words are kept without a date too.

    Of 2021年—2023年 the end counts.
    """
    if relative := _relative(text, issued):
        return {**_told(text, {}), **relative, "deadline_text": text}
    matches = list(_DEADLINE.finditer(text))
    if len(matches) == 1 and _SPAN.search(text):
        return {**_told(text, {text: matches[0]}), "deadline_text": text}
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


def _of_closing(words: str, issued: str) -> dict[str, Value]:
    """The time that closes a duty bracket; {} where the words are none: a body, or what else is done."""
    told = deadline_in_cell(words, issued)
    if "deadline" in told or "recurrence" in told or _LASTING.fullmatch(words):
        return told
    return {}


def _relative(text: str, issued: str) -> dict[str, Value]:
    """A time that counts from the year of issue, where it is the only one and that year is known."""
    found = [match for match in _RELATIVE.finditer(text) if not text[: match.start()].rstrip()[-1:].isdigit()]
    if len(found) != 1 or not issued[:4].isdigit() or not re.search("[年月]", found[0][0]):
        return {}
    match, year = found[0], int(issued[:4])
    if match["words"].endswith("内") and not text.startswith(_DONE, match.end()) and match[0] != text:
        return {}
    if match["which"] is None and match["month"] and issued[5:7].isdigit() and int(match["month"]) < int(issued[5:7]):
        return {}  # 3月底前 in a document of October: of the next year, or of none
    year += match["which"] == "明年"
    month = int(match["month"] or 12)
    day = calendar.monthrange(year, month)[1]
    return {"deadline_text": match[0], "deadline": f"{year}-{month:02d}-{day:02d}"}


def _told(text: str, found: dict[str, re.Match[str]]) -> dict[str, Value]:
    told: dict[str, Value] = {}
    if len(found) == 1:
        [(words, match)] = found.items()
        told |= {"deadline_text": words, "deadline": _date(match)}
    if recurrence := recurrence_of(text):
        told["recurrence"] = recurrence
        if recurrence == "每年" and "deadline" not in told and (month := _IN_MONTH.search(text)):
            told["deadline_text"] = month[0]
    return told


def month_of(words: str) -> int | None:
    """9 of 每年9月: the month in which something falls due each year."""
    found = _IN_MONTH.search(words)
    return int(found["month"]) if found else None


def _is_deadline(match: re.Match[str], text: str) -> bool:
    done = text.startswith(_DONE, match.end())
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
