"""Which blocks of a web page are the document: its index box, its title, its text and signature."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from graph.reference import Reference
from ingest.indexbox import label
from ingest.readers.html.blocks import Block
from ingest.readers.html.tree import Element

_PROSE = re.compile(r"[。；;！]")
_LONG = 40  # characters; a line so long is text even without a full stop
_MOST_OF_IT = 0.9  # of the text: the article lies in the smallest element that holds so much
_LINKS = 0.6  # share of a line that is links: a menu, a list of other pages
_MENU = 3  # such lines one behind another; fewer may be attachments
_SITE = re.compile(r"\s*(?:[_|]|(?<!\d)[–—]|\s-|-\s|-{2,}|>|<|«|»).*$")
_DATE = re.compile(r"[(（]?(?:(?:19|20)\d\d|[二一][〇○零OＯ0一二三四五六七八九]{3})年.{2,6}日[)）]?")
# of the document, and its letterhead
_NUMBER = re.compile(r"^[^,。;:]{1,14}[〔\[【(](?:19|20)\d\d[〕\]】)]\d+号$|文件$|^令第\d+号$")
_CRUMBS = re.compile(r"[>＞»›→]")
_SQUEEZED = re.compile(r"\s+")
_SIGNED = 40  # characters of a line of a signature
_SIGNERS = 8  # lines of one
_TITLED = 12  # blocks of the article in which its title stands
_LABEL = 12  # characters of a cell that is a label


def article(page: Element, blocks: Sequence[Block], reference: Reference) -> list[Block]:
    """The blocks of the document itself, in order; the index box in lines of their own, label：value."""
    if not blocks:
        return []
    boxes = {id(block): list(_box(block, reference)) for block in blocks}
    root = _root(blocks, boxes)
    below = set(root.iter())
    inside = [place for place, block in enumerate(blocks) if block.element in below]
    first, last = inside[0], inside[-1] + 1
    before = [line for block in blocks[:first] for line in _told(block, boxes[id(block)], reference)]
    body = list(_without_menus(blocks[first:last]))
    body = [line for block in body for line in (boxes[id(block)] or [block])]
    title = _title(page, blocks[:first], body, reference)
    return [*before, *([title] if title else []), *body, *_behind(blocks[last:])]


def _root(blocks: Sequence[Block], boxes: dict[int, list[Block]]) -> Element:
    """The smallest element that holds most of the running text and tables of the page."""
    weights: defaultdict[Element, int] = defaultdict(int)
    total = 0
    for block in blocks:
        weight = 0 if boxes[id(block)] else _prose(block)
        total += weight
        if weight:
            weights[block.element] += weight
            for above in block.element.iterancestors():
                weights[above] += weight
    root = blocks[0].element.getroottree().getroot()
    while (
        total and (inner := next((child for child in root if weights[child] >= _MOST_OF_IT * total), None)) is not None
    ):
        root = inner
    return root


def _prose(block: Block) -> int:
    """How much running text a block holds; a table counts whole, a line by its own words if it is a sentence."""
    own = len(block.text) - block.linked
    if block.rows is not None or _PROSE.search(block.text) or len(block.text) >= _LONG:
        return max(own, 0)
    return 0


def _box(block: Block, reference: Reference) -> Iterator[Block]:
    """The fields of an index box that is a table: a cell with a label, and the next one with its value.

    A table of which less than half is such pairs is none: 类别, 名称 and 时间 head the columns of others too.
    """
    if block.rows is None:
        return
    pattern, found = label(reference), []
    for row in block.rows:
        cells = [cell for cell, _ in groupby(row)]
        for name, value in zip(cells, [*cells[1:], None], strict=True):
            told = _SQUEEZED.sub("", name.text).rstrip(":：") + ":"
            named = len(told) <= _LABEL and pattern.fullmatch(told) is not None
            if named and value and value.text and not pattern.match(value.text):
                found.append(Block(block.element, f"{told[:-1]}：{value.text}"))
    filled = sum(1 for row in block.rows for cell, _ in groupby(row) if cell.text)
    if 4 * len(found) >= filled:
        yield from found


def _told(block: Block, box: list[Block], reference: Reference) -> list[Block]:
    """What stands above the article and speaks of it: fields with their labels; menus and slogans do not."""
    if box:
        return box
    if block.rows is None and block.linked <= _LINKS * len(block.text) and not _CRUMBS.search(block.text):
        text = _SQUEEZED.sub("", reference.normalise(block.text))
        if len(text) < 2 * _LONG and (label(reference).match(text) or _NUMBER.search(text)):
            return [block]
    return []


def _without_menus(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without runs of lines that are nothing but links."""
    for linked, group in groupby(blocks, key=_is_link):
        run = list(group)
        if not linked or len(run) < _MENU or any(block.text.startswith("附") for block in run):
            yield from run


def _is_link(block: Block) -> bool:
    return block.rows is None and block.linked > _LINKS * len(block.text) and not _PROSE.search(block.text)


def _title(page: Element, above: Sequence[Block], body: Sequence[Block], reference: Reference) -> Block | None:
    """The title, where the article itself does not begin with it: its heading, what the page says of itself."""
    begin = _SQUEEZED.sub("", "".join(block.text for block in body[:_TITLED]))
    told = [block.text for block in above if block.element.tag in ("h1", "h2", "h3")]
    told += [meta.get("content", "") for meta in page.iter("meta") if "title" in (meta.get("name") or "").lower()]
    told += [_SITE.sub("", title.text_content()) for title in page.iter("title")]
    told += [block.text for block in above if block.rows is None and not _is_link(block)]
    types = tuple(reference.words["document_types"])
    for text in told:
        squeezed = _SQUEEZED.sub("", text)
        if len(squeezed) > 6 and _bare(reference.normalise(squeezed)).endswith(types):
            return (
                None
                if squeezed in begin
                else replace(body[0], text=text.strip(), linked=0, rows=None)
                if body
                else None
            )
    return None


def _bare(title: str) -> str:
    return re.sub(r"\([^()]*\)$", "", title).rstrip("》。")


def _behind(blocks: Sequence[Block]) -> Iterator[Block]:
    """What follows in an element of its own and still belongs to the document: signature, notes, annexes."""
    signed = next((place for place, block in enumerate(blocks[:_SIGNERS]) if _DATE.fullmatch(block.text)), -1)
    for place, block in enumerate(blocks):
        short = len(block.text) <= _SIGNED and (place <= signed or block.text.startswith(("附", "（此件", "(此件")))
        if _is_link(block) or not (block.rows is not None or _prose(block) or short):
            return
        yield block
