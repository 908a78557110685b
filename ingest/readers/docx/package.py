"""The package of a Word file: a zip of XML parts, and how they refer to each other."""

import posixpath
import re
import zipfile
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.archive import unpacked
from ingest.readers.docx.tree import MATH, WORD, Element, w
from ingest.readers.xml_parts import xml_part

_LARGEST_PART = 100_000_000  # bytes of XML; the longest plan met unfolds to 10 MB
_MOST_MARKS = 4_000_000  # of one part
_STRICT = {  # the namespaces of "Strict Open XML" say the same by other names
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH.encode(),
}
_STRICT_DECLARED = re.compile(rb"(?<==[\"'])(?:" + b"|".join(map(re.escape, _STRICT)) + rb")(?=[\"'])")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a Word file. Raises SourceError: damaged, protected by a password, too large, no document in it."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self._entries = {_plain(entry.filename): entry for entry in archive.infolist()}
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
        data = unpacked(self._path, self._archive, entry, _LARGEST_PART)
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _STRICT_DECLARED.sub(lambda found: _STRICT[found.group()], data)
        return xml_part(self._path, name, data, _MOST_MARKS)


def _plain(name: str) -> str:
    """Names of parts are the same in capitals or not."""
    return name.replace("\\", "/").lstrip("/").lower()
