"""Document numbers (文号): 国发〔2012〕9号 with brackets of any kind or none, and orders (国务院令第279号)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.model import Mention
from graph.reference import Reference
from ingest.document import Passage

_CORE = re.compile(
    r"(?P<open>[〔\[(【{<]\s?)?(?P<year>(?:19|20)\d{2})\s?(?P<close>[〕\])】}>])?\s?(?:第\s?)?(?P<serial>\d{1,5})\s?号"
)
_ORDER = re.compile(r"令\s?\(?第?\s?(?P<serial>\d{1,4})\s?号")
_WINDOW = 14  # characters in front of the year, blanks included
_RUN = re.compile(r"[\u4e00-\u9fff]{1,24}$")
_JOINED = re.compile(r"\s?[、,;和及]\s?$")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number at its place in a text, written as it should be."""

    start: int
    end: int
    name: str


def extract(clause: Passage, reference: Reference) -> Iterator[Mention]:
    """Yield each document number (文号): 按照国发〔2023〕15号 gives 国发〔2023〕15号."""
    for number in find(clause.text, reference):
        yield Mention("DocumentNumber", number.name, clause.span(number.start, number.end))


def find(text: str, reference: Reference) -> list[DocNumber]:
    """The document numbers in a text, in order.

    The agency code is read backwards against the reference, so 按照 stays out; with none the number is bare. A damaged
    bracket is mended (〔20129号 is 〔2012〕9号); without any bracket a code must stand in front.
    """
    if "号" not in text:
        return []
    return sorted([*_numbers(text, reference), *_orders(text, reference)], key=lambda number: number.start)


def _numbers(text: str, reference: Reference) -> Iterator[DocNumber]:
    last_code, last_end = "", -1
    for core in _CORE.finditer(text):
        before = text[max(0, core.start() - _WINDOW) : core.start()].rstrip()
        code = reference.agency_codes.longest_suffix(before[before.rfind("见") + 1 :])  # 详见国发〔2012〕9号
        begin = max(0, core.start() - _WINDOW) + len(before) - len(code) if code else core.start()
        if not code and last_code and _JOINED.fullmatch(text, last_end, core.start()):
            code = last_code  # 国办发〔2015〕1号、〔2016〕3号: said once
        if not code and not (core["open"] and core["close"]):
            continue
        last_code, last_end = code, core.end()
        yield DocNumber(begin, core.end(), f"{code}〔{core['year']}〕{int(core['serial'])}号")


def _orders(text: str, reference: Reference) -> Iterator[DocNumber]:
    for order in _ORDER.finditer(text):
        run = _RUN.search(text, max(0, order.start() - 24), order.start())
        issuer = _lead_in(reference.words["derive_words"]).sub("", run[0]) if run else ""
        if issuer:
            short = issuer.removeprefix("中华人民共和国")  # 国务院令 however solemnly
            yield DocNumber(order.start() - len(issuer), order.end(), f"{short}令第{int(order['serial'])}号")


@cache
def _lead_in(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^.*(?:{'|'.join(words)})")
