"""The XML parts of Office and OFD files, checked before they are parsed: none is unfolded into more than it says."""

import re
from pathlib import Path

from lxml import etree

from graph.errors import SourceError

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHINESE_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,50}encoding=[\"']gb", re.IGNORECASE)


def xml_part(path: Path, name: str, data: bytes, most_marks: int) -> etree._Element:
    """The root of a part, without comments. Raises SourceError: damaged, or as `refuse_hostile` says."""
    refuse_hostile(path, name, data, most_marks)
    parser = etree.XMLParser(
        encoding=_encoding(data), resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = " ".join(str(error).split())
        raise SourceError(f"{path}: its {name} is damaged ({why}); save or send it again.") from error


def refuse_hostile(path: Path, name: str, data: bytes, most_marks: int) -> None:
    """Raises SourceError: a part that declares entities, or has more marks than the limit.

    Marks open or close an element or set an attribute: they are what the memory of a tree goes for.
    """
    plain = data.replace(b"\0", b"")  # as it would be in one byte for each sign of XML
    if plain.count(b"<") + plain.count(b"=") > most_marks:
        raise SourceError(f"{path}: its {name} is larger than any plan; split the document.")
    if b"<!DOCTYPE" in plain:
        raise SourceError(f"{path}: its {name} declares entities, as no office does; save the document again.")


def _encoding(data: bytes) -> str:
    """The encoding of a part: none in which the signs of XML could hide from the checks, whatever it declares."""
    if data.startswith(_UTF_16):
        return "utf-16"
    return "gb18030" if _CHINESE_DECLARED.match(data) else "utf-8"
