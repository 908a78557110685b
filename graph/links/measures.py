"""What the name of a measure consists of: result, object with its qualifiers, procedure, level of inspection, asker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from graph.reference import Reference
from graph.seedfiles import seed_rows

_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")
_BETWEEN = re.compile(r"[^\w.%]+|[和与及或的、]")
_EXAMPLES = re.compile(r"^[^等]+、[^等]+等(?=[^品级次奖院\W]\w{3})")  # 物流、金融等生产性服务业: of what follows
_SHORT_LEVEL = re.compile(r"[国省市州盟县区旗]$")  # 省监督抽查: one character right before the procedure
_SHORT_LEVELS = {"国": "国家", "省": "省", "市": "市", "州": "市", "盟": "市", "县": "县", "区": "县", "旗": "县"}
_REMEMBERED = 20_000  # names: more than the measures of a thousand documents that are not counts of things
PARTS = ("result", "procedure", "asker", "level", "object", "qualifier", "filler")


@dataclass(frozen=True, slots=True)
class Measure:
    """The parts of a name, each as the set of what its words mean: 国家监督抽查 and 国家监督抽检 are the same.

    `families` are the kinds of procedure (check, acceptance). `objects` is empty where no word of the list is an
    object; all that is not understood is a qualifier.
    """

    result: str
    objects: frozenset[str]
    qualifiers: frozenset[str]
    procedures: frozenset[str]
    families: frozenset[str]
    levels: frozenset[str]
    askers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    part: str
    means: str
    kind: str


class MeasureWords:
    """The words of seeds/measures.csv."""

    def __init__(self) -> None:
        self.words: dict[str, _Word] = {}
        for row in seed_rows("measures.csv", ("part", "word", "means", "kind")):
            if row.text("part") not in PARTS:
                raise row.error(f"part is none of {', '.join(PARTS)}: {row.text('part')!r}")
            if row.text("word") in self.words:
                raise row.error(f"a second time: {row.text('word')!r}")
            self.words[row.text("word")] = _Word(row.text("part"), row.text("means"), row.text("kind"))

    @cached_property
    def results(self) -> tuple[str, ...]:
        """Words that a measure ends in, the longest first: 不合格率 is no 合格率."""
        words = (word for word, told in self.words.items() if told.part == "result")
        return tuple(sorted(words, key=len, reverse=True))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All words, the longest first: of two that begin at one place the longer is meant (农产品, not 产品)."""
        return re.compile("|".join(sorted(map(re.escape, self.words), key=len, reverse=True)))

    def kind_of(self, meaning: str) -> str:
        """What kind of qualifier it is: loose (主要), residual (其他) or none."""
        return self._kinds.get(meaning, "")

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {word.means: word.kind for word in self.words.values() if word.part == "qualifier"}


@cache
def measure_words() -> MeasureWords:
    """The words, loaded once; ReferenceDataError where a row is wrong."""
    return MeasureWords()


@lru_cache(_REMEMBERED)
def measure_of(name: str, reference: Reference) -> Measure:
    """The parts of a name: 产品质量国家监督抽查合格率 is 合格率 of 产品 by 监督抽查 of 国家."""
    words = measure_words()
    plain = reference.indicators.canonical(reference.normalise(name))
    main, inside = _EXAMPLES.sub("", _BRACKETS.sub("", plain)), "、".join(_BRACKETS.findall(plain))
    result = next((word for word in words.results if main.endswith(word)), "")
    found: dict[str, set[str]] = {part: set() for part in (*PARTS, "family")}
    for part, meaning in _parts(f"{main.removesuffix(result)}、{inside}", words):
        found[part].add(meaning)
    if "check" not in found["family"]:  # 国家基本药物, 省级名牌: a level of something else than a check
        found["qualifier"] |= found["level"]
        found["level"] = set()
    return Measure(
        words.words[result].means if result else "",
        *(frozenset(found[part]) for part in ("object", "qualifier", "procedure", "family", "level", "asker")),
    )


def _parts(text: str, words: MeasureWords) -> Iterator[tuple[str, str]]:
    """What each word of the text is and means; whatever lies between known words is a qualifier."""
    at = 0
    for known in words.pattern.finditer(text):
        word = words.words[known[0]]
        between = text[at : known.start()]
        if word.part == "procedure" and (short := _SHORT_LEVEL.search(between)):
            yield "level", _SHORT_LEVELS[short[0]]
            between = between[:-1]
        yield from _qualifiers(between)
        yield from _known(word)
        at = known.end()
    yield from _qualifiers(text[at:])


def _qualifiers(text: str) -> Iterator[tuple[str, str]]:
    return (("qualifier", piece) for piece in _BETWEEN.split(text) if piece)


def _known(word: _Word) -> Iterator[tuple[str, str]]:
    """A result inside a name narrows it (合格率 in 合格率达标率); an object may bring a qualifier (蔬菜)."""
    yield ("qualifier" if word.part == "result" else word.part), word.means
    if word.part == "procedure" or (word.part == "level" and word.kind):  # 省抽 tells a check as well
        yield "family", word.kind
    if word.part == "object" and word.kind:
        yield "qualifier", word.kind
