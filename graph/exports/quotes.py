"""The words that a fact rests on, as people read them."""

import re

# a figure's row in seeds/outlines/: {indicator: 普及率, comparator: ">", value: 30, unit: "%", year: 2015}
_REFERENCE_ROW = re.compile(
    r"\{indicator: (?P<name>.+), comparator: \"?(?P<sign>[<>=]+)\"?, value: (?P<value>[\d.]+), "
    r"unit: \"?(?P<unit>[^\",]*)\"?, year: (?P<year>\d{4})\}"
)
_READ_AS = {">=": "≥", "<=": "≤", "=": ""}


def shown_quote(quote: str | None, document: str | None = None) -> str | None:
    """The words that a fact rests on, as people read them; those of a document as they are.

    A row of the reference data: 《质量发展纲要(2011-2020年)》:农业标准化生产普及率 >30%(2015年),引自参考数据.
    """
    row = _REFERENCE_ROW.fullmatch(quote or "")
    if row is None:
        return quote
    title = f"《{document.strip('《》')}》:" if document else ""
    sign = _READ_AS.get(row["sign"], row["sign"])
    return f"{title}{row['name']} {sign}{row['value']}{row['unit']}({row['year']}年),引自参考数据"
