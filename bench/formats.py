"""Reading each format, beside its library doing the least it can; and a folder of a thousand documents."""

import io
import multiprocessing
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
from lxml import etree, html

from bench.timing import medians
from graph.reference import load_reference
from ingest.batch import read_all
from ingest.pipeline import read_file
from ingest.readers.formats import read_document
from tests.grammar import generate
from tests.metamorphic_files import FORMATS

DOCUMENTS = 20  # of each format
PARTS = 5  # plans in each of them, to make it as long as a long plan
FEW, MANY = 100, 1_000  # documents of a folder
ROUNDS = 3


def measure() -> Iterator[str]:
    reference = load_reference()
    texts = ["\n".join(_plan(DOCUMENTS * part + seed) for part in range(PARTS)) for seed in range(DOCUMENTS)]
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("html", "docx", "pdf"):
            files = [Path(folder) / f"{number}.{kind}" for number in range(DOCUMENTS)]
            for text, file in zip(texts, files, strict=True):
                FORMATS[kind](text, file)
            size = sum(len(read_document(file, reference).text.encode()) for file in files)
            runs: dict[str, Callable[[], object]] = {
                "text": lambda files=files: [read_document(file, reference) for file in files],  # type: ignore[misc]
                "whole": lambda files=files: [read_file(file, reference) for file in files],  # type: ignore[misc]
                "library": lambda files=files, kind=kind: [LIBRARY[kind](file.read_bytes()) for file in files],  # type: ignore[misc]
            }
            yield _told(kind, files, size, medians(runs, ROUNDS))
        yield from _folder(Path(folder) / "many")


def _told(kind: str, files: list[Path], size: int, seconds: dict[str, float]) -> str:
    rate = f"{size / seconds['text'] / 1e6:.2f} MB of text/s"
    if kind == "pdf":
        pages = sum(_pages(file) for file in files)
        rate = f"{pages / seconds['text']:.0f} pages/s"
    ratio = seconds["text"] / seconds["library"]
    whole = size / seconds["whole"] / 1e6
    return f"{kind}: {rate} = {ratio:.1f} × the time of its library alone; with the statements {whole:.2f} MB/s"


def _folder(folder: Path) -> Iterator[str]:
    """Seconds a document: one worker, all cores; few documents, many."""
    folder.mkdir()
    files = [folder / f"{seed}.txt" for seed in range(MANY)]
    for seed, file in enumerate(files):
        file.write_text(_plan(seed), "utf-8")
    cores = multiprocessing.cpu_count()
    runs: dict[str, Callable[[], object]] = {
        "few": lambda: list(read_all(files[:FEW], 1)),
        "many": lambda: list(read_all(files, 1)),
        "cores": lambda: list(read_all(files, cores)),
    }
    taken = medians(runs, 1)
    few, many, all_cores = taken["few"] / FEW, taken["many"] / MANY, taken["cores"] / MANY
    yield f"folder of {MANY} documents: {1000 * many:.1f} ms each with one worker = {many / few:.2f} × that of {FEW}"
    yield f"with {cores} workers, their start included: {1000 * all_cores:.1f} ms each = {all_cores / many:.2f} × that"


def _plan(seed: int) -> str:
    return generate(seed, tabs=True, torn=False).text


def _html(data: bytes) -> object:
    return html.document_fromstring(data).text_content()


def _docx(data: bytes) -> object:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def _pdf(data: bytes) -> object:
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def _pages(file: Path) -> int:
    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return len(document)
    finally:
        document.close()


LIBRARY: dict[str, Callable[[bytes], object]] = {"html": _html, "docx": _docx, "pdf": _pdf}
