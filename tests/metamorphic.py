"""What a document says must not change with how it is written down: transformations of texts, and the comparison."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from graph.model import Reading
from graph.project import project
from graph.reference import Reference
from graph.scoring import Words

Told = Counter[tuple[object, ...]]

WIDTH = 28  # characters of a line of A4 paper
LINES = 22  # lines of a page

_CHINESE = r"[\u3400-\u9fff]"
_BETWEEN = re.compile(rf"(?<={_CHINESE})(?={_CHINESE})")
_HEADING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.．、])[^。；;]{2,40}$"
)
_PARAGRAPH = re.compile(rf"{_HEADING.pattern}|^[^\t]*[。；;][^\t]*$|^[^\t]{{40,}}$")
_DUTY = re.compile(r"[（(](?=[^（）()]*(?:负责|牵头|责任单位|责任部门|負責|牽頭|責任單位))(?P<inner>[^（）()]*)[)）]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NARROW = {ord(wide): narrow for wide, narrow in zip("，；：（）！？％．＋－／", ",;:()!?%.+-/", strict=True)}
_NARROW |= {0xFF10 + digit: str(digit) for digit in range(10)}
_NARROW |= {0xFF21 + letter: chr(65 + letter) for letter in range(26)} | {
    0xFF41 + letter: chr(97 + letter) for letter in range(26)
}


@dataclass(frozen=True)
class Change:
    """What two readings say differently, and the share of statements that they have in common."""

    lost: Told
    gained: Told
    share: float

    def __str__(self) -> str:
        rows = [f"- {row}" for row in self.lost.elements()] + [f"+ {row}" for row in self.gained.elements()]
        return f"{self.share:.3f}\n" + "\n".join(rows)


def told(reading: Reading, reference: Reference) -> Told:
    """What a reading says, offsets aside: duties, targets, citations."""
    part, words = project(reading, reference), Words(reference)
    nodes = {node.id: node.properties for node in part.nodes}
    found: Told = Counter()
    measures = {edge.source: nodes[edge.target]["name"] for edge in part.edges if edge.label == "MEASURES"}
    for edge in part.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        if edge.label in ("LEADS", "COOPERATES"):
            found[edge.label, source["name"], words.plain(target["name"])[:30], edge.properties.get("mode")] += 1
        elif edge.label in ("DERIVES_FROM", "CITES") and edge.source == part.document_id:
            found[edge.label, words.plain(target["name"]), words.plain(target.get("doc_number"))] += 1
    for node in part.nodes:
        if node.label == "Target":
            kept = (node.properties.get(key) for key in ("value", "unit", "comparator", "year"))
            found["Target", words.plain(measures.get(node.id, node.properties["name"])), *kept] += 1
    return found


def change(before: Told, after: Told) -> Change:
    """The difference between two readings of one document."""
    lost, gained, common = before - after, after - before, (before & after).total()
    return Change(lost, gained, common / max((before | after).total(), 1))


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str) -> str:
    """In traditional characters: 市場監管局負責."""
    return str(_traditional().convert(text))


def wide(text: str) -> str:
    """Digits, letters and signs in full width: （１）达到９５．５％."""
    kept = _THOUSANDS.sub("\0", text)
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in kept).replace("\0", ",")


def narrow(text: str) -> str:
    """Digits, letters and signs in half width, but for 。 and 、."""
    return text.translate(_NARROW)


def spaced_headings(text: str) -> str:
    """Headings with blanks between their characters: 一、总 体 要 求."""
    return "\n".join(_BETWEEN.sub(" ", line) if _HEADING.match(line) else line for line in text.split("\n"))


def spaced(text: str) -> str:
    """Blanks between all characters, as some converters of PDF files leave them."""
    return "\n".join(line if "\t" in line else _BETWEEN.sub(" ", line) for line in text.split("\n"))


def indented(text: str) -> str:
    """Each paragraph and heading begins with two wide blanks, as offices print it; not the cells of tables."""
    return "\n".join("　　" + line.strip() if _PARAGRAPH.match(line) else line for line in text.split("\n"))


def wrapped(text: str) -> str:
    """Lines of a fixed width, words and phrases torn wherever they end."""
    return "\n".join("\n".join(_pieces(line)) for line in indented(text).split("\n"))


def paged(text: str, header: str = "") -> str:
    """Wrapped lines on pages: a number below each page, a running header above."""
    lines = wrapped(text).split("\n")
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    made = [[*([header] if header and count > 1 else []), *page, f"— {count} —"] for count, page in enumerate(pages, 1)]
    return "\n".join(line for page in made for line in page)


def _pieces(line: str) -> list[str]:
    if "\t" in line or len(line) <= WIDTH:
        return [line]
    return [line[at : at + WIDTH] for at in range(0, len(line), WIDTH)]


def bracketed(opening: str, closing: str) -> Callable[[str], str]:
    """Duty phrases in brackets of another kind: 〔…负责〕, 【…负责】."""
    return lambda text: _DUTY.sub(lambda found: f"{opening}{found['inner']}{closing}", text)


def cells_by_line(text: str) -> str:
    """Tables with each cell on a line of its own."""
    return text.replace("\t", "\n")


def cells_by_blanks(text: str) -> str:
    """Tables with cells parted by wide blanks."""
    return text.replace("\t", "    ")


TRANSFORMATIONS: Mapping[str, Callable[[str], str]] = {
    "traditional": traditional,
    "wide": wide,
    "narrow": narrow,
    "spaced headings": spaced_headings,
    "spaced": spaced,
    "indented": indented,
    "wrapped": wrapped,
    "paged": paged,
    "paged with header": lambda text: paged(text, next(filter(None, map(str.strip, text.split("\n"))))),
    "brackets 〔〕": bracketed("〔", "〕"),
    "brackets 【】": bracketed("【", "】"),
    "brackets []": bracketed("[", "]"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
}
TABLES: Mapping[str, Callable[[str], str]] = {"cells by line": cells_by_line, "cells by blanks": cells_by_blanks}
