"""Why a number in a sentence is no figure to reach: scope of something else, money granted, a deadline, a rate …"""

import re
from collections.abc import Mapping

from ingest.extractors.figure_names import Edges, Left, Namer
from ingest.extractors.figures import Figure

Words = Mapping[str, tuple[str, ...]]

REACH_LISTS = ("at_least_words", "more_than_words", "at_most_words", "less_than_words", "reach_words", "fall_words")
NO_NOUN = re.compile(r"[,;:。!?、)(”\"\s]|$|和|及|与|以及|并|或|的(?:目标|水平|要求|标准|任务)|目标|水平|以|且")
_FUND = re.compile(r"的?[^,。;\d]{0,8}(?:基金|资金|经费|补助|奖金|贷款)")
# 有条件的县(市、区)达4%: the place of which a measure named before is said
_A_PLACE = re.compile(r"的(?:[省市县区州盟旗镇乡]|乡镇|地区|地方)(?:\([^()]*\))?$")
_ZONE = re.compile(r"^(?:[^,;。]{0,6})?(?:范围|区域|半径)")
_PROCEDURE = re.compile(r"(?:按照?|依照|以)[^,;。]{0,12}$")
_PERSONS = ("人", "户", "层", "岁", "名", "床", "张")  # counted, but with 以上 they size something (100人以上企业)
_NAME_SIGN = re.compile(r"[\u4e00-\u9fff”]")
_BOUNDING = ("at_least", "more_than", "at_most", "less_than")
_STANDARD = re.compile(r"(?P<of>的)?[^,。;、\d达率]{0,8}标准(?=[,。;、)]|$)")
_KEPT_TO = re.compile(r"执行|推行|落实|按照?")
_REACHED = re.compile(r"达到?|实现")
_SIZED = 24  # characters of a bracket that sizes what stands before it
_NEAR = 200  # characters; how far back an open bracket or quotation mark is looked for


class Scope:
    """Tells by the words beside a number what else it is."""

    def __init__(self, words: Words, namer: Namer) -> None:
        self._namer = namer
        self._scope = Edges(words["scope_prefixes"])
        self._reach = Edges(word for kind in REACH_LISTS for word in words[kind])
        self._structure = tuple(words["structure_nouns"])
        self._granting = re.compile(_choice(words["granting_words"]))
        self._costs = re.compile(f"(?:{_choice(words['project_cost_words'])})$")
        self._procedure = tuple(words["procedure_words"])
        self._meetings = re.compile(_choice(words["meeting_nouns"]))
        self._often = re.compile(_choice(words["frequency_words"]))
        self._time_measures = re.compile(_choice(words["time_measure_words"]))
        self._seldom_units = frozenset(words["frequency_units"])
        self._bounds = frozenset([*words["at_most_tails"], *words["at_least_tails"]])
        self._capacity = re.compile(rf"的[^,。;、\d]{{0,10}}(?:{_choice(words['capacity_nouns'])})(?=[,。;、)]|$)")

    def why_not(self, text: str, raw: str, left: Left, figure: Figure) -> str:
        """The reason, "" where it may be a figure. `raw` is the clause before it, `left` the same taken apart."""
        behind = text[figure.end : figure.end + 8]
        return (
            self._of_something_else(raw, left, figure, behind)
            or self._aside(text, left, figure)
            or self._of_a_standard(text, raw, figure)
            or self._threshold(text, left, figure, behind)
            or self._in_passing(raw, left, figure, behind)
        )

    def unsaid(self, name: str, left: Left, figure: Figure, listed: bool) -> str:
        """Why a figure behind a name states nothing: a percentage without a measure, a bare number."""
        measure = self._namer.is_measure(name)
        if figure.kind == "bare":
            nought = figure.text == "零"  # 重大事故为零
            return "" if left.reach and (measure or nought or not name) else "number without unit"
        said = left.reach or measure or listed or figure.tail
        if figure.unit == "%" and ((not said and figure.value != 100) or _A_PLACE.search(name)):
            return "percentage without a measure"
        if figure.kind == "amount" and figure.unit != "%" and not said:
            return "amount in passing"
        if figure.kind == "count" and len(name) < 2 and not (left.reach or left.verbs or listed):
            return "number in passing"
        return ""

    def _of_something_else(self, raw: str, left: Left, figure: Figure, behind: str) -> str:
        scope, reach = self._scope.trailing(raw), self._reach.trailing(raw)
        measured = scope == "在" and self._namer.is_measure(left.name)
        if scope and len(reach) <= len(scope) and not measured and figure.unit not in ("%", "个百分点", "倍"):
            return "scope of something else"
        if behind.startswith(self._structure):
            return "number of parts"
        if figure.kind == "amount" and _ZONE.match(behind):
            return "scope of something else"
        rated = behind.startswith(("比例", "的比例")) and _PROCEDURE.search(raw)
        if rated or scope in ("按", "按照") or behind.startswith(self._procedure):
            return "rate of a procedure"
        return ""

    def _aside(self, text: str, left: Left, figure: Figure) -> str:
        """重点企业(年用水5万吨以上)节水器具普及率: a figure in brackets within a name sizes what the name says."""
        if figure.unit in ("%", "‰") or not (figure.tail in self._bounds or left.reach in _BOUNDING):
            return ""
        opened = text.rfind("(", max(figure.start - _SIZED, 0), figure.start)
        within = opened > 0 and text.find(")", opened, figure.start) < 0 and text.startswith(")", figure.end)
        named = within and _NAME_SIGN.match(text, opened - 1) and _NAME_SIGN.match(text, figure.end + 1)
        return "threshold of scope" if named else ""

    def _of_a_standard(self, text: str, raw: str, figure: Figure) -> str:
        """节能75%的设计标准: the figure names a standard; one that is to be kept to (执行节能50%标准) is told."""
        standard = _STANDARD.match(text, figure.end) if figure.unit == "%" else None
        if standard is None or _REACHED.search(raw):
            return ""
        return "" if not standard["of"] and _KEPT_TO.search(raw) else "name of a standard"

    def _threshold(self, text: str, left: Left, figure: Figure, behind: str) -> str:
        """年耗能5000吨标准煤以上企业, 产值1亿元的企业: the figure only sizes what is spoken of."""
        if NO_NOUN.match(behind) or behind[:1] in ("", "年"):
            return ""
        attributive = behind.startswith("的")
        if attributive and left.verbs and self._capacity.match(text, figure.end):
            return ""
        if figure.unit in ("%", "‰"):
            return "threshold of scope" if attributive and self._namer.is_measure(left.name) else ""
        sized = figure.kind in ("amount", "time")
        bounded = figure.tail in self._bounds and (sized or figure.unit in _PERSONS)
        return "threshold of scope" if bounded or (sized and attributive) else ""

    def _in_passing(self, raw: str, left: Left, figure: Figure, behind: str) -> str:
        if figure.kind == "time" and not self._time_measures.search(raw):
            return "duration or deadline"
        granted = self._granting.search(raw[-16:])
        if figure.unit.endswith("元") and (granted or _FUND.match(behind)):
            return "money granted or charged"
        if figure.unit.endswith(("元", "%")) and not left.reach and (granted or self._granting.search(behind[:4])):
            return "money granted or charged"
        if figure.kind == "amount" and self._costs.search(left.name):
            return "cost or size of a project"
        if figure.unit in self._seldom_units and (self._often.search(raw) or self._meetings.search(raw + behind)):
            return "frequency of work"
        return ""


def quoted(text: str, start: int, figure: Figure) -> str:
    """Whether the number is part of a title or of a name in quotation marks."""
    before = text[max(start, figure.start - _NEAR) : figure.start]
    if before.rfind("《") > before.rfind("》"):
        return "part of a title"
    if before.rfind("“") > before.rfind("”") and "”" in text[figure.end : figure.end + 16]:
        return "name in quotation marks"
    return ""


def _choice(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))
