"""Documents named without 《》: titles behind 落实 or 根据, five-year plans, programmes in quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph.reference import Reference
from ingest.extractors.doc_number import find
from ingest.issuers import either, lead_ins, place_prefix, qualifier_before, run_before
from ingest.titles import document_kind, inner_title

TAIL = re.compile(r"(?:的?(?:通知|意见|决定|公告|函))?(?:文件)?(?P<bracket>\((?:[^()]|\([^()]{0,80}\)){0,160}\))?")
SHORT = re.compile(r"简?称(?:为)?[《“]?(?P<short>[^《》“”()、,;]{2,20})[》”]?")
_QUOTED = re.compile(r"“(?P<title>[^“”《》]{4,40})”(?P<type>规划纲要|行动计划|实施方案|规划|纲要)?")
_FIVE_YEARS = re.compile(
    r"“十[一二三四五六]五”(?P<mid>[^“”《》。,;、()]{0,24}?)(?:规划纲要|规划|纲要|计划)(?:和20\d\d年远景目标纲要)?"
)
_YEAR_PROGRAMME = re.compile(r"[\u4e00-\u9fff]{2,10}20[2-6]\d")
_NO_PLAN = ("期间", "时期", "以来", "末", "规划期", "的", "开局", "各项")
_OWN_PLACE = re.compile(r"[我全本](?:自治区|[国省市县区盟旗州])")
_ECONOMY = re.compile(r"经济(?:和|与)?社会")
_CUT = re.compile(r"以及|[和及与、将把对以为是在]")
_COORDINATED = re.compile(r"[和及与、]")
_YEARS = r"(?:\((?:19|20)\d\d[^()]*\))?"
_BEHIND = (  # what may follow a title that no 》 closes
    r"(?=$|[,。;:、()》\s和及与等]|以及|精神|要求|部署|规定|确定|提出|明确|有关"
    r"|的(?:要求|精神|部署|规定|总体|有关|相关|通知要求|实施(?!意见|方案|办法|细则|规划|计划)))"
)


@dataclass(frozen=True)
class Cited:
    """A document named at one place of a text: text[start:end] is its name.

    From `first` (the qualifier before it) to `stop` (the bracket behind it) reaches all that belongs to it.
    """

    first: int
    start: int
    end: int
    stop: int
    title: str  # as written, the inner one of a notice; the number where nothing else is said
    form: str  # quoted, plain, programme, number; general: a remark, no title
    doc_number: str = ""
    qualifier: str = ""
    kind: str = "other"
    short: str = ""  # 以下简称


def find_plain(text: str, reference: Reference) -> Iterator[Cited]:
    """The documents named without 《》, the surest forms first."""
    if "”" in text:
        yield from _programmes(text, reference)
        yield from _five_years(text, reference)
    yield from _regarding(text, reference)
    yield from _plans(text, reference)


def _regarding(text: str, reference: Reference) -> Iterator[Cited]:
    """Titles without 《》 that say 关于: 落实国务院关于质量责任追溯体系建设的指导意见."""
    at = text.find("关于")
    while at >= 0:
        if title := _plain(reference.words["plain_types"], "关于").match(text, at):
            issuer = _issuer_before(text, at, reference)
            start = at - len(issuer)
            name = inner_title(text[start : title.end()], reference)
            cited = _plain_cited(text, start, title.end(), name, reference)
            general = not issuer or _is_general(title[0], reference)
            yield replace(cited, form="general") if general else cited
        at = text.find("关于", at + 2)


def _issuer_before(text: str, at: int, reference: Reference) -> str:
    qualifier = qualifier_before(text, at, reference)
    return qualifier if len(qualifier) > 1 else ""


def _plans(text: str, reference: Reference) -> Iterator[Cited]:
    """Plans without 《》 behind 落实, 根据: 落实自治区和阿盟加快推进标准化工作三年行动计划 names two."""
    for lead in either(reference.words["plain_lead_ins"]).finditer(text):
        at = lead.end()
        while plan := _plan_at(text, at, reference):
            yield from plan
            joined = _COORDINATED.match(text, plan[-1].end)
            at = joined.end() if joined else len(text)


def _plan_at(text: str, start: int, reference: Reference) -> list[Cited]:
    """The plans that begin here, one for each place: (自治区, 阿盟) 加快推进标准化工作三年行动计划."""
    places, at = _coordinated_places(text, start, reference)
    title = _plain(reference.words["plan_types"], "").match(text, at) if places else None
    if title is None:
        return []
    for joined in _COORDINATED.finditer(text, at, title.end()):  # 落实省战略和市实施方案: the plan is the second
        if place_prefix(text[joined.end() : joined.end() + 20], reference):
            return _plan_at(text, joined.end(), reference)
    form = "general" if _is_general(title[0], reference) else "plain"
    cited = [_plain_cited(text, start, title.end(), place + title[0], reference) for place in places]
    return [replace(one, form=form) for one in cited]


def _coordinated_places(text: str, at: int, reference: Reference) -> tuple[list[str], int]:
    """The places or issuers that begin here, one or two joined by 和, and where they end."""
    places: list[str] = []
    while len(places) < 3:
        prefix = place_prefix(text[at : at + 20], reference)
        if not prefix:
            break
        places.append(text[at : at + prefix])
        at += prefix
        joined = _COORDINATED.match(text, at)
        if joined is None or not place_prefix(text[joined.end() : joined.end() + 20], reference):
            break
        at = joined.end()
    return places, at


def _plain_cited(text: str, start: int, end: int, name: str, reference: Reference) -> Cited:
    tail = TAIL.match(text, end)
    bracket = (tail["bracket"] if tail else "") or ""
    numbers, short = find(bracket, reference), SHORT.search(bracket)
    stop = tail.end() if tail and (numbers or short) else end
    number = numbers[0].name if numbers else ""
    kind = document_kind(name, reference)
    return Cited(start, start, end, stop, name, "plain", number, "", kind, short["short"] if short else "")


def _is_general(title: str, reference: Reference) -> bool:
    return any(word in title for word in reference.words["general_words"])


def _programmes(text: str, reference: Reference) -> Iterator[Cited]:
    """Programmes and plans in quotes: “中国制造2025”战略, “健康中国2030”规划纲要, “中国制造2025四川行动计划”."""
    for quoted in _QUOTED.finditer(text):
        name = quoted["title"].replace(" ", "")
        shown = quoted["type"] or text.startswith(reference.words["programme_tails"], quoted.end())
        is_programme = _YEAR_PROGRAMME.fullmatch(name) and (shown or name in reference.words["programmes"])
        if is_programme and quoted["type"]:
            name, end = f"“{name}”{quoted['type']}", quoted.end()
        elif is_programme or (name.endswith(reference.words["plan_types"]) and len(name) >= 8):
            end = quoted.end("title") + 1
        else:
            continue
        yield Cited(quoted.start(), quoted.start(), end, end, name, "programme", kind="plan")


def _five_years(text: str, reference: Reference) -> Iterator[Cited]:
    """Five-year plans with words of their own: 我市经济社会发展“十二五”规划, 国家“十四五”规划纲要."""
    for plan in _FIVE_YEARS.finditer(text):
        if plan["mid"].startswith(_NO_PLAN):
            continue
        words = _after_cut(run_before(text, plan.start()), reference)
        own = _OWN_PLACE.match(words)
        qualifier = own[0] if own else ""
        if not (words or plan["mid"]):
            continue
        first = plan.start() - len(words)
        start = first + len(qualifier)
        name = text[start : plan.end()]
        yield Cited(first, start, plan.end(), plan.end(), name, "programme", "", qualifier, "plan")


def _after_cut(run: str, reference: Reference) -> str:
    """The words that belong to the plan: behind the last verb or conjunction, 和 of 经济和社会 aside."""
    masked = _ECONOMY.sub(lambda match: "济" * len(match[0]), run)
    cuts = [match.end() for pattern in (_CUT, lead_ins(reference)) for match in pattern.finditer(masked)]
    return run[max(cuts, default=0) :]


@cache
def _plain(types: tuple[str, ...], lead: str) -> re.Pattern[str]:
    """A title that ends in one of these words, from `lead` on, within one part of a sentence."""
    ends = "|".join(sorted(types, key=len, reverse=True))
    return re.compile(rf"{lead}(?:(?!关于)[^。;,!?()《》:]){{2,60}}?(?:{ends}){_YEARS}{_BEHIND}")
