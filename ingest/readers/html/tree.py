"""The tree of a web page: decoded as it says or as its content shows, without what nobody sees."""

import re
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree, html

from graph.errors import SourceError
from ingest.readers.text import decoded

Element: TypeAlias = Any  # lxml.html.HtmlElement, which has no types

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030")  # gb18030 reads them all
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
_NEVER_SEEN = (
    "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet", "svg", "canvas", "audio",
    "video", "map", "select", "option", "button", "textarea", "input", "nav", "footer", "rt", "rp", "del",
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_SHOWN_LATER = 5  # times as much text hidden as shown: a script shows it when the page is open
_TRIAL = 400_000  # bytes that show the encoding


def tree_of(path: Path, data: bytes) -> tuple[str, Element]:
    """The encoding of a page and its <body>, pruned. Raises SourceError: in no known encoding, or no page at all."""
    encoding, text = _decoded(path, data)
    text = _DECLARATION.sub("", text).replace("\x00", "")
    if _ENTITIES.search(text[:_TRIAL]):
        raise SourceError(f"{path}: the page defines entities of its own, as no office's page does; save it anew.")
    try:
        page = html.document_fromstring(
            text, parser=html.HTMLParser(no_network=True, remove_comments=True, huge_tree=True)
        )
    except (etree.ParserError, ValueError) as error:
        raise SourceError(f"{path}: no web page that can be read ({error}); save it from the browser again.") from error
    etree.strip_elements(page, *_NEVER_SEEN, with_tail=False)
    _drop_hidden(page)
    return encoding, page


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """As the page says it is, where that reads; else as its content shows."""
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = "gb18030" if name in _CHINESE else name
    if name and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.removeprefix(b"\xef\xbb\xbf").decode(name)
            if _WORDS.search(text):
                return name, text
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(path, data)


def _drop_hidden(page: Element) -> None:
    """Blocks that the page hides, unless they hold the text itself, which a script shows when the page is open."""
    hidden = [
        element
        for element in page.iter("*")
        if _HIDDEN_STYLE.search(element.get("style", "")) or "hidden" in element.attrib
    ]
    if not hidden:
        return
    every = set(hidden)
    outer = [element for element in hidden if not any(above in every for above in element.iterancestors())]
    sizes = list(map(_chinese, outer))
    if max(sizes) > _SHOWN_LATER * max(_chinese(page) - sum(sizes), 1):
        return
    for element in outer:
        element.drop_tree()


def _chinese(element: Element) -> int:
    return sum(len(_WORDS.findall(text)) for text in element.itertext())
