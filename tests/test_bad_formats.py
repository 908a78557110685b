"""A folder in which each file is bad in its own way: one sentence for each, and the good one is read all the same."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import Workbook
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.conftest import DOCUMENTS, run_command
from tests.docx_files import docx, package, paragraph, root

GOOD = DOCUMENTS / "alxa-2016.txt"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def locked_pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("geheim", canPrint=0))
    canvas.drawString(100, 100, "zhi liang")
    canvas.save()
    return made.getvalue()


def endless_pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    for _ in range(2_000):
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def bomb() -> bytes:
    """A part that unpacks to 300 MB of blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    return made.getvalue()


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE d [<!ENTITY a0 "质">{laughs}]>' + root("document", paragraph("&a11;"))
    return package({"word/document.xml": text})


def endless_table() -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>质</w:t></w:r></w:p></w:tc>"
    return docx(f"<w:tbl>{f'<w:tr>{cell * 6}</w:tr>' * 100_000}</w:tbl>")


def endless_sheet() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("任务")
    for number in range(100_001):
        sheet.append([number, "开展质量工作", "市市场监管局", "市财政局", "2025年"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "locked.pdf": (locked_pdf, "password"),
    "endless.pdf": (endless_pdf, "pages"),
    "damaged.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "PDF"),
    "broken.zip": (lambda: b"PK\x03\x04" + bytes(500), "damaged"),
    "bomb.docx": (bomb, "MB"),
    "entities.docx": (entities, "entit"),
    "table.docx": (endless_table, "larger than any plan"),
    "sheet.xlsx": (endless_sheet, "rows"),
    "picture.docx": (lambda: PICTURE, "picture"),
    "page.html": (lambda: b"<html><body>" + "质量".encode() * 8_500_000, "limit of 20 MB"),
    "slides.pptx": (lambda: package({"ppt/presentation.xml": "<p/>"}), "not read"),
    "packed.rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), "rar"),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is said of each file of the folder, in one ingest."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (made, _) in BAD.items():
        (folder / name).write_bytes(made())
    (folder / "good.txt").write_bytes(GOOD.read_bytes())
    found = run_command("ingest", folder, "--store", folder.parent / "store", "--format", "json")
    assert found.code == 1
    assert '"good.txt"' in found.out.replace(" ", "") and found.out.count('"file"') == 1
    said: dict[str, str] = {}
    for line in found.err.splitlines():
        name = next(name for name in BAD if f"/{name}" in line)
        assert name not in said, line
        said[name] = line
    return said


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_gets_one_sentence_and_the_others_go_on(name: str, ran: Mapping[str, str]) -> None:
    line = ran[name]
    assert line.startswith("zhitu: ")
    assert BAD[name][1] in line
    assert "reading failed" not in line
