"""Makes Word files for the tests, part by part: the XML as Word and WPS write it."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ingest.readers.composed import Composed
from ingest.readers.docx.read import read_docx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(
    content: str = "", style: str = "", num: int | None = None, level: int | None = None, mark: str = ""
) -> str:
    """Plain text becomes a run; what begins with a tag stands as it is. mark is what revisions say of its end."""
    count = (f'<w:ilvl w:val="{level}"/>' if level is not None else "") + (
        f'<w:numId w:val="{num}"/>' if num is not None else ""
    )
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + (f"<w:numPr>{count}</w:numPr>" if count else "")
        + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    )
    content = content if not content or content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str = "", span: int = 1, merge: str = "") -> str:
    """merge: restart, continue, or nothing."""
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + {
        "": "",
        "restart": '<w:vMerge w:val="restart"/>',
        "continue": "<w:vMerge/>",
    }[merge]
    content = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, look: str = "") -> str:
    properties = f"<w:trPr>{look}</w:trPr>" if look else ""
    return f"<w:tr>{properties}{''.join(one if one.startswith('<') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(
    index: int, form: str, text: str, start: int | None = 1, more: str = "", style: str = "", suff: str = ""
) -> str:
    return (
        f'<w:lvl w:ilvl="{index}">'
        + ("" if start is None else f'<w:start w:val="{start}"/>')
        + f'<w:numFmt w:val="{form}"/>{more}'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + (f'<w:suff w:val="{suff}"/>' if suff else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(number: int, name: int, *overrides: str) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{"".join(overrides)}</w:num>'


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(content: str) -> str:
    """A box of text as Word writes it: once for itself, once for older programs."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def root(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{name} {NAMESPACES}>{content}</w:{name}>'


def docx(body: str | Iterable[str], **parts: str) -> bytes:
    """A Word file; parts are the contents of styles, numbering, footnotes, endnotes."""
    body = body if isinstance(body, str) else "".join(body)
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>' for i, name in enumerate(parts)
    )
    return package(
        {
            "word/document.xml": root("document", f"<w:body>{body}<w:sectPr/></w:body>"),
            "word/_rels/document.xml.rels": relationships(relations),
            **{f"word/{name}.xml": root(name, content) for name, content in parts.items()},
        }
    )


def relationships(content: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    main = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": types, "_rels/.rels": relationships(main), **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def stored(data: bytes) -> bytes:
    """The same package without compression: what a test repeats shrinks further than any real text does."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(file, "w") as archive:
        for name in packed.namelist():
            archive.writestr(name, packed.read(name))
    return file.getvalue()


def composed(body: str | Iterable[str], **parts: str) -> Composed:
    return read_docx(Path("方案.docx"), docx(body, **parts))


def lines(body: str | Iterable[str], **parts: str) -> list[str]:
    return composed(body, **parts).text.splitlines()


def cells(found: Composed, index: int = 0) -> list[list[str]]:
    return [[found.text[start:end] for start, end in row] for row in found.tables[index].rows]
