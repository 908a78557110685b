"""Citations: which documents a document derives from (根据, 贯彻, 落实 …) and which it only names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graph.model import Mention, Statement
from graph.reference import Reference
from ingest.cells import text_and_cells
from ingest.cited import Cited, find_cited
from ingest.document import Clause, Findings, ParsedDocument, Passage
from ingest.issuers import either, is_issuer_like
from ingest.titles import bare_title, normalise_title, without_period

EXTRACTOR = "citation/1"
_PROSE = re.compile(r"[,。;:]")
_ATTRIBUTE = re.compile(r"(?:实施|施行)?后?的《")
_NEWLY = re.compile(r"(?:[最重]?新|近期|近日|联合|正式)$")
_SENTENCE_END = re.compile(r"[。;!?]")
_CHAIN = re.compile(r"(?:等?(?:系列)?(?:文件|规定)?的?(?:精神|要求|部署)?)(?:[、,;]?(?:以及|[和及与])?)(?<=.)|$")
_LONGEST_LINK = 10  # characters of an issuer between two titles of one list
_LONG_TITLE = 8  # characters
_LONGEST_QUOTE = 120  # characters between the word that says so and the title
_CONFIDENCE = {"quoted": 1.0, "plain": 0.85, "programme": 0.8, "number": 0.8}


@dataclass(frozen=True)
class _Place:
    """A citation at its place, with how it is said and what it means."""

    cited: Cited
    clause: Clause
    passage: Passage  # the clause itself, or a cell of its table
    relation: str
    begin: int  # where the words that say so begin
    key: str  # of the document meant
    in_title: bool  # in a line of the document's title


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """One statement for each document cited and each number given for it; DERIVES_FROM wins over CITES.

    Later short forms (《纲要》) are the document they stand for; the document's own title is no citation.
    """
    findings = Findings(EXTRACTOR)
    own = _Own(document, reference)
    places: list[_Place] = []
    for clause, passage in text_and_cells(document):
        for place in _places(clause, passage, reference):
            findings.see()
            if why := own.rejects(place):
                findings.reject(why, passage.span(place.cited.first, place.cited.stop))
            else:
                places.append(place)
    _state(findings, document.document, _resolved(places, own, findings, reference))
    return findings


def _places(clause: Clause, passage: Passage, reference: Reference) -> Iterator[_Place]:
    """The citations of a passage, each with its relation; those of one list share the word in front or behind it."""
    text, word, begin, end = passage.text, "", 0, 0
    in_title = clause.chapter == "preamble" and not _PROSE.search(text)
    told = list(find_cited(text, reference))
    for number, cited in enumerate(told):
        if not (end and _continues(text[end : cited.first], reference)):
            word, begin = _word_before(text, end, cited, reference)
            word = word or _word_behind(text, told[number:], reference)
        relation = _relation(text, word, cited, reference)
        key = normalise_title(cited.title, reference)
        shown = relation == "DERIVES_FROM" and cited.first - begin <= _LONGEST_QUOTE
        yield _Place(cited, clause, passage, relation, begin if shown else cited.first, key, in_title)
        end = max(end, cited.stop)


def _continues(gap: str, reference: Reference) -> bool:
    """Whether what stands between two titles makes them one list: 、 or 精神和省政府, but no verb."""
    joined = _CHAIN.match(gap)
    if joined is None or _SENTENCE_END.search(gap) or _words(reference).search(gap):
        return False
    return len(gap) - joined.end() <= (0 if "," in joined[0] else _LONGEST_LINK)


def _word_before(text: str, start: int, cited: Cited, reference: Reference) -> tuple[str, int]:
    """The nearest word in front of a title, within its part of the sentence, that says how it is meant."""
    begin = max(start, *(text.rfind(sign, start, cited.first) + 1 for sign in "。;!?,:"))
    words = list(_words(reference).finditer(text, begin, cited.first))
    if len(words) > 1 and _describes(text, words[-2].end(), words[-1], reference):
        words.pop()
    return (words[-1][0], words[-1].start()) if words else ("", cited.first)


def _word_behind(text: str, told: Sequence[Cited], reference: Reference) -> str:
    """Behind the last of a list what goes for all of it: 把《甲》和《乙》的部署落到我市; as a word in front would."""
    last = told[0]
    for cited in told[1:]:
        if not _continues(text[last.stop : cited.first], reference):
            break
        last = cited
    follows = last is not told[0] and text.startswith(reference.words["derive_tails"], last.stop)
    return reference.words["derive_words"][0] if follows else ""


def _describes(text: str, verb_end: int, word: re.Match[str], reference: Reference) -> bool:
    """Whether the word only tells of the title behind it: 落实新修订的《…》, 贯彻国务院印发的《…》."""
    if word[0] not in reference.words["published_words"] or not _ATTRIBUTE.match(text, word.end()):
        return False
    whose = _NEWLY.sub("", text[verb_end : word.start()])
    return not whose or is_issuer_like(whose, reference)


def _relation(text: str, word: str, cited: Cited, reference: Reference) -> str:
    """By the word in front, or by what follows; standards, laws that others must keep, what is repealed: only named."""
    words = reference.words
    kept = cited.kind == "standard" or (cited.kind == "law" and word == "执行")
    if kept or text.startswith(words["ended_tails"], cited.stop):
        return "CITES"
    guides = text.endswith("以", 0, cited.first) and text.startswith("为", cited.stop)
    follows = not word and text.startswith(words["derive_tails"], cited.stop)
    return "DERIVES_FROM" if guides or follows or word in words["derive_words"] else "CITES"


class _Own:
    """What names the document itself, and titles that are no documents."""

    def __init__(self, document: ParsedDocument, reference: Reference) -> None:
        self._reference = reference
        title = document.document.name
        self.key = normalise_title(title, reference)
        _, regarding, rest = title.partition("关于")
        keys = {self.key, normalise_title(regarding + rest, reference)} if regarding else {self.key}
        self._keys = keys | {without_period(key) for key in keys}
        self._number = str(document.document.attributes.get("doc_number", ""))

    def rejects(self, place: _Place) -> str:
        """Why this is no citation; "" where it is one."""
        cited = place.cited
        if cited.form == "general":
            return "a general remark, no title"
        if cited.form == "number" and cited.doc_number.startswith("〔"):
            return "a number without its agency"
        if cited.form == "quoted" and _names_nothing(cited.title, self._reference):
            return "a title of nothing but an issuer, a place or 关于"
        if cited.doc_number and cited.doc_number == self._number:
            return "the document's own number"
        if place.key in self._keys and not cited.doc_number:
            return "the document's own title"
        if cited.form in ("plain", "programme") and (place.in_title or self._is_title_again(place)):
            return "within a line of the title"
        if cited.form == "quoted" and cited.title.endswith(self._reference.words["no_document_endings"]):
            return "a certificate, form or work, no document"
        if place.passage.text.startswith(("附件", "附:")):
            return "an annex of its own"
        return ""

    def _is_title_again(self, place: _Place) -> bool:
        """Whether a line above the text holds the title once more: 某市政府关于印发某方案(2018-2020年)的通知."""
        if place.clause.chapter != "preamble" or place.clause.path:
            return False
        return any(len(key) >= _LONG_TITLE and key in place.key for key in self._keys)


def _names_nothing(title: str, reference: Reference) -> bool:
    """Whether a title says only whose it is, or nothing: 《国务院》, 《四川省》, 《国务院关于》, 《》."""
    words = title.strip("《》〈〉<>“” ").removesuffix("关于")
    return not words or is_issuer_like(words, reference)


def _resolved(places: list[_Place], own: _Own, findings: Findings, reference: Reference) -> list[_Place]:
    """The places with the key of the document that each means; short forms that mean nothing are rejected."""
    keys = [place.key for place in places]
    full = {without_period(key): key for key in keys if without_period(key) != key}
    pairs = list(zip(places, keys, strict=True))
    shorts = {place.cited.short: full.get(key, key) for place, key in pairs if place.cited.short}
    resolved: list[_Place] = []
    known: list[str] = []
    meanings = _Meanings()
    for place, key in pairs:
        title = place.cited.title
        if title in shorts and place.cited.form == "quoted":
            resolved.append(replace(place, key=shorts[title]))
        elif _is_short_form(title, reference):
            meant = own.key if bare_title(own.key).endswith(title[-2:]) else meanings.of(title, known)
            if meant == own.key:
                findings.reject("the document's own title", place.passage.span(place.cited.first, place.cited.stop))
            elif meant:
                resolved.append(replace(place, key=meant))
            else:
                why = "a short form of nothing named before"
                findings.reject(why, place.passage.span(place.cited.first, place.cited.stop))
        else:
            known.append(full.get(key, key))
            resolved.append(replace(place, key=known[-1]))
    return _by_number(resolved)


class _Meanings:
    """What short forms stand for: the last document named whose title ends so; each title is compared once."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def of(self, title: str, known: list[str]) -> str:
        """The key that this short form means among those known so far; "" where none ends so."""
        compared, before = self._found.get(title, (0, ""))
        later = (key for key in reversed(known[compared:]) if without_period(key).endswith(title))
        meant = next(later, before)
        self._found[title] = len(known), meant
        return meant


def _by_number(places: list[_Place]) -> list[_Place]:
    """A number that stands alone is the document that the number was given for elsewhere."""
    numbered = {place.cited.doc_number: place.key for place in places if place.cited.form != "number"}
    return [
        replace(place, key=numbered.get(place.cited.doc_number, place.key)) if place.cited.form == "number" else place
        for place in places
    ]


def _is_short_form(title: str, reference: Reference) -> bool:
    words = reference.words
    return _short_form(words["short_form_words"], words["document_types"]).fullmatch(title) is not None


def _state(findings: Findings, document: Mention, places: list[_Place]) -> None:
    """One statement for each document and number; a document named without a number is the first one with it."""
    groups: dict[str, dict[str, list[_Place]]] = {}
    for place in places:
        numbers = groups.setdefault(place.key, {})
        numbers.setdefault(place.cited.doc_number, []).append(place)
    for numbers in groups.values():
        bare = numbers.pop("", [])
        first, *others = list(numbers.values()) or [[]]
        for told in [[*first, *bare], *others]:
            statement = _statement(document, told)
            findings.keep(statement)
            for _ in told[1:]:
                findings.keep()


def _statement(document: Mention, told: list[_Place]) -> Statement:
    derived = [place for place in told if place.relation == "DERIVES_FROM"]
    shown = next((place for place in derived if place.cited.doc_number), (derived or told)[0])
    named = next((place for place in told if place.cited.form != "number"), told[0]).cited
    number = next((place.cited.doc_number for place in told if place.cited.doc_number), "")
    qualifier = next((place.cited.qualifier for place in told if place.cited.qualifier), "")
    kind = next((place.cited.kind for place in told if place.cited.kind != "other"), "other")
    stated = {"doc_number": number, "qualifier": qualifier, "kind": kind}
    attributes = {key: value for key, value in stated.items() if value}
    cited = shown.cited
    mention = Mention("Document", named.title, shown.passage.span(cited.start, cited.stop), attributes)
    evidence = shown.passage.span(shown.begin, cited.stop)
    confidence = max(_CONFIDENCE[place.cited.form] for place in told)
    return Statement(document, shown.relation, mention, evidence, EXTRACTOR, confidence, {"path": shown.clause.path})


def _words(reference: Reference) -> re.Pattern[str]:
    return either((*reference.words["derive_words"], *reference.words["cite_words"]))


@cache
def _short_form(words: tuple[str, ...], types: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})*(?:{'|'.join(types)})")
