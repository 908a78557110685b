"""Bodies named in running text: offices with their level or place, leading groups, groups of bodies."""

import re
from collections.abc import Iterator

from graph.model import Mention, Statement
from graph.reference import Reference
from ingest.bodies import LEVEL_WORDS, Bodies, bodies_of
from ingest.document import Clause, Findings, ParsedDocument, running_text
from ingest.names import split_names

EXTRACTOR = "department/1"
_LEVELS = tuple(LEVEL_WORDS)
_LISTED = re.compile(r"等(?:有关|相关|多个|各|职能)*部门")
_LIST_START = re.compile(r"[,。;:!?()“”《》]|建立|推进|推动|加强|协调|联合|会同|组织|由|将|纳入|以及|涉及|督促|鼓励")
_NAMED_GROUP = re.compile(
    r"(?P<group>(?:领导小组|协调小组|推进小组|联席会议|指挥部)(?:办公室)?)"
    r"|(?:开发区|园区|新区|高新区|示范区|度假区|管理区|风景区|景区)(?:管委会|管理委员会)(?:\([^()]{1,8}\))?"
)
_GROUP = re.compile(
    r"(?:各|全[省市县区州盟旗]各级?各?|[省市县区州盟旗][级直](?:各|有关|相关)|地方各级|县级以上(?:地方)?(?:各级)?|有关|相关|各级)"
    r"(?:[省市县区州盟旗镇乡街道工业园开发自治直辖设属农垦管理有关相关行业主管职能级地方人民、,/]|\([^()]{1,12}\)){0,18}?"
    r"(?:人民政府|政府部门|政府(?:\(管委会\))?|管委会(?:\([^()]{1,8}\))?|部门|成员单位|单位|委办局|直属机构|街道办事处)"
)
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:中心支行|分行|支行|监管分局|监管局|税务局)")
_OF_SMALL_PLACES = re.compile(r"[乡镇村校]$|街道$|各$")
_SECOND_NAME = re.compile(r"[局委办厅]\(\)")
_ANY_GROUP = re.compile(r"政府|部门|单位|管委会|管理委员会|小组|联席会议|指挥部|机构|委办局|办事处")
_BRACKET_GROUP = re.compile(r"(?<![各、\w])[市县区旗州盟]\([市县区旗、]+\)(?:人民)?政府")


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """document MENTIONS Department, once for each place in running text."""
    findings = Findings(EXTRACTOR)
    bodies = bodies_of(reference)
    for clause in running_text(document.clauses):
        for start, end, name, kind in _named(clause, bodies, findings):
            mention = Mention("Department", name, clause.span(start, end), {"kind": kind} if kind else {})
            statement = Statement(
                document.document, "MENTIONS", mention, mention.evidence, EXTRACTOR, 0.95, {"path": clause.path}
            )
            findings.keep(statement)
    return findings


def _named(clause: Clause, bodies: Bodies, findings: Findings) -> Iterator[tuple[int, int, str, str]]:
    """start, end, name, kind of each body; longer readings first, so that no part of one is read again."""
    taken = bytearray(len(clause.text))
    for start, end, name, kind in (
        *_groups(clause.text, bodies),
        *_lists(clause.text, bodies),
        *_offices(clause.text, bodies),
    ):
        if taken.find(1, start, end) >= 0:
            continue
        findings.see()
        if not name:
            findings.reject(kind, clause.span(start, end))
            continue
        taken[start:end] = b"\1" * (end - start)
        yield start, end, name, kind


def _groups(text: str, bodies: Bodies) -> Iterator[tuple[int, int, str, str]]:
    if not _ANY_GROUP.search(text):
        return
    for match in _GROUP.finditer(text):
        if not re.fullmatch(r"(?:有关|相关|各有关|各相关|各)(?:部门|单位)", match.group()):
            yield match.start(), match.end(), match.group(), "group"
    for match in _BRACKET_GROUP.finditer(text):
        yield match.start(), match.end(), match.group(), "group"
    for match in _NAMED_GROUP.finditer(text):
        start = _boundary(text, match.start(), bodies)
        if match.start() - start >= 2 or (not match["group"] and start < match.start()):
            yield start, match.end(), text[start : match.end()], "leading_group" if match["group"] else ""


def named_groups(text: str, bodies: Bodies) -> list[str]:
    """The leading groups that a text names in full, in order: 市质量强市工作领导小组, never 领导小组 alone."""
    places = (
        (_boundary(text, match.start(), bodies), match) for match in _NAMED_GROUP.finditer(text) if match["group"]
    )
    return [text[start : match.start()] + match["group"] for start, match in places if match.start() - start >= 2]


def _boundary(text: str, end: int, bodies: Bodies) -> int:
    """Where the name of a leading group begins: behind the last stop or the last word that cannot be part of it."""
    start = max(0, end - 30)
    for match in re.finditer(r"[^\u4e00-\u9fff“”()]", text[start:end]):
        start = max(start, end - (end - max(0, end - 30)) + match.end())
    bracket = text.rfind("(", start, end)
    if bracket >= 0 and ")" not in text[bracket:end]:
        start = bracket + 1
    words = bodies.reference.words["body_boundaries"]
    cuts = [at + len(word) for word in words if (at := text.rfind(word, start, end)) >= 0]
    return max([start, *cuts])


def _lists(text: str, bodies: Bodies) -> Iterator[tuple[int, int, str, str]]:
    """工商、质检、环保等部门: offices of a kind, no single office; 市发改、财政等部门 are those of the city."""
    for match in _LISTED.finditer(text):
        begin = max(0, match.start() - 120)
        for edge in _LIST_START.finditer(text, begin, match.start()):
            begin = edge.end()
        listed = split_names(
            text, begin, match.start() + 3 if text[match.start() : match.end()] == "等部门" else match.start(), bodies
        )
        for name in listed.names:
            if name.kind != "other" and (bodies.stem(name.name.removesuffix("部门")) or name.known):
                whole = name.name if name.name.endswith("部门") or name.known else name.name + "部门"
                yield name.start, name.end, whole, ""


def _offices(text: str, bodies: Bodies) -> Iterator[tuple[int, int, str, str]]:
    """Names of the gazetteer with the level or place before them; 人民政府 alone names nobody."""
    places = {end: start for start, end, _ in bodies.reference.regions.find(text)}
    for start, end in bodies.reference.departments.find(text):
        first = places.get(start, places.get(start + 1, start))  # 绵阳市委: the place ends within 市委
        if first == start:
            first = _level_start(text, start)
        function = bodies.reference.departments.match(text[start:end])
        if function is None:
            continue
        if text.startswith(("集团", "公司", "有限", "驻"), end):
            continue  # 铁路局集团公司, 海关驻…办事处: another body
        if function.scope == "vertical" and (branch := _BRANCH.match(text, end)):
            end = branch.end()
        if first == start and _OF_SMALL_PLACES.search(text, max(0, start - 2), start):
            yield start, end, "", "offices of places below"
            continue
        if first == start and _SECOND_NAME.match(text[start - 2 : start] + text[end : end + 1]):
            yield start, end, "", "a second name in brackets"
            continue
        listed = start - first == 1 and re.search(
            r"[)市县区旗盟州]、$|[市县区旗盟州]$", text[max(0, first - 2) : first]
        )
        if function.kind == "government" and listed:
            yield start, end, "", "part of a group of governments"
        elif first == start and (
            (function.kind == "government" and function.scope == "local") or len(text[start:end]) < 2
        ):
            yield start, end, "", "a government without its place or level"
        elif first == start and function.kind in ("group", "leading_group"):
            yield start, end, "", "a group without its name"
        else:
            yield first, end, text[first:end], "other" if function.kind == "other" else ""


def _level_start(text: str, start: int) -> int:
    if not text.endswith(_LEVELS, 0, start):
        return start
    return next((start - len(level) for level in LEVEL_WORDS if text.endswith(level, 0, start)), start)
