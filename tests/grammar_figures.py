"""Goals with their figures, in the wordings that offices use, and tables of indicators."""

from collections.abc import Callable

from tests.grammar_sheet import Sheet
from tests.grammar_words import COUNTS, RATES


def goals(sheet: Sheet, year: int) -> str:
    """A paragraph of goals: 到2027年,…达到95%以上,…。"""
    forms = sheet.rng.sample(_FORMS, sheet.rng.randint(2, 5))
    return f"到{year}年，" + "；".join(form(sheet, year) for form in forms) + "。"


def table(sheet: Sheet, year: int) -> None:
    """A table of indicators with a column for the year before and one for the target year."""
    base = f"{year - 5}年" + sheet.rng.choice(("实际", "（基期）", "基期值", *[""] * sheet.dated))
    rows = [("序号", "指标名称", "单位", base, f"{year}年", "属性")]
    names: set[str] = set()
    while len(names) < 4:
        names.add(_rate(sheet))
    for order, name in enumerate(sorted(names), 1):
        past, value = sheet.rng.randint(40, 70), sheet.rng.randint(75, 99)
        sign, comparator = sheet.rng.choice((("", "="), ("≥", ">="), ("＞", ">")))
        rows.append((str(order), name, "%", str(past), f"{sign}{value}", sheet.rng.choice(("预期性", "约束性"))))
        _row(sheet, name, value, "%", comparator, year, name, "figure:table")
    sheet.line(f"专栏1 {sheet.field_name}主要指标")
    sheet.table(rows)


def _row(
    sheet: Sheet, name: str, value: float | None, unit: str, comparator: str, year: int, quote: str, tag: str
) -> None:
    sheet.indicators.append(
        {"name": name, "value": value, "unit": unit, "comparator": comparator, "year": year, "quote": quote, "tag": tag}
    )


def _object(sheet: Sheet) -> str:
    return sheet.rng.choice(sheet.objects)


def _fresh(sheet: Sheet, name: str) -> bool:
    return all(row["name"] != name for row in sheet.indicators)


def _rate(sheet: Sheet) -> str:
    while True:
        name = sheet.rng.choice(RATES).format(o=_object(sheet))
        if _fresh(sheet, name):
            return name


def _count(sheet: Sheet) -> tuple[str, str]:
    while True:
        name, unit = sheet.rng.choice(COUNTS)
        name = name.format(o=_object(sheet))
        if _fresh(sheet, name):
            return name, unit


def _at_least(sheet: Sheet, year: int) -> str:
    name, value = _rate(sheet), sheet.rng.choice((sheet.rng.randint(60, 99), sheet.rng.randint(600, 995) / 10))
    form, comparator = sheet.rng.choice(
        (
            ("达到{}%以上", ">="),
            ("不低于{}%", ">="),
            ("超过{}%", ">"),
            ("保持在{}%以上", ">="),
            ("达到{}%", "="),
            ("稳定在{}%以上", ">="),
        )
    )
    _row(sheet, name, value, "%", comparator, year, name + form.format(value), f"figure:{form}")
    return name + form.format(value)


def _at_most(sheet: Sheet, year: int) -> str:
    name = sheet.rng.choice(("万元地区生产总值能耗", "投诉举报超期率", "亿元产值事故死亡率", "{o}退货率")).format(
        o=_object(sheet)
    )
    if not _fresh(sheet, name):
        return _at_least(sheet, year)
    value = sheet.rng.randint(2, 30) / 10
    form = sheet.rng.choice(("控制在{}%以内", "降至{}%以下", "不高于{}%"))
    _row(sheet, name, value, "%", "<=", year, name + form.format(value), f"figure:{form}")
    return name + form.format(value)


def _counted(sheet: Sheet, year: int) -> str:
    (name, unit), value = _count(sheet), sheet.rng.randint(3, 480)
    form, comparator = sheet.rng.choice(
        (
            ("累计建成{n}{v}{u}以上", ">="), ("新增{n}{v}{u}", "="), ("{n}达到{v}{u}以上", ">="), ("培育{n}{v}{u}", "="),
            ("建成{n}不少于{v}{u}", ">="), ("{n}超过{v}{u}", ">"), ("{n}总数突破{v}{u}", ">"),
        )
    )  # fmt: skip
    text = form.format(n=name, v=value, u=unit)
    _row(sheet, name, value, unit, comparator, year, text, f"figure:{form}")
    return text


def _growth(sheet: Sheet, year: int) -> str:
    name = f"{_object(sheet)}产业增加值"
    if not _fresh(sheet, name):
        return _counted(sheet, year)
    value = sheet.rng.randint(3, 19)
    _row(sheet, name, value, "%", ">=", year, f"{name}年均增长{value}%以上", "figure:年均增长")
    return f"{name}年均增长{value}%以上"


def _points(sheet: Sheet, year: int) -> str:
    name, value = _rate(sheet), sheet.rng.randint(2, 12)
    _row(sheet, name, value, "个百分点", "=", year, f"{name}提高{value}个百分点", "figure:提高…个百分点")
    return f"{name}提高{value}个百分点"


def _two_years(sheet: Sheet, year: int) -> str:
    name, early, late = _rate(sheet), sheet.rng.randint(60, 80), sheet.rng.randint(81, 99)
    text = f"{name}{year - 2}年达到{early}%、{year}年达到{late}%"
    _row(sheet, name, early, "%", "=", year - 2, text, "figure:two years")
    _row(sheet, name, late, "%", "=", year, text, "figure:two years")
    return text


def _two_measures(sheet: Sheet, year: int) -> str:
    first, second, value = _rate(sheet), _rate(sheet), sheet.rng.randint(60, 99)
    if first == second:
        return _at_least(sheet, year)
    text = f"{first}和{second}均达到{value}%以上"
    for name in (first, second):
        _row(sheet, name, value, "%", ">=", year, text, "figure:A和B均达到")
    return text


def _past(sheet: Sheet, year: int) -> str:
    """A figure of the base year is no target."""
    name, past, value = _rate(sheet), sheet.rng.randint(40, 60), sheet.rng.randint(61, 99)
    text = f"{name}由{year - 5}年的{past}%提高到{value}%"
    _row(sheet, name, value, "%", "=", year, text, "figure:由…提高到")
    return text


def _steady(sheet: Sheet, year: int) -> str:
    """A figure of the base year alone: where it came from, no target."""
    return f"{_rate(sheet)}由{year - 5}年的{sheet.rng.randint(40, 60)}%稳步提升"


def _threshold(sheet: Sheet, year: int) -> str:
    """年耗能5000吨标准煤以上企业 is a scope, no target."""
    return f"年耗能{sheet.rng.choice((1000, 3000, 5000))}吨标准煤以上企业全面开展{_object(sheet)}评估"


def _reached(sheet: Sheet, year: int) -> str:
    name, value = _rate(sheet), sheet.rng.randint(60, 99)
    form, comparator = sheet.rng.choice(
        (
            ("力争{n}达到{v}%", "="),
            ("{n}达{v}%以上", ">="),
            ("{n}提升至{v}%", "="),
            ("{n}达到{v}%左右", "="),
            ("确保{n}不低于{v}%", ">="),
            ("{n}高于{v}%", ">"),
        )
    )
    text = form.format(n=name, v=value)
    _row(sheet, name, value, "%", comparator, year, text, f"figure:{form}")
    return text


def _respectively(sheet: Sheet, year: int) -> str:
    """A和B分别达到80%和90%."""
    first, second = _rate(sheet), _rate(sheet)
    low, high = sheet.rng.randint(50, 74), sheet.rng.randint(75, 99)
    if first == second:
        return _at_least(sheet, year)
    text = f"{first}和{second}分别达到{low}%{sheet.rng.choice('和、')}{high}%"
    for name, value in ((first, low), (second, high)):
        _row(sheet, name, value, "%", "=", year, text, "figure:分别达到")
    return text


def _per(sheet: Sheet, year: int) -> str:
    """Units with a slash or a base: 每万人口高价值发明专利拥有量达到12件."""
    name, unit = sheet.rng.choice(
        (
            ("每万人口{o}专利拥有量", "件"),
            ("每千名老年人{o}床位数", "张"),
            ("{o}产业总产值", "亿元"),
            ("单位产品{o}能耗", "千克标准煤"),
        )
    )
    name, value = (
        name.format(o=_object(sheet)),
        sheet.rng.choice((sheet.rng.randint(3, 90), sheet.rng.randint(31, 99) / 10)),
    )
    if not _fresh(sheet, name):
        return _at_least(sheet, year)
    text = f"{name}达到{value}{unit}"
    _row(sheet, name, value, unit, "=", year, text, f"figure:{unit}")
    return text


def _yearly(sheet: Sheet, year: int) -> str:
    (name, unit), value = _count(sheet), sheet.rng.randint(3, 60)
    text = f"每年{sheet.rng.choice(('新增', '培育', '建设'))}{name}{value}{unit}{sheet.rng.choice(('', '以上'))}"
    _row(sheet, name, value, unit, ">=" if text.endswith("以上") else "=", year, text, "figure:每年")
    return text


_FORMS: tuple[Callable[[Sheet, int], str], ...] = (
    _at_least, _at_least, _at_least, _at_most, _counted, _counted, _growth, _points, _two_years, _two_measures, _past, _steady, _threshold, _reached, _reached, _respectively, _per, _yearly,
)  # fmt: skip
