"""Text with stretches marked in it: stretches may overlap, what comes out is properly nested."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

QUOTE, HERE = "quote", "at"  # the words of the edge that was asked for; the place that was asked for
KINDS = (
    QUOTE,
    HERE,
    "waiting",
    "duty",
    "Document",
    "Target",
    "Indicator",
    "Project",
    "Award",
    "deadline",
    "Department",
    "Region",
)  # fmt: skip  the outer ones first, where two cover the same words


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words from start up to end that name something: its kind, what a reader is told, where it leads."""

    start: int
    end: int
    kind: str
    title: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the markup: words, or the begin of a stretch, or an end; tag is that of the element."""

    words: str = ""
    opens: Stretch | None = None
    tag: str = ""
    first: bool = False  # the stretch begins here; else an overlap has parted it


@dataclass(frozen=True, slots=True)
class _Open:
    stretch: Stretch
    tag: str


def pieces(text: str, stretches: Iterable[Stretch], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The markup of text[start:end]. Of two that cross, the later one is parted; the quote never is."""
    end = len(text) if end is None else end
    waiting = [_entry(number, one, one.start) for number, one in enumerate(_fitting(list(stretches), start, end))]
    heapq.heapify(waiting)
    stack: list[_Open] = []
    at = start
    while waiting or stack:
        if stack and (not waiting or stack[-1].stretch.end <= waiting[0][0]):
            yield from _words(text[at : stack[-1].stretch.end])
            at = stack[-1].stretch.end
            yield Piece(tag=stack.pop().tag)
            continue
        *_, number, begun, stretch = heapq.heappop(waiting)
        yield from _words(text[at : stretch.start])
        at = stretch.start
        if stack and stretch.end > stack[-1].stretch.end:
            rest = replace(stretch, start=stack[-1].stretch.end)
            heapq.heappush(waiting, _entry(number, rest, begun))
            stretch = replace(stretch, end=stack[-1].stretch.end)
        stack.append(_Open(stretch, _tag(stretch, stack)))
        yield Piece(opens=stretch, tag=stack[-1].tag, first=stretch.start == begun)
    yield from _words(text[at:end])


def part(text: str, at: int, size: int) -> tuple[int, int]:
    """The part of a long text that holds the offset `at`: whole lines, about `size` characters, always cut alike."""
    start = 0
    while True:
        end = len(text) if len(text) - start <= size else text.rfind("\n", start, start + size) + 1 or start + size
        if at < end or end == len(text):
            return start, end
        start = end


def _entry(number: int, stretch: Stretch, begun: int) -> tuple[int, int, int, int, int, Stretch]:
    return stretch.start, -stretch.end, KINDS.index(stretch.kind), number, begun, stretch


def _fitting(stretches: Sequence[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """The stretches within the part, cut at its ends and at those of the quote."""
    bounds = {edge for one in stretches if one.kind == QUOTE for edge in (one.start, one.end)}
    for one in stretches:
        inside = replace(one, start=max(one.start, start), end=min(one.end, end))
        cuts = sorted(bound for bound in bounds if inside.start < bound < inside.end and one.kind != QUOTE)
        holds = (inside.start, *cuts, inside.end)
        if len(cuts) == len(bounds):  # it holds the whole quote: nesting is enough
            holds = (inside.start, inside.end)
        for left, right in pairwise(holds):
            if left < right:
                yield replace(one, start=left, end=right)


def _tag(stretch: Stretch, outside: Sequence[_Open]) -> str:
    """A link cannot stand within a link."""
    if stretch.kind in (QUOTE, HERE):
        return "mark"
    return "a" if stretch.href and all(one.tag != "a" for one in outside) else "span"


def _words(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(words=text)
