"""The head of a document: the index box that a site puts above it, the block of its title, where its text begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from graph.model import Mention
from graph.reference import Reference
from ingest.document import Passage, SourceText
from ingest.extractors import doc_number
from ingest.indexbox import label, read_box
from ingest.letterhead import letterhead, run_of_signers
from ingest.passages import passage
from ingest.signature import pieces
from ingest.titles import bare_title, inner_title, issuing_head, normalise_title, without_period

HEAD_LINES = 120
_BLOCK_LINES = 5
_ISSUER_LINES = 20
_TITLE_ISSUERS = 2  # bodies in lines of their own above a title; more of them are no part of it
_LONGEST_LINE = 80
_ABOVE_TITLE = 8  # lines between a letterhead with the number and the title
_TITLE_LENGTH = range(6, 100)
_SENTENCE = re.compile(r"[。;!?>|\\]|://|,.*,|:$|^\(此|^-{2}|日$|\d{2}:\d{2}|^.{0,4}(?:地址|电话|邮箱|邮编|传真):")
_DIGITS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"[{_DIGITS}]{{1,3}}、|第[{_DIGITS}\d]{{1,3}}[章条篇]|\([{_DIGITS}]{{1,3}}\)|\d{{1,2}}[.、]\D")
_BODY_WORDS = ("目录", "前言", "序言", "引言", "附件")
_UNFINISHED = re.compile(r"[和及与、的暨]$")
_CONTINUED = re.compile(
    r"\((?![^()]*(?:日\)|通过|修[正订]|施行))[^()]*\)|的?(?:通知|意见|决定|方案|规划)(?:\([^()]*\))?"
)
_PARAGRAPH = 50  # characters; a longer line with a comma or a full stop is text
_WHOLLY_QUOTED = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》(?:\([^()]*\))?")
_NEWS = re.compile(r".{2,20}?(?:政府|委员会|办公[厅室]|[局厅部委])(?:印发|出台|发布)(?=关于)")
_HANDS_ON = re.compile(r"关于(?:印发|印送|转发|批转|公布)|政府(?:办公[厅室])?(?:印发|转发|批转)")
_ANNOUNCED = re.compile(r"《(?P<title>[^《》]{4,60})》已?经?[^。]{0,60}现(?:予以?|将其|将之)?(?:印发|发布|公布)")
_NUMBER_TAIL = re.compile(
    r"\([^()]*号\)$|(?<=通知|意见|决定|方案|规划|计划|纲要|公告)(?:(?!通知)[\u4e00-\u9fff]){2,8}"
    r"[〔\[(【](?:19|20)\d\d[〕\])】]\d{1,5}号$"
)
_LONGEST_NUMBER = 40
_NUMBER_ALONE = re.compile(
    r"\(?(?P<code>[\u4e00-\u9fff]{2,12})[〔\[(【](?P<year>(?:19|20)\d\d)[〕\])】]\s?第?(?P<last>(?P<serial>\d{1,5})\s?号?)\)?"
    r"(?:(?<=号)(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?"
)

_ANNOUNCEMENT = re.compile(r"(?:公告|通告|令)(?:20\d\d年)?第\d+号$")


@dataclass(frozen=True)
class Block:
    """Lines that make up a title, joined."""

    first: int  # index of its first line, and the one behind its last
    stop: int
    passage: Passage


@dataclass(frozen=True)
class Head:
    """What stands above the text of a document, read from its first lines."""

    lines: tuple[Passage, ...]
    body: int  # index of the first line of running text
    fields: dict[str, Passage]  # label of the index box -> value
    blocks: tuple[Block, ...]  # titles above the running text, in order
    cover: Block | None  # the notice that hands the document on: 关于印发《X》的通知
    title: Passage  # of the document itself
    letterhead: tuple[Passage, ...]  # the bodies in lines of their own above the number or the title

    def field(self, labels: Sequence[str]) -> Passage | None:
        """The value of the first of these labels that the index box fills in."""
        return next((self.fields[label] for label in labels if label in self.fields), None)


def read_head(source: SourceText, reference: Reference) -> Head:
    """The head of a source text: page furniture and headers are left aside, the title is that of the document."""
    outside = (stretch for stretch in pieces(source) if not source.in_table(stretch[0]))
    stretches = list(islice(outside, HEAD_LINES))
    texts = tuple(passage(source, stretch) for stretch in stretches)
    fields = read_box(texts, reference)
    body = _body(texts, reference)
    blocks = tuple(_blocks(texts[:body], source, stretches, reference))
    covers = [block for block in blocks if issuing_head(block.passage.text, reference) is not None]
    cover = covers[-1] if covers else None
    handed_on = cover.passage if cover else _announced(texts)
    if handed_on is not None:
        behind = _blocks(texts, source, stretches, reference, cover.stop if cover else body)
        title = _issued(handed_on, [block.passage for block in behind], reference)
    else:
        below = () if blocks else islice(_blocks(texts, source, stretches, reference, body), 1)
        title = _own((*blocks, *below), fields, texts[:body] or texts, source, reference)
    top = cover or (blocks[-1] if blocks else None)
    return Head(texts, body, fields, blocks, cover, title, _letterhead(texts[: top.first if top else body], reference))


def _letterhead(above: tuple[Passage, ...], reference: Reference) -> tuple[Passage, ...]:
    """The bodies above a title, its number between them left aside."""
    numbered = bool(above) and _whole_number(above[-1], reference) is not None
    return letterhead(above[:-1] if numbered else above, reference)


def own_number(head: Head, reference: Reference) -> Mention | None:
    """The number of the document itself: alone in a line of the head, behind the title, or in the index box."""
    title = head.cover or (head.blocks[-1] if head.blocks else None)
    first = max(0, title.first - _ABOVE_TITLE) if title else 0
    for line, following in pairwise((*head.lines[first : head.body], None)):
        if line is None or label(reference).match(line.text):
            continue
        if following is not None and line.text.endswith("令") and following.text.startswith("第"):
            line = Passage(line.source, line.text + following.text, [*line.offsets, *following.offsets])
        if number := _whole_number(line, reference):
            return number
    value = head.field(reference.words["number_labels"])
    return next(doc_number.extract(value, reference), None) if value else None


def _whole_number(line: Passage, reference: Reference) -> Mention | None:
    """The number that a line consists of, or that stands in brackets behind a title."""
    told = label(reference).split(line.text)[0]  # …号 签发人:…
    if alone := _NUMBER_ALONE.fullmatch(told):  # the page may have lost 号, or set it in a line of its own
        name = f"{alone['code']}〔{alone['year']}〕{int(alone['serial'])}号"
        return Mention("DocumentNumber", name, line.span(alone.start("code"), alone.end("last")))
    if len(told) > _LONGEST_NUMBER and not _NUMBER_TAIL.search(told):
        return None
    last = next(reversed(doc_number.find(told, reference)), None)
    if last is None or last.name.startswith("〔"):
        return None
    covers = last.end - last.start >= len(told.strip("()[] ")) - 3
    return (
        Mention("DocumentNumber", last.name, line.span(last.start, last.end))
        if covers or _NUMBER_TAIL.search(told)
        else None
    )


def _announced(texts: tuple[Passage, ...]) -> Passage | None:
    """The title in a line that hands a document on without being a notice: 《X》已经…通过,现予公布."""
    for line in texts:
        if found := _ANNOUNCED.match(line.text):
            return line.part(found.start("title"), found.end("title"))
    return None


def _issued(cover: Passage, behind: list[Passage], reference: Reference) -> Passage:
    """The title of what the cover hands on: as it stands above its own text, else as the cover names it."""
    inner = inner_title(cover.text, reference)
    key = normalise_title(inner, reference)
    for title in behind:
        own = normalise_title(title.text, reference)
        if key in (own, without_period(own)):
            return title
    at = cover.text.find(inner)
    return cover.part(at, at + len(inner)) if at >= 0 else cover


def _own(
    blocks: tuple[Block, ...],
    fields: dict[str, Passage],
    texts: tuple[Passage, ...],
    source: SourceText,
    reference: Reference,
) -> Passage:
    if blocks:
        return _bare(blocks[-1].passage)
    if told := next((fields[label] for label in reference.words["title_labels"] if label in fields), None):
        return told
    free = [text for text in texts if _is_title_line(text.text, reference)]
    return max(free, key=lambda text: len(text.text), default=texts[0] if texts else passage(source, (0, 0)))


def _without_number(title: Passage) -> Passage:
    """The title without its number behind it: …的通知(甲政发〔2018〕8号)."""
    tail = _NUMBER_TAIL.search(title.text)
    return title.part(0, tail.start()) if tail else title


def _bare(title: Passage) -> Passage:
    """The title without 《》 around it, 省政府印发 in front of it."""
    if quoted := _WHOLLY_QUOTED.fullmatch(title.text):
        return title.part(quoted.start(1), quoted.end(1))
    news = _NEWS.match(title.text)
    return title.part(news.end(), len(title.text)) if news and not title.text.endswith("通知") else title


def _blocks(
    texts: Sequence[Passage],
    source: SourceText,
    stretches: list[tuple[int, int]],
    reference: Reference,
    start: int = 0,
) -> Iterator[Block]:
    at = start
    while at < len(texts):
        together = run_of_signers(texts[at : at + _ISSUER_LINES], reference)
        at += together if together > _TITLE_ISSUERS else 0
        stop = _block_end(texts, at, reference)
        if stop:
            yield Block(at, stop, _without_number(passage(source, *stretches[at:stop])))
        at = stop or at + 1


def _block_end(texts: Sequence[Passage], at: int, reference: Reference) -> int:
    """Where the title that begins in this line ends, 0 where none begins."""
    joined = ""
    for stop in range(at + 1, min(at + _BLOCK_LINES, len(texts)) + 1):
        text = texts[stop - 1].text
        if not _is_title_line(text, reference) or (
            stop == at + 2 and not _runs_on(texts[at], texts[at + 1], reference)
        ):
            return 0
        joined += text
        if _is_title(joined, reference):
            return stop + _continued(joined, texts[stop : at + _BLOCK_LINES], reference)
    return 0


def _continued(title: str, below: Sequence[Passage], reference: Reference) -> int:
    """How many lines below belong to a title that could end here: (2014-2020年), 的通知."""
    count = 0
    for line in below:
        title += line.text
        if not (_CONTINUED.fullmatch(line.text) and _is_title(title, reference)):
            break
        count += 1
    return count


def _runs_on(line: Passage, following: Passage, reference: Reference) -> bool:
    """Whether a title goes on in the next line: it says 关于, it is an issuer, it is not finished."""
    text = line.text
    if (
        "关于" in text
        or text.endswith(reference.words["issuer_endings"])
        or following.text.startswith(("关于", "印发"))
    ):
        return True
    if _UNFINISHED.search(text) or any(text.count(a) != text.count(b) for a, b in ("《》", "()", "“”")):
        return True
    gap = line.source.normal[line.offsets[-1] + 1 : following.offsets[0]]
    placed = reference.regions.find(text[:12])[:1]
    starts = bool(placed) and placed[0][0] == 0 and not following.text.startswith(placed[0][2])
    return starts and gap.count("\n") == 1 and not text.endswith(reference.words["site_endings"])


def _is_title_line(text: str, reference: Reference) -> bool:
    if len(text) > _LONGEST_LINE or _SENTENCE.search(text) or _NUMBERED.match(text):
        return False
    if _NUMBER_ALONE.fullmatch(text) or _ANNOUNCEMENT.search(text):
        return False
    return label(reference).match(text) is None


def _is_title(text: str, reference: Reference) -> bool:
    """Whether a text is shaped as a title: it ends in the word for a document, its brackets close."""
    text = _NUMBER_TAIL.sub("", text)
    if len(text) not in _TITLE_LENGTH or any(text.count(a) != text.count(b) for a, b in ("《》", "()", "“”")):
        return False
    bare = bare_title(text)
    if _HANDS_ON.search(bare) and not _NEWS.match(bare):
        return bare.endswith(("通知", "公告", "决定", "函"))
    return bare.endswith(reference.words["document_types"])


def _body(texts: tuple[Passage, ...], reference: Reference) -> int:
    """The index of the first line of running text: an addressee, a numbered heading, a long line."""
    for index, line in enumerate(texts):
        text = line.text
        if label(reference).match(text):
            continue
        long = len(text) >= _PARAGRAPH and re.search(r"[。,]", text)
        addressee = text.endswith(":") and len(text) > 4
        if long or addressee or _NUMBERED.match(text) or text in _BODY_WORDS or text.endswith("。"):
            return index
    return len(texts)
