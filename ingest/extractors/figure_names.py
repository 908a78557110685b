"""What a figure measures: the shortest phrase around it that identifies the measure with its object."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Words = Mapping[str, tuple[str, ...]]

_LEAD_TIME = re.compile(
    r"^(?:[到至于在]|截[至止])?(?:本?规划期|今后|未来|近|每|力争到)?"
    r"(?:(?:19|20)\d\d年?(?:[-~至到、和](?:19|20)\d\d)?(?:年度?|(?=[,:、]))(?:底前|底|末前|末|前|起|内|期间)?"
    r"|[“\"]?十[一二三四五六七]五[”\"]?(?:期间|时期|期末|末期|末|规划期末?|以来|规划)?"
    r"|[一二三四五六七八九十\d]{1,2}(?:[-~至到][一二三四五六七八九十\d]{1,2})?年(?:内|间|左右|时间)?|年底|年末|底|末)"
    r"(?:以?前|之前|左右|止)?[,:、]?"
)
_TRAIL_TIME = re.compile(
    r"(?:(?<![高加升降少小大长短展进])[到至在于,(]|截[至止])*(?:(?:(?:19|20)\d\d|[“\"]?十[一二三四五六七]五[”\"]?(?:期末|末|期间)?)年?[、和及与]?)+"
    r"(?:底|末)?(?:以?前)?[,:]?的?$"
)
_HAVING = re.compile(r"^有(?![机效限序毒害线关色轨源形])(?=.{3})")
_LEAD_SIGNS = " -·—,;:、.()”*+①②③④⑤⑥⑦⑧⑨⑩"
_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[、.](?!\d)|[一二三四五六七八九十]是)"
)
_CUES = re.compile(
    r"力争|争取|确保|努力|使得|促使|其中[,:]?|务必|(?<!促)使(?!用|命|馆|领|节|者|得)"
    r"|(?<=[,:])(?:实现|推动|带动|促进)|目标[为是:]"
)
_MEASURE_SIDE = re.compile(r"\(见[^()]*\)|\([^()]*(?:负责|牵头|配合)[^()]*\)")
_TAIL_NOISE = re.compile(r"(?:[,、:;\s-]|\([^()]*$)+$")
_BRACKET = re.compile(r"\([^()]*\)")
_LEVEL = re.compile(
    r"^(?:国家|国际|世界|全国|省部|省|自治区|地市|市|州|盟|县|区|旗|镇|乡|部|校|院|行业)?级?(?:及以上|以上)?$"
)
_OBJECT_VERB = re.compile(
    r"^(?:共|累计|新)?(?:建立|完善|健全|推进|实施|开展|加强|推行|推广|落实|建设|组织|扩大|引导|支持|鼓励|培育|打造|深化|优化|做好|抓好)了?"
)


_RATE = re.compile(r"(?:率|满意度|指数|比例|比重|占比|覆盖面)$")
_CLASSIFIER = re.compile(r"(?:个数|家数|户数|件数|项数|数量|总数|总量|数)$")


def alike(one: str, other: str) -> bool:
    """Whether two names, less what differs by habit (Namer.core), say the same: equal, or one leaves words out."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < max(4, 0.7 * len(longer)):
        return False
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


class Edges:
    """Strips words from the edge of a text, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def leading(self, text: str) -> str:
        """The longest of the words that the text begins with; "" if none."""
        return next((text[:length] for length in self._lengths if text[:length] in self._words), "")

    def trailing(self, text: str) -> str:
        """The longest of the words that the text ends with; "" if none."""
        return next((text[-length:] for length in self._lengths if text[-length:] in self._words), "")


@dataclass(frozen=True, slots=True)
class Left:
    """What stands before a figure, taken apart: the words of the name, and how it is said to be reached."""

    name: str
    reach: str  # at_least, more_than, at_most, less_than, reach, fall, change or ""
    verbs: str  # verbs of making right before the figure: 培育


class Namer:
    """Names measures by the words of seeds/words/targets.yaml."""

    def __init__(self, words: Words) -> None:
        kinds = ("at_least", "more_than", "at_most", "less_than", "reach", "fall", "change")
        self._reach_kinds = {word: kind for kind in reversed(kinds) for word in words[f"{kind}_words"]}
        self._reach = Edges(self._reach_kinds)
        self._guarded = Edges(words["reach_guards"])
        self._adverbs = Edges(words["figure_adverbs"])
        self._lead = Edges(words["lead_words"])
        self._making = Edges(words["making_verbs"])
        self._making_kept = Edges(words["noun_verbs"])
        self._verbs = Edges(word for kind in ("making", "noun", "number", "kept") for word in words[f"{kind}_verbs"])
        self._kept = Edges(words["kept_verbs"])
        self._results = Edges(words["result_endings"])
        self._changes = Edges(words["change_words"])
        self._acting = Edges(words["acting_bodies"])
        parts = "|".join(sorted(words["bare_parts"], key=lambda word: (-len(word), word)))
        ends = "|".join(sorted(words["result_endings"], key=lambda word: (-len(word), word)))
        self._bare = re.compile(rf"(?:{parts})*(?:{ends})(?:{parts})*")
        self._bare_end = re.compile(rf"(?:(?:{parts}){{1,3}}(?:{ends})|(?:{ends}))$")
        subject = "|".join(sorted(words["subject_ends"], key=lambda word: (-len(word), word)))
        self._subject_end = re.compile(subject)
        change = "|".join(sorted(words["change_words"], key=lambda word: (-len(word), word)))
        self._change = re.compile(
            rf"(?:比|较|同比|年均|每年|平均|累计|年|同|共|整体|总体)*(?:[^,]{{0,8}}(?:年|期|末))?(?:{change})"
        )

    def left(self, text: str) -> Left:
        """Take apart what stands before a figure: 工业产品合格率均达到 gives the name, reach, …."""
        text = _TAIL_NOISE.sub("", _MEASURE_SIDE.sub("", text))
        text, reach = self._without_reach(text)
        cues = list(_CUES.finditer(text))
        if cues and len(text) - cues[-1].end() >= 2:
            text = text[cues[-1].end() :]
        text = self.without_lead(text)
        name, verbs = self._verbs_off_end(text)
        return Left(name, reach, verbs)

    def _without_reach(self, text: str) -> tuple[str, str]:
        reach = ""
        while text:
            if year := _TRAIL_TIME.search(text):
                text = text[: year.start()]
                continue
            word = "" if self._guarded.trailing(text) else self._reach.trailing(text)
            kind = self._reach_kinds.get(word, "")
            if kind == "change":
                return text, reach or kind
            reach = kind if kind and reach in ("", "reach", "fall") else reach
            word = word or ("" if self._guarded.trailing(text) else self._adverbs.trailing(text))
            if not word:
                break
            text = text[: -len(word)].rstrip(", ")
        return text, reach

    def without_lead(self, text: str) -> str:
        """The text without leading times, adverbs, marks of lists and signs."""
        while text:
            shorter = _LEAD_TIME.sub("", _NUMBERING.sub("", text.lstrip(_LEAD_SIGNS)))
            word = self._lead.leading(shorter)
            if word and len(shorter) > len(word):
                shorter = shorter[len(word) :]
            shorter = _HAVING.sub("", shorter)
            if shorter == text:
                return text
            text = shorter
        return text

    def _verbs_off_end(self, text: str) -> tuple[str, str]:
        """Verbs of making at the end of the words before a figure: 企业新增 gives 企业, 新增."""
        end = len(text)
        while True:
            bare = text[:end].rstrip("、和或与及并,") if end < len(text) else text
            word = self._verbs.trailing(text[:end]) or self._verbs.trailing(bare)
            if not word:
                return text[:end], text[end:]
            end = text.rfind(word, 0, end)

    def without_making(self, name: str, counted: bool) -> str:
        """The name without leading verbs of making (培育…示范区); words that also begin nouns go only where counted."""
        while True:
            word = self._making.leading(name) or (self._making_kept.leading(name) if counted else "")
            rest = name[len(word) :].lstrip("、和或与及并了") if word else name
            if not word or len(rest) < 3 or (word in ("建", "创", "获") and len(rest) < 5):
                return name
            name = self.without_lead(rest)

    def says_making(self, name: str) -> bool:
        """Whether the name begins with a verb of making, be it part of the name: 新建绿道."""
        return bool(self._making.leading(name))

    def keeps(self, verbs: str) -> str:
        """Of the verbs before a figure those that belong to the name: 新增, 主导制定."""
        return verbs if self._kept.leading(verbs) or self._kept.trailing(verbs) else ""

    def is_measure(self, name: str) -> bool:
        """Whether the name ends as results do: 合格率, 指数, 总产值."""
        return bool(self._results.trailing(_BRACKET.sub("", name)))

    def ends_as_rate(self, label: str) -> bool:
        """Whether the label of a group is itself the measure: 顾客满意度."""
        return bool(_RATE.search(label)) and self.is_measure(label)

    def says_result(self, name: str) -> bool:
        """Whether the name ends as results or as changes do: 合格率, 效率提升."""
        return self.is_measure(name) or bool(self._changes.trailing(name))

    def is_bare(self, name: str) -> bool:
        """Whether a measure lacks its object: 质量安全监测合格率, 占GDP比重, 建档率."""
        name = _BRACKET.sub("", name)
        if name.startswith("占") or not name:
            return True
        return bool(self._bare.fullmatch(name)) or (len(name) <= 3 and name.endswith("率"))

    def compares(self, name: str) -> bool:
        """Whether the words only say how a measure changes: 年均增长, 比2005年提高."""
        return bool(self._change.fullmatch(name)) or name.startswith(("比", "较", "同比"))

    def is_level(self, name: str) -> bool:
        """Whether the words only say a level: 国家级, 省级."""
        return bool(_LEVEL.match(name)) and bool(name)

    def without_change(self, name: str) -> tuple[str, str]:
        """The measure and how it changes: 排放总量分别下降 gives 排放总量, 下降."""
        change = self._changes.trailing(name)
        return (name[: -len(change)].removesuffix("分别"), change) if change else (name, "")

    def bare_end(self, name: str) -> str:
        """The measure that a name ends in: 水产品监测合格率 gives 监测合格率."""
        found = self._bare_end.search(name)
        return found[0] if found else ""

    def subject(self, segment: str) -> str:
        """The object that a clause speaks of: 主要农产品实现优质 gives 主要农产品; "" where it begins with its verb."""
        segment = _LEAD_TIME.sub("", _NUMBERING.sub("", _MEASURE_SIDE.sub("", segment).strip(_LEAD_SIGNS)))
        segment = segment.removeprefix("使").removeprefix("确保")
        found = self._subject_end.finditer(segment)
        ends = (end for end in found if len(end[0]) > 1 or not self._guarded.trailing(segment[: end.end()]))
        end = next(ends, None)
        subject = segment[: end.start()] if end else ""
        subject = self._adverbs_off(subject)
        return subject if len(subject) >= 2 and not self._acting.trailing(subject) else ""

    def object_of(self, segment: str) -> str:
        """The last thing that a clause without a figure names: 培育龙头企业 gives 龙头企业."""
        segment = self.without_lead(_MEASURE_SIDE.sub("", segment).strip(" ,;:"))
        return self.without_making(_OBJECT_VERB.sub("", segment), True)

    def core(self, name: str) -> str:
        """The name without verbs of making, classifiers (个数) and signs: what two namings of a measure share."""
        name = self.without_making(self.without_lead(name), True)
        return _CLASSIFIER.sub("", re.sub(r"[、,“”\"()\s的和及]|等(?=主要|重点|各)", "", name))

    def _adverbs_off(self, text: str) -> str:
        while word := self._adverbs.trailing(text):
            text = text[: -len(word)]
        return text.rstrip(",、的")
