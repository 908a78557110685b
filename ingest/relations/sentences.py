"""Duties stated in running text, without brackets or labels: 此项工作由…负责, 市商务局负责…, 市甲局要会同市乙局…."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.bodies import BRACKET, Bodies
from ingest.document import Passage
from ingest.names import split_names
from ingest.relations.candidate import Candidate, Seen
from ingest.relations.duty_words import STANDING, before_deadline, before_rest, only_deadlines, speaks_back

_LONGEST = 1_000  # characters that a sentence goes on behind its verb
_WITHIN = 400  # characters looked back for the beginning of a sentence
_SENTENCE_END = re.compile(r"[。;!?]")
_DOING = "组织|做好|开展|制定|制订|推进|推动|落实|修订|建立|加强|抓好|研究|编制|实施"
_CLAIM = re.compile(
    rf"牵头|负责(?!人|任|同志|干部|制(?![定订作造修]))|(?:要|应当?|须)会同|会同(?=[^,。;]{{2,60}}(?:{_DOING}))"
    r"|(?:承担|组织实施|组织落实)(?=[,。;]|$)|按照?(?:各自)?的?(?:职责|职能|任务)(?:分工)?,?(?:切实|认真|共同)?(?:做好|抓好)"
)
_NUMBER = re.compile(r"(?:\(?[一二三四五六七八九十\d]{1,3}[、.)]|[一二三四五六七八九十]是)\s*")
_CLOSING = re.compile(
    r"(?:本|此|该|上述|以上)(?:项|条|款|章|部分)?(?:各项|所有)?(?:工作|任务|措施|事项|内容)*,?(?:均|统一|具体|主要)*(?=由)"
)
_HELP = r"(?:予以|给予|积极|密切|共同)*(?:配合|参与|参加|协助|支持|协同|指导|督导)(?:做好|落实|实施|推进)?"
_HELP_NEXT = re.compile(rf"(?:负责|落实|组织实施)?[、,](?P<who>[^。;]{{2,120}}?)(?P<verb>{_HELP})")
_HELP_LATER = re.compile(rf",(?P<who>[^,。;]{{2,90}}?)(?P<verb>{_HELP})")
_MORE = re.compile(
    rf"[,;](?P<who>[^。;]{{2,90}}?)(?:{_HELP}|(?:具体|抓好|结合实际|按职责分工)*(?:负责|落实|组织实施))(?=[,;。]|$)"
)
_MET = re.compile(rf"会同(?P<who>[^,。;]{{2,60}}?)(?:统筹|{_DOING}|(?=,))")
_MET_NEXT = re.compile(rf",会同(?P<who>[^,。;]{{2,60}}?)(?={_DOING}|,|。|$)")
_MODAL = re.compile(
    r"(?:按照?|依照|根据)?(?:各自)?的?(?:职责|职能)(?:分工|范围)?$|(?:要|应当?|须|必须|将|具体|切实|统一|共同|分别|主要|总|分工)$"
)
_LEAD_IN = re.compile(r"由|请|其中|同时|原则上由")
_ADVERBS = re.compile(r"^(?:其中|具体|原则上|统一|均|也|主要|工作|任务|并|分别)+")
_BY = re.compile("(?:具体)?由")
_DONE = re.compile(r"(?:落实|组织实施|实施|抓总|负责|组织落实)?")
_NEWS = re.compile(r"据[^,。]{0,14}(?:报道|介绍|统计|了解)|据悉|新华社|记者")
_NO_DUTY = (
    (
        re.compile(r"首要责任|主体责任|直接责任|负总责|各负其责|(?<!应)对(?!口).{1,12}负责$|为.{0,4}负责$"),
        "responsibility of companies or persons",
    ),
    (re.compile(r"(?:任|担任|为)(?:组长|副组长|总指挥|召集人)|任组长"), "who sits on a group"),
    (
        re.compile(
            r"(?:牵头|负责)(?:开展|组织|制定|建立|推进|实施|编制|起草|建设|承担)?的"
            r"|牵头(?:单位|部门|作用|抓总的)|牵头、.{0,12}的"
        ),
        "a mechanism or office in passing",
    ),
    (re.compile(r"(?:牵头|负责)(?:.{0,8})(?:完成了|制定了|出台了|开展了|印发了|建立了)|已(?:由|经)"), "a past deed"),
    (re.compile(r"负责解释"), "who explains the document"),
)
_SURE_ENDS = (
    "海关",
    "区管委会",
    "区管理委员会",
    "领导小组",
    "领导小组办公室",
    "联席会议",
    "联席会议办公室",
    "指挥部",
    "委员会办公室",
)


def sentence_candidates(passage: Passage, bodies: Bodies, taken: Sequence[tuple[int, int]]) -> list[Seen]:
    """The candidates outside the stretches taken by brackets and labels; those that are none with the reason."""
    text = passage.text
    found: list[Seen] = []
    firsts = [first for first, _ in taken]
    done = 0
    for claim in _CLAIM.finditer(text):
        at = claim.start()
        place = bisect_right(firsts, at)
        if at < done or (place and at < taken[place - 1][1]):
            continue
        start = _sentence_start(text, at)
        stop = _SENTENCE_END.search(text, at, at + _LONGEST)
        end = stop.start() if stop else min(len(text), at + _LONGEST)
        end = min(end, firsts[place]) if place < len(firsts) else end
        one = _read(passage, bodies, start, at, claim.end(), end)
        if isinstance(one, Candidate) and _is_torn(text, start, max(one.until, one.last)):
            one = replace(one, form="torn")
        found.append(one)
        done = one[0].until if isinstance(one, tuple) else max(one.until, one.last)
    return found


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether a bracket closes here that was never opened: the phrase may have begun anywhere before."""
    stop = _SENTENCE_END.search(text, end, end + _WITHIN)
    behind = text[start : stop.start() if stop else end + _WITHIN]
    return behind.count(")") > behind.count("(")


def _sentence_start(text: str, at: int) -> int:
    """Behind the last full stop, and behind the number of an item."""
    begin = max(0, at - _WITHIN)
    start = max((match.end() for match in _SENTENCE_END.finditer(text, begin, at)), default=begin)
    number = _NUMBER.match(text, start, at)
    return number.end() if number else start


def _read(passage: Passage, bodies: Bodies, start: int, at: int, after: int, end: int) -> Seen:
    """The reading of one 牵头, 负责 or 会同 in running text; all but a few plain forms is no duty or waits."""
    text = passage.text
    clause = max(start, max(text.rfind(sign, start, at) for sign in ",:") + 1)
    none = Candidate(passage, clause, min(end, after + 20), clause, at, "none", after)
    if _NEWS.search(text, start, end):
        return none, "a report of news"
    if STANDING.search(text, start, end):
        return none, "a rule for all that follows"
    for pattern, why in _NO_DUTY:
        if pattern.search(text, max(clause, at - 14), min(end, after + 14)):
            return none, why
    if closing := _CLOSING.match(text, start, at):
        end = before_rest(text, after, end)
        return Candidate(passage, start, end, closing.end(), end, "closing", end)
    for begin in dict.fromkeys((start, clause)):
        if _are_bodies(text, begin, at, bodies):
            one = _with_subject(passage, bodies, begin, after, end, start)
            behind = begin > start and _BY.match(text, begin) is not None  # 流域的综合治理,由市甲局负责
            return _as_part(one, _past_lead(text, start, begin)) if behind else one
    by = text.rfind("由", clause, at)  # 林产品监测由州林业局负责: what stands before is what it speaks of
    if by > clause and _are_bodies(text, by + 1, at, bodies):
        one = _with_subject(passage, bodies, by, after, end, clause)
        return _as_part(one, by - len(_ADVERBS.sub("", text[clause:by])))
    if text[at:after].endswith("会同"):
        return none, "会同 without a body before it"
    if re.match(r"(?:具体|原则上)?由[^,。;]{3,60}$", text[clause:at]):
        return Candidate(passage, clause, end, clause, end, "sentence", end)  # the grammar reads it, or it waits
    return none, "no office before the verb"


def _past_lead(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind 其中 and the like."""
    lead = _ADVERBS.match(text, start, end)
    return lead.end() if lead else start


def _as_part(one: Seen, start: int) -> Seen:
    """The candidate as one that speaks of the words before it alone: 集贸市场整治由…负责, not 具体由…负责."""
    if not isinstance(one, Candidate) or one.form != "sentence" or one.first - start < 2:
        return one
    if only_deadlines(one.passage.text[start : one.first]):  # 2015年底前完成,由市甲局负责 speaks of what stands above
        return one
    return replace(one, form="part", until=start)


def _with_subject(passage: Passage, bodies: Bodies, start: int, after: int, end: int, sentence: int) -> Seen:
    """Bodies stand before the verb: the whole is a phrase, or it covers what follows in the sentence."""
    text = passage.text
    if text[:after].endswith("会同"):
        return _jointly(passage, bodies, start, after - 2, end)
    met = _MET_NEXT.match(text, after, end)
    if met and _are_bodies(text, *met.span("who"), bodies):  # 由市甲局牵头,会同市乙局推动…
        return Candidate(passage, start, met.end("who"), start, met.end("who"), "subject", end)
    near = _HELP_NEXT.match(text, after, end)
    if near and _are_bodies(text, *near.span("who"), bodies):
        last = _further(text, near.end(), end, bodies)
        if start == sentence and not speaks_back(text[start:last], text[last:end]):  # 市甲局牵头,市乙局参加,开展…
            return Candidate(passage, start, last, start, last, "subject", end)
        return Candidate(passage, start, last, start, last, "sentence", last)
    if near and text[near.start("who") - 1] == "、":  # the list goes on with a body that is not known for sure
        return Candidate(passage, start, near.end(), start, near.end(), "half", near.end())
    rest = text[after:end]
    told = before_deadline(text, after, end)
    if _DONE.fullmatch(text[after:told].strip(",、 ")):
        return Candidate(passage, start, told, start, told, "sentence", told)
    if start > sentence and rest[:1] in ",、":
        return Candidate(passage, start, after, start, after, "sentence", after)
    until = _next_subject(text, after, end, bodies)
    later = _HELP_LATER.search(text[:until], after)
    if later and _are_bodies(text, *later.span("who"), bodies):
        return Candidate(passage, start, later.end(), start, later.end(), "subject", until)
    return Candidate(passage, start, after, start, after, "subject", until)


def _further(text: str, at: int, end: int, bodies: Bodies) -> int:
    """Where a phrase ends that goes on with another list: …参与,各乡镇人民政府具体落实."""
    more = _MORE.match(text, at, end)
    return _further(text, more.end(), end, bodies) if more and _are_bodies(text, *more.span("who"), bodies) else at


def _jointly(passage: Passage, bodies: Bodies, start: int, at: int, end: int) -> Seen:
    """市甲局要会同市乙局做好…: the first leads, the others cooperate, in what follows."""
    met = _MET.match(passage.text, at, end)
    aside = met is not None and met["who"].startswith(("有关", "相关", "各有关", "各相关"))
    if aside and passage.text[at - 1] in "要应须当" and _are_bodies(passage.text, start, at, bodies):
        return Candidate(passage, start, at, start, at, "alone", end)  # 市甲局要会同有关部门加强…: it answers
    if met is None or aside or not _are_bodies(passage.text, *met.span("who"), bodies):
        return Candidate(passage, start, at + 2, start, at, "none", at + 2), "会同 in passing"
    return Candidate(passage, start, met.end("who"), start, met.end("who"), "joint", end)


def _next_subject(text: str, after: int, end: int, bodies: Bodies) -> int:
    """Where another body becomes the subject of the sentence, else its end."""
    for comma in re.finditer(r",", text[after:end]):
        begin = after + comma.end()
        following = _CLAIM.search(text, begin, end)
        if following and _are_bodies(text, begin, following.start(), bodies):
            return begin - 1
    return end


def _are_bodies(text: str, start: int, end: int, bodies: Bodies) -> bool:
    """Whether the stretch names bodies and no more, 由 before and 要, 应, 按职责分工 behind them left aside."""
    if end - start > 140:
        return False
    if (met := text.find("会同", start, end)) > start:  # 市甲局会同市乙局负责…
        return _are_bodies(text, start, met, bodies) and _are_bodies(text, met + 2, end, bodies)
    if lead := _LEAD_IN.match(text, start, end):
        start = lead.end()
    while modal := _MODAL.search(text[:end], start):
        if modal.start() == modal.end():
            break
        end = modal.start()
    listed = split_names(text, start, end, bodies)
    return (
        bool(listed.names)
        and not listed.unread
        and all(is_sure(name.name, name.known, bodies) for name in listed.names)
    )


def is_sure(name: str, known: bool, bodies: Bodies) -> bool:
    """Running text names a body for sure where the gazetteer has it, or where it bears its level (县茶业局)."""
    if name in ("办公室", "办公厅"):  # whose, the text says elsewhere
        return False
    bare = BRACKET.sub("", name)
    return known or bare.endswith(_SURE_ENDS) or (bodies.kind(name) == "" and not bodies.bare(name))
