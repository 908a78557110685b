"""What a sentence claims with each of its figures: which measure, with which comparison, in which words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extractors.figure_bounds import NEAR, left_bound, right_of, segments
from ingest.extractors.figure_names import Left, Namer
from ingest.extractors.figure_scope import NO_NOUN, Scope, quoted
from ingest.extractors.figures import Figure

Words = Mapping[str, tuple[str, ...]]

_PERIOD = r"(?:(?:19|20)\d\d年|[“\"]?十[一二三四五六七]五[”\"]?(?:时?期)?)(?:底|末)?"
_STARTING = re.compile(rf"(?:由|从)(?:目前|现在|现有|上年|基期|{_PERIOD})?的?$")
_RISE = "提高|增加|提升|上升|下降|降低|减少|扩大|增长|压缩|缩短|发展|降|增|升"
_RISES_TO = re.compile(rf"[^,;。\d]{{0,6}}?(?:{_RISE})(?:[到至为]|(?=[,;。]|$))")
_LIST_END = re.compile(r"、(?:以及|和|及)?$")
_LIST_JOIN = re.compile(r"[、和及与,或]?(?:以及)?")
_ENUMERATED = re.compile(r"[、和及与,]")
_REACHED = re.compile(r"(?:达到?|为|保持在|稳定在|提高[到至]|提升[到至]|增加[到至]|不低于)$")
_COMPARED = re.compile("较|比(?![重例率])")
_ALIKE = re.compile("均|都(?!市)")
_AIMED = re.compile(r"(?:力争|争取|确保|努力|促成|保障)$")
_THRESHOLD = re.compile(r"的(?!目标|水平|要求|标准|任务)")
_ASIDE = re.compile(r"^(?:将|把|对)|\d+[^\d,]{0,4}范围内|(?:严格|全面)?执行")
_LEVEL_AT_START = re.compile(r"^(?:国家|世界|全国|省部|省|自治区|地市|市|州|盟|县|区|旗)级(?:及以上|以上)?")
_SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
_AHEAD = 12  # figures that may share one phrase


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with what it measures; `why_not` says why it is none to keep."""

    figure: Figure
    name: str = ""
    comparator: str = "="
    start: int = 0  # of the words that state it
    end: int = 0
    confidence: float = 0.0
    starting: bool = False  # the value that it is to rise from
    order: int = 0  # of several figures that share one phrase (分别): which one
    why_not: str = ""
    verbs: str = ""
    base: str = ""  # the name that 其中国家级… takes up


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure is read: its sentence, and the claim kept before it there."""

    text: str
    start: int
    end: int
    kept: Claim | None = None


class ClaimReader:
    """Reads the claims of a text, sentence by sentence."""

    def __init__(self, words: Words, namer: Namer) -> None:
        self._namer = namer
        self._scope = Scope(words, namer)
        self._at_most = frozenset(words["at_most_tails"])
        self._at_least = frozenset(words["at_least_tails"])
        self._about = frozenset(words["about_tails"])

    def read(self, text: str, start: int, end: int, figures: Sequence[Figure]) -> list[Claim]:
        """The claims of the sentence text[start:end], one for each of its figures, in order."""
        claims: list[Claim] = []
        place = _Place(text, start, end)
        for at, figure in enumerate(figures):
            if claims and claims[-1].figure.start >= figure.start:
                continue
            ahead = figures[at : at + _AHEAD]
            following = next((later.start for later in ahead[1:] if not later.why_not), end)
            found = self._row_of_claims(place, self._claim(place, figure, following), ahead)
            claims.extend(found)
            if not found[-1].why_not:
                place = replace(place, kept=found[-1])
        return claims

    def comparator(self, left: Left, figure: Figure) -> str:
        """>=, >, =, <, <= by the words before the figure and the tail behind it."""
        if figure.tail in self._at_most:
            return "<="
        if figure.tail in self._at_least:
            return ">="
        if figure.tail in self._about:
            return "="
        return _SIGNS.get(left.reach, ">" if figure.tail == "余" else "=")

    def _claim(self, place: _Place, figure: Figure, following: int) -> Claim:
        text, kept = place.text, place.kept
        if why := figure.why_not or quoted(text, place.start, figure):
            return Claim(figure, why_not=why)
        bound = min(max(left_bound(text, place.start, figure.start), kept.end if kept else 0), figure.start)
        raw = text[bound : figure.start]
        if figure.kind == "words":
            return self._in_words(text, bound, figure, raw)
        starting = _STARTING.search(raw)
        said = raw[: starting.start()] if starting else raw
        left = self._namer.left("" if _LIST_END.search(said) else said)
        claim = Claim(figure, comparator=self.comparator(left, figure), start=bound, end=figure.end, verbs=left.verbs)
        if why := self._scope.why_not(text, raw, left, figure):
            return replace(claim, why_not=why)
        if starting and _RISES_TO.match(text, figure.end):
            return self._before(place, replace(claim, starting=True), left)
        right = right_of(text, figure.end, place.end, following)
        if NO_NOUN.match(right) or (left.reach not in ("", "at_least") and self._namer.is_measure(left.name)):
            return self._before(place, claim, left)
        return self._behind(place, claim, left, raw, right)

    def _in_words(self, text: str, bound: int, figure: Figure, raw: str) -> Claim:
        """全覆盖, 翻一番, 三分之二: values in words."""
        left = self._namer.left(raw)
        claim = Claim(figure, comparator=self.comparator(left, figure), start=bound, end=figure.end, confidence=0.7)
        part = "分之" in figure.text
        changing = part or figure.text.endswith("类") or "翻" in figure.text or "增长" in figure.text
        if text.startswith("的", figure.end) and not part:
            return replace(claim, why_not="wish without a figure")
        if not changing and "实现" not in raw and "达" not in raw:
            return replace(claim, why_not="wish without a figure")
        name = left.name.removeprefix("对").removesuffix("的").replace("实现", "")
        if part and not name:
            name = right_of(text, figure.end, len(text), len(text)).removeprefix("的")
            claim = replace(claim, end=figure.end + len(name))
        elif part and not self._namer.is_measure(name) and "占" not in name[1:-2]:
            name = ""
        if figure.text == "全覆盖" and name:
            name += "" if self._namer.says_making(left.verbs) else left.verbs  # what is done for all: 风险监测全覆盖
            name = (_listed_whole(name) if len(name) > 24 else name).removesuffix("覆盖") + "覆盖"
        return replace(claim, name=name, why_not="" if len(name) >= 2 else "no measure named")

    def _before(self, place: _Place, claim: Claim, left: Left) -> Claim:
        """The measure stands before its figure: 合格率达到96%, 名牌产品15个."""
        figure, kept, namer = claim.figure, place.kept, self._namer
        counted = figure.kind == "count" or (figure.kind == "amount" and figure.unit != "%")
        said = left.name + left.verbs if left.name else namer.keeps(left.verbs)
        name = namer.without_making(said, counted).rstrip("的")
        made = name != said or bool(left.verbs) or namer.says_making(said)
        if why := self._scope.unsaid(name, left, figure, kept is not None or made):
            return replace(claim, why_not=why)
        if kept and namer.is_level(name):
            base = kept.base or kept.name
            return replace(claim, name=name + _LEVEL_AT_START.sub("", base), base=base, confidence=0.75)
        if len(name) < 2:
            return self._carried(place, claim)
        if kept and _in_brackets(place, kept, figure.start):
            base = kept.base or kept.name
            return replace(claim, name=f"{base}({name})", base=base, confidence=0.75)
        sure = 0.97 if left.reach and namer.is_measure(name) else 0.9
        return self._with_object(place, replace(claim, name=name, confidence=sure))

    def _with_object(self, place: _Place, claim: Claim) -> Claim:
        """A measure that lacks its object takes that of the clauses before: (主要农产品实现优质,)合格率达到96%."""
        name, kept, namer = claim.name, place.kept, self._namer
        if namer.compares(name):
            lent = kept.name if kept else self._subject(place, claim.start)
            whole = lent or namer.is_measure(_COMPARED.split(name)[0])
            return replace(claim, name=_overlapped(lent, name), confidence=0.75 if whole else 0.5)
        if not namer.is_bare(name):
            return claim
        if kept and len(name) <= 5 and not namer.is_measure(kept.name):
            return replace(claim, name=_overlapped(kept.name, name), confidence=0.75)
        if claim.figure.kind == "count":
            return claim
        own = place if name.startswith("占") or not kept else replace(place, start=max(place.start, kept.end))
        lent = self._subject(own, claim.start)
        return replace(claim, name=_overlapped(lent, name), confidence=0.8 if lent else 0.6)

    def _carried(self, place: _Place, claim: Claim) -> Claim:
        """Only the figure is said here: it takes the measure of the figure or the clause before."""
        if place.kept:
            name = self._grown(place.kept, claim)
            return replace(claim, name=name, base=place.kept.base, confidence=0.7)
        found = segments(place.text, place.start, claim.start)
        name = self._namer.subject(found[-1]) if found else ""
        if not name and found and claim.figure.kind != "bare":
            name = self._namer.object_of(found[-1])
        if 2 <= len(name) <= 30:
            return replace(claim, name=name, confidence=0.6)
        return replace(claim, why_not="no measure named")

    def _grown(self, kept: Claim, claim: Claim) -> str:
        """合格率比2015年提高3个百分点,达到95%: what is reached is the measure, not its growth."""
        if "百分点" not in kept.figure.unit or "百分点" in claim.figure.unit:
            return kept.name
        return _COMPARED.split(self._namer.without_change(kept.name)[0])[0] or kept.name

    def _subject(self, place: _Place, bound: int) -> str:
        """What the clauses before this place speak of, the nearest first."""
        nearest = reversed(segments(place.text, place.start, bound))
        return next((subject for segment in nearest if (subject := self._namer.subject(segment))), "")

    def _behind(self, place: _Place, claim: Claim, left: Left, raw: str, right: str) -> Claim:
        """The measure stands behind its figure (培育3家企业), or around it (企业100%通过认证)."""
        figure, kept = claim.figure, place.kept
        noun = right.removeprefix("的").strip()
        end = claim.end + len(right.rstrip())
        if figure.unit == "%" and left.name:
            name = self._namer.without_making(_ASIDE.sub("", left.name + left.verbs) + noun, False)
            return replace(claim, name=name, confidence=0.6, end=end)
        if figure.kind == "bare":
            return replace(claim, why_not="number without unit")
        joined = kept is not None and bool(_LIST_JOIN.fullmatch(raw.strip()))
        verbs = self._namer.keeps(left.verbs)
        if kept and joined and not verbs:
            verbs = self._namer.keeps(kept.verbs)
        told = bool(left.verbs or left.reach or joined or _AIMED.search(raw))
        told = told or (figure.tail in self._at_least and not left.name)
        share = figure.unit == "%"
        if not (told or (share and (figure.tail or figure.value == 100))) or len(noun) < (5 if share else 2):
            return replace(claim, why_not="number in passing")
        confidence = 0.85 if left.verbs else 0.7
        return replace(claim, name=verbs + noun, confidence=confidence, end=end, verbs=verbs or left.verbs)

    def _row_of_claims(self, place: _Place, claim: Claim, figures: Sequence[Figure]) -> list[Claim]:
        """The claim, or one for each figure of the row that it begins: 分别达到90%、95%和98%."""
        if claim.why_not not in ("", "number without unit"):
            return [claim]
        row = _row(place.text, figures)
        if len(row) == 1:
            return self._each(place, claim)
        if row[0].kind == "amount" and _THRESHOLD.match(place.text, row[-1].end):
            return [replace(claim, why_not=claim.why_not or "threshold of scope")]
        first = self._claim(place, row[0], row[1].start)
        if first.why_not or not NO_NOUN.match(place.text[row[-1].end : row[-1].end + 8]):
            return [claim]
        names = self._shared_names(first.name, len(row))
        first = replace(first, confidence=0.8)
        if row[-1].tail and not any(figure.tail for figure in row[:-1]):
            first = replace(first, comparator=self.comparator(Left("", "", ""), row[-1]))
        return [
            replace(first, figure=figure, name=name, order=order, end=figure.end)
            for order, (figure, name) in enumerate(zip(row, names, strict=True))
        ]

    def _each(self, place: _Place, claim: Claim) -> list[Claim]:
        """The claim, or one for each measure that shares its figure: 覆盖率和受检率均达到90%."""
        if not _ALIKE.search(place.text, claim.start, claim.figure.start):
            return [claim]
        names = self._measures(claim.name)
        return [replace(claim, name=name, order=order) for order, name in enumerate(names)]

    def _measures(self, name: str) -> list[str]:
        """覆盖率和参与率 parted where a measure stands on both sides: never at 与 of 参与率."""
        for sign in _ENUMERATED.finditer(name, 2):
            first, last = name[: sign.start()], name[sign.end() :]
            if self._namer.is_measure(first) and self._namer.is_measure(last):
                return [first, *self._measures(last)]
        return [name]

    def _shared_names(self, name: str, count: int) -> list[str]:
        """种植业产品、水产品监测合格率 for two figures gives two names, each with the measure."""
        whole, change = self._namer.without_change(name)
        parts = [part for part in _ENUMERATED.split(whole) if part]
        if len(parts) < count:
            return [name] * count
        parts = ["、".join(parts[: len(parts) - count + 1]), *parts[len(parts) - count + 1 :]]
        ending = self._namer.bare_end(parts[-1])
        return [(part if self._namer.is_measure(part) else part + ending) + change for part in parts]


def _row(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Figures right behind one another, which share what stands before them and the last one's unit."""
    row = [figures[0]]
    for figure in figures[1:]:
        between = text[row[-1].end : figure.start]
        if figure.why_not or not 0 < len(between) <= 3 or any(sign not in "、和及与以" for sign in between):
            break
        row.append(figure)
    if len(row) > 1 and all(figure.unit for figure in row) and text.endswith("分别", 0, _reached(text, row[0].start)):
        return row  # 合格率、满意度分别达到92%和82分
    if len(row) == 1 or any(figure.unit not in ("", row[-1].unit) for figure in row):
        return row[:1]
    return [replace(figure, unit=row[-1].unit, kind=row[-1].kind) for figure in row]


def _reached(text: str, at: int) -> int:
    """Where the verb before a figure begins: 达到, 提高到."""
    verb = _REACHED.search(text, max(at - 6, 0), at)
    return verb.start() if verb else at


def _overlapped(first: str, last: str) -> str:
    """Two parts of a name joined, without saying twice what both hold: 器具检定 and 检定覆盖率."""
    shared = next((size for size in range(min(len(first), len(last), 6), 1, -1) if first.endswith(last[:size])), 0)
    return first + last[shared:]


def _listed_whole(name: str) -> str:
    """电梯、锅炉等特种设备 gives 特种设备: the whole of a long list."""
    head, sign, whole = name.rpartition("等")
    return whole if sign and "、" in head and len(whole) >= 3 else name


def _in_brackets(place: _Place, kept: Claim, at: int) -> bool:
    """Whether this place is in brackets that opened behind the figure kept before: 50个(其中工业产品30个)."""
    opened = place.text.rfind("(", max(place.start, at - NEAR), at)
    if opened < 0 or place.text.find(")", opened, at) >= 0:
        return False
    return kept.figure.end <= opened or bool(kept.base)
