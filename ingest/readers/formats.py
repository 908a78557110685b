"""From a file to its decoded text, whatever format an office published it in."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from graph.errors import SourceError
from graph.reference import Reference
from ingest.document import SourceText
from ingest.readers.composed import Composed
from ingest.readers.files import SIZE_LIMITS, bytes_of, kind_of, refuse_large

_READERS = {  # kind -> module and function; imported where needed, for each brings a library of its own
    "text": ("ingest.readers.text", "read_text"),
    "html": ("ingest.readers.html.read", "read_html"),
    "docx": ("ingest.readers.docx.read", "read_docx"),
    "old": ("ingest.readers.office", "read_office"),
    "pdf": ("ingest.readers.pdf.read", "read_pdf"),
    "xlsx": ("ingest.readers.xlsx.read", "read_xlsx"),
    "csv": ("ingest.readers.csv", "read_csv"),
    "ofd": ("ingest.readers.ofd", "read_ofd"),
}


def read_document(path: Path, reference: Reference) -> SourceText:
    """The decoded text of a file. Raises SourceError: the file cannot be read, says why and what to do."""
    data = bytes_of(path)
    kind = kind_of(path, data)
    refuse_large(path, len(data), SIZE_LIMITS[kind])
    if kind == "archive":
        raise SourceError(f"{path}: a zip file holds files, and is none itself: zhitu ingest takes each of them.")
    composed = _reader(path, kind)(path, data)
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(
        sha256,
        path.name,
        composed.encoding,
        composed.text,
        reference.normalise(composed.text),
        composed.tables,
        composed.pages,
        composed.recognised,
    )


def _reader(path: Path, kind: str) -> Callable[[Path, bytes], Composed]:
    module, function = _READERS[kind]
    try:
        reader: Callable[[Path, bytes], Composed] = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        raise SourceError(
            f"{path}: reading {kind} files needs the package {error.name}: pip install 'zhitu[formats]'."
        ) from error
    return reader
