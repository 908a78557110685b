"""Where duty phrases stand: in brackets, behind labels, as sentences, as the subject of a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.bodies import Bodies
from ingest.document import Clause, Passage
from ingest.relations.duty_phrase import LABEL, PRECEDENCE

_DUTY = re.compile(
    r"牵头|负责|责任单位|责任部门|配合|主办|协办|承办|分工|参与|协作|组织实施|会同|落实|主管部门|第一责任|承担"
)
_PERSON = re.compile(r"负责(?:人|任|制(?![定订作造修]))|责任人")
_OPEN, _CLOSE = "([〔【", ")]〕】"
_SENTENCE_END = re.compile(r"[。;!?]")
_CLAIM = re.compile(r"牵头|负责(?!人|任|制(?![定订作造修]))")
_CLOSING = re.compile(
    r"(?:本|此|该|上述|以上)(?:项|条|款|章|部分)?(?:各项|所有)?(?:工作|任务|措施|事项|内容)*,?(?:均|统一|具体|主要)*(?=由)"
)
_HELPERS = re.compile(
    r",(?P<who>[^,;。]{2,90}?)(?:予以|给予|积极|密切|共同)*(?:配合|参与|协助|支持|协同)(?:做好|落实|实施|推进)?(?=,|$)"
)
_NO_DUTY = (
    (
        re.compile(r"首要责任|主体责任|直接责任|负总责|各负其责|对.{1,12}负责$|为.{0,4}负责$"),
        "responsibility of companies or persons",
    ),
    (re.compile(r"(?:任|担任|为)(?:组长|副组长|总指挥|召集人)|任组长"), "who sits on a group"),
    (re.compile(r"牵头的|负责的|牵头(?:单位|部门|作用|抓总的)|牵头、.{0,12}的"), "a mechanism or office in passing"),
    (re.compile(r"(?:牵头|负责)(?:.{0,8})(?:完成了|制定了|出台了|开展了|印发了|建立了)|已(?:由|经)"), "a past deed"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a duty phrase. text[start:end] is what the grammar reads, text[first:last] the quote.

    form: bracket, label, closing (本项工作由…负责), sentence (the phrase is the sentence), subject (X负责…: covers what
    follows, up to `until`).
    """

    passage: Passage
    first: int
    last: int
    start: int
    end: int
    form: str
    until: int = 0


def candidates(passage: Passage, bodies: Bodies) -> Iterator[Candidate | tuple[Candidate, str]]:
    """The candidates of a passage in order; those that are no duty come with the reason."""
    text = passage.text
    brackets = list(_brackets(text))
    labels = list(_labels(text, brackets))
    taken = [(first, last) for first, last in [*brackets, *labels]]
    found: list[Candidate | tuple[Candidate, str]] = []
    for first, last in brackets:
        if _DUTY.search(text, first, last) and not _only_persons(text, first, last):
            found.append(Candidate(passage, first, last, first + 1, last - 1, "bracket"))
        elif _only_bodies(text, first + 1, last - 1, bodies):
            found.append(Candidate(passage, first, last, first + 1, last - 1, "bare"))
    found += [Candidate(passage, first, last, first, last, "label") for first, last in labels]
    found += _sentences(passage, bodies, taken)
    yield from sorted(found, key=lambda one: (one[0] if isinstance(one, tuple) else one).first)


def first_precedence(text: str) -> int:
    """Where 列第一位的为牵头单位 stands; beyond the text where it does not."""
    rule = PRECEDENCE.search(text) if "第" in text or "首位" in text else None
    return rule.start() if rule else len(text)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets; one that is never closed ends nowhere and is none."""
    depth, first = 0, 0
    for match in re.finditer(r"[(\[〔【)\]〕】]", text):
        if match.group() in _OPEN:
            first = match.start() if depth == 0 else first
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield first, match.end()


def _only_bodies(text: str, start: int, end: int, bodies: Bodies) -> bool:
    """(市生态环境局、市公安局): bodies and nothing else, at the end of a sentence; their role is said elsewhere."""
    if text[end + 1 : end + 2] not in ("", "。", ";") or end - start < 4 or text[start - 2 : start - 1].isascii():
        return False
    pieces = re.split(r"[、,]", re.sub(r"[,;](?:完成|办理)?(?:时限|时间|期限):[^,;]*$", "", text[start:end]))
    return all(bodies.known(piece) and not bodies.bare(piece) for piece in pieces)


def _only_persons(text: str, first: int, last: int) -> bool:
    return bool(_PERSON.search(text, first, last)) and not _DUTY.search(_PERSON.sub("", text[first:last]))


def _labels(text: str, brackets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """责任单位:… outside brackets, up to the full stop behind the last label: 牵头单位:甲;配合单位:乙、丙。"""
    end = 0
    for label in LABEL.finditer(text):
        if label.start() < end or any(first < label.start() < last for first, last in brackets):
            continue
        if label.start() and text[label.start() - 1] not in "。;,、!?) *●◆>":
            continue
        end = _label_end(text, label.end())
        yield label.start(), end


def _label_end(text: str, at: int) -> int:
    stop = text.find("。", at)
    while stop >= 0 and LABEL.match(text, stop + 1):
        stop = text.find("。", stop + 1)
    return len(text) if stop < 0 else stop + 1


def _sentences(
    passage: Passage, bodies: Bodies, taken: Sequence[tuple[int, int]]
) -> list[Candidate | tuple[Candidate, str]]:
    text = passage.text
    found: list[Candidate | tuple[Candidate, str]] = []
    done = 0
    for claim in _CLAIM.finditer(text):
        at = claim.start()
        if at < done or any(first <= at < last for first, last in taken):
            continue
        start = max(
            (match.end() for match in _SENTENCE_END.finditer(text, max(0, at - 400), at)),
            default=0 if at <= 400 else at - 400,
        )
        stop = _SENTENCE_END.search(text, at)
        end = stop.start() if stop else len(text)
        one = _sentence(
            passage, bodies, start, at, claim.end(), end, [span for span in taken if start <= span[0] < end]
        )
        found.append(one)
        done = one[0].until if isinstance(one, tuple) else max(one.until, one.last)
    return found


def _sentence(
    passage: Passage, bodies: Bodies, start: int, at: int, after: int, end: int, taken: Sequence[tuple[int, int]]
) -> Candidate | tuple[Candidate, str]:
    """The reading of one 牵头 or 负责 in running text; everything but four plain forms is no duty or waits."""
    text = passage.text
    clause = max(text.rfind(sign, start, at) for sign in ",:") + 1 or start
    clause = max(clause, start)
    none = Candidate(passage, clause, min(end, after + 20), clause, at, "none", after)
    for pattern, why in _NO_DUTY:
        if pattern.search(text, max(start, at - 14), min(end, after + 14)):
            return none, why
    stop = min([span[0] for span in taken if span[0] >= at], default=end)
    if closing := _CLOSING.match(text, start, at):
        return Candidate(passage, start, stop, closing.end(), stop, "closing", stop)
    if _subject_is_body(text, start, at, bodies):
        return _with_subject(passage, start, after, stop, bodies)
    if clause > start and _subject_is_body(text, clause, at, bodies):
        return _with_subject(passage, clause, after, stop, bodies)
    if re.match(r"(?:具体|原则上)?由[^,。;]{3,60}$", text[clause:at]):
        return Candidate(passage, clause, stop, clause, stop, "sentence", stop)  # the grammar reads it, or it waits
    return none, "no office before the verb"


def _with_subject(passage: Passage, start: int, after: int, stop: int, bodies: Bodies) -> Candidate:
    """A body stands before the verb: the whole sentence is a phrase, or it covers what follows."""
    text = passage.text
    rest = text[after:stop].strip(",、 ")
    if re.fullmatch(r"(?:落实|组织实施|实施|抓总|负责|组织落实)?", rest) or re.match(
        r"(?:负责|组织|落实|实施)?,", text[after:stop]
    ):
        return Candidate(passage, start, stop, start, stop, "sentence", stop)
    until = stop
    for match in re.finditer(r",", text[after:stop]):
        following = _CLAIM.search(text, after + match.end(), stop)
        if following and _subject_is_body(text, after + match.end(), following.start(), bodies):
            until = after + match.start()
            break
    helpers = _HELPERS.search(text[:until], after)
    if helpers and _subject_is_body(text, helpers.start("who"), helpers.end("who"), bodies):
        return Candidate(passage, start, helpers.end(), start, helpers.end(), "subject", until)
    return Candidate(passage, start, after, start, after, "subject", until)


def _subject_is_body(text: str, start: int, at: int, bodies: Bodies) -> bool:
    """Whether text[start:at] is a list of bodies, 由 before or 要, 应 behind it left aside."""
    subject = re.sub(r"(?:要|应当?|须|必须|将|具体|切实|统一|会同.*|共同|分别|主要|总)+$", "", text[start:at].strip())
    subject = re.sub(r"^(?:由|请|其中|同时|原则上由)", "", subject).rstrip(",、 ")
    pieces = [piece for piece in re.split(r"[、,]", subject) if piece]
    return (
        bool(pieces)
        and len(subject) <= 120
        and all(bodies.known(piece) or bodies.is_group(piece) or _leading_group(piece, bodies) for piece in pieces)
    )


def _leading_group(name: str, bodies: Bodies) -> bool:
    return (
        name.endswith(("领导小组", "领导小组办公室", "联席会议", "联席会议办公室", "指挥部", "委员会办公室"))
        and bodies.kind(name) == ""
    )


def merged_labels(clauses: Sequence[Clause]) -> list[Passage]:
    """The clauses as passages; lines that begin with a label (牵头单位:…, 配合单位:…) one under another are one."""
    merged: list[Passage] = []
    for clause in clauses:
        last = merged[-1] if merged else None
        if last is not None and LABEL.match(clause.text) and LABEL.match(last.text) and clause.kind == "paragraph":
            gap = last.offsets[-1] + 1
            merged[-1] = Passage(clause.source, f"{last.text};{clause.text}", [*last.offsets, gap, *clause.offsets])
        else:
            merged.append(clause)
    return merged
