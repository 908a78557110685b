"""The package of a Word file: a zip of XML parts, opened within bounds."""

import io
import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from graph.errors import SourceError
from ingest.readers.docx.tree import MATH, WORD, Element, w

_LARGEST_PART = 100_000_000  # bytes of XML; the longest plan met unfolds to 10 MB
_MOST_MARKS = 4_000_000  # signs that open or close an element or set an attribute: what the memory of a tree goes for
_MOST_ENTRIES = 10_000  # pictures are entries too
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only ones of Office files, and unfolded piece by piece
_STRICT = {  # the namespaces of "Strict Open XML" say the same by other names
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH.encode(),
}
_STRICT_DECLARED = re.compile(rb"(?<==[\"'])(?:" + b"|".join(map(re.escape, _STRICT)) + rb")(?=[\"'])")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


class Package:
    """The parts of a Word file. Raises SourceError: damaged, protected by a password, too large, no document in it."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise self._damaged(error) from error
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise SourceError(f"{path}: {len(entries)} parts are more than a Word file has; save it again from Word.")
        self._entries = {_plain(entry.filename): entry for entry in entries}
        self._document = self._related("", "officeDocument") or "word/document.xml"
        root = self._tree(self._document)
        if root is None or root.find(w("body")) is None:
            raise SourceError(f"{path}: a Word file without a document in it; save it again from Word.")
        self.body: Element = root.find(w("body"))

    def part(self, kind: str) -> Element | None:
        """The root of styles, numbering, footnotes or endnotes; None where the document has none."""
        folder = posixpath.dirname(self._document)
        return self._tree(self._related(self._document, kind) or posixpath.join(folder, f"{kind}.xml"))

    def _related(self, source: str, kind: str) -> str | None:
        """The part to which another one (the package: "") points in this role."""
        folder, name = posixpath.split(source)
        relations = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if relations is None else relations.iter(_RELATION):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = " ".join(relation.get("Target", "").split())
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None

    def _tree(self, name: str) -> Element | None:
        entry = self._entries.get(_plain(name))
        if entry is None:
            return None
        data = self._read(entry)
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _STRICT_DECLARED.sub(lambda found: _STRICT[found.group()], data)
        if data.count(b"<") + data.count(b"=") > _MOST_MARKS:
            raise SourceError(f"{self._path}: its {name} is larger than any plan; split the document.")
        return self._parsed(name, data)

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise SourceError(f"{self._path}: the file is protected by a password; save it without one.")
        if entry.compress_type not in _METHODS:
            raise SourceError(f"{self._path}: not packed as Word packs its files; save it again from Word.")
        try:
            with self._archive.open(entry) as file:
                data = file.read(_LARGEST_PART + 1)
        except _DAMAGED as error:
            raise self._damaged(error) from error
        if len(data) > _LARGEST_PART:
            limit = f"{_LARGEST_PART / 1e6:.0f} MB"
            raise SourceError(f"{self._path}: its {entry.filename} unfolds to more than {limit}; split the document.")
        return data

    def _parsed(self, name: str, data: bytes) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root: Any = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            why = " ".join(str(error).split())
            raise SourceError(f"{self._path}: its {name} is damaged ({why}); save it again from Word.") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise SourceError(f"{self._path}: its {name} defines a document type, as no Word file does; save it anew.")
        return root

    def _damaged(self, error: Exception) -> SourceError:
        return SourceError(f"{self._path}: a damaged Word file ({error}); save or send it again.")


def _plain(name: str) -> str:
    """Names of parts are the same in capitals or not."""
    return name.replace("\\", "/").lstrip("/").lower()
