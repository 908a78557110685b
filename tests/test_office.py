"""Files of older office programs, by way of a LibreOffice that the tests make up."""

import shutil
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.readers import office
from ingest.readers.formats import read_document
from ingest.readers.office import read_office
from tests.docx_files import cells, docx, paragraph, row, table

PLAN = docx([paragraph("云江市质量强市建设实施方案"), table(row("任务", "牵头单位"), row("抽查", "市市场监管局"))])
RTF = b"{\\rtf1\\ansi \\u36136?\\u37327?}"


def ole(*entries: str, text: str = "") -> bytes:
    """A compound file as far as its directory tells: entries of 128 bytes behind the header."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    directory = b""
    for entry in ("Root Entry", *entries):
        name = entry.encode("utf-16-le") + b"\0\0"
        directory += (name.ljust(64, b"\0") + len(name).to_bytes(2, "little")).ljust(128, b"\0")
    return header + directory.ljust(1024, b"\0") + text.encode("utf-16-le")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the only one in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, script: str, name: str = "soffice") -> None:
    program = folder / name
    program.write_text(f"#!{sys.executable}\nimport sys, pathlib, time, subprocess\n{script}\n", "utf-8")
    program.chmod(0o755)


def converting(folder: Path, made: bytes) -> None:
    """A LibreOffice that turns every file into this one, and notes how it was called."""
    (folder / "made").write_bytes(made)
    install(
        folder,
        f"""here = pathlib.Path({str(folder)!r})
arguments = sys.argv[1:]
target = arguments[arguments.index("--convert-to") + 1]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
out.mkdir(exist_ok=True)
source = pathlib.Path(arguments[-1])
profile = arguments[0].removeprefix("-env:UserInstallation=file://")
(here / "called").write_text("\\n".join(arguments))
(here / "source").write_bytes(source.read_bytes())
(here / "settings").write_bytes((pathlib.Path(profile) / "user/registrymodifications.xcu").read_bytes())
(out / (source.stem + "." + target)).write_bytes((here / "made").read_bytes())""",
    )


@pytest.mark.parametrize(("name", "data", "format"), [("a.doc", ole("WordDocument"), "doc"), ("a.wps", RTF, "rtf")])
def test_an_older_document_is_read_as_word(tmp_path: Path, programs: Path, name: str, data: bytes, format: str) -> None:
    converting(programs, PLAN)
    path = tmp_path / name
    path.write_bytes(data)
    source = read_document(path, load_reference())
    assert source.text == "云江市质量强市建设实施方案\n任务\t牵头单位\n抽查\t市市场监管局\n"
    assert source.encoding == format
    assert len(source.tables) == 1
    assert (programs / "source").read_bytes() == data
    called = (programs / "called").read_text().split("\n")
    assert called[1:5] == ["--headless", "--norestore", "--convert-to", "docx"]
    assert not Path(called[-1]).exists()
    ElementTree.fromstring((programs / "settings").read_text())


@pytest.mark.parametrize(
    ("name", "entries", "target"),
    [
        ("a.xls", ("Workbook",), "xlsx"),
        ("a.et", ("Book",), "xlsx"),
        ("a.doc", ("WordDocument", "Workbook"), "docx"),
        ("a.xls", ("Workbook", "WordDocument"), "xlsx"),
        ("a", ("WordDocument",), "docx"),
    ],
)
def test_what_a_compound_file_becomes(programs: Path, name: str, entries: tuple[str, ...], target: str) -> None:
    converting(programs, b"no such file")
    with pytest.raises(SourceError, match="damaged"):
        read_office(Path(name), ole(*entries))
    assert f"--convert-to\n{target}" in (programs / "called").read_text()


def test_an_older_workbook_is_read_as_excel(tmp_path: Path, programs: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for line in (["序号", "任务", "牵头单位"], [1, "抽查", "市市场监管局"], [2, "通报", "市商务局"]):
        book.active.append(line)
    book.save(tmp_path / "made.xlsx")
    converting(programs, (tmp_path / "made.xlsx").read_bytes())
    found = read_office(tmp_path / "任务清单.xls", ole("Workbook"))
    assert found.encoding == "xls"
    assert cells(found)[1][1:] == ["抽查", "市市场监管局"]


def test_without_libreoffice_one_sentence_says_what_to_do(programs: Path) -> None:
    for data, kind in ((ole("WordDocument"), ".docx"), (ole("Workbook"), ".xlsx"), (RTF, ".docx")):
        with pytest.raises(SourceError, match=rf"^方案\.doc: .*save it as \{kind}, or install LibreOffice"):
            read_office(Path("方案.doc"), data)


def test_the_other_name_of_the_program(programs: Path) -> None:
    converting(programs, PLAN)
    shutil.move(programs / "soffice", programs / "libreoffice")
    assert read_office(Path("a.doc"), ole("WordDocument")).text.startswith("云江市")


@pytest.mark.parametrize("entry", ["EncryptedPackage", "EncryptionInfo"])
def test_a_password_is_told(entry: str) -> None:
    with pytest.raises(SourceError, match=r"^方案\.docx: .*password"):
        read_office(Path("方案.docx"), ole(entry))


def test_what_is_neither_document_nor_sheet(programs: Path) -> None:
    converting(programs, PLAN)
    for data in (ole("PowerPoint Document"), ole(text="WordDocument\0 in running text"), ole(text=" Workbook\0")):
        with pytest.raises(SourceError, match="neither a Word document nor an Excel sheet"):
            read_office(Path("a.doc"), data)


@pytest.mark.parametrize("script", ["sys.exit(1)", "pass"])
def test_a_file_that_cannot_be_converted(programs: Path, script: str) -> None:
    install(programs, script)
    with pytest.raises(SourceError, match=r"^a\.doc: LibreOffice cannot convert it"):
        read_office(Path("a.doc"), ole("WordDocument"))


def test_a_program_that_does_not_start(programs: Path) -> None:
    (programs / "soffice").write_bytes(b"\x7fELF no program")
    (programs / "soffice").chmod(0o755)
    with pytest.raises(SourceError, match=r"^a\.doc: LibreOffice does not start"):
        read_office(Path("a.doc"), ole("WordDocument"))


def test_a_slow_program_is_ended_with_all_it_started(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_SECONDS", 3)
    alive = programs / "alive"
    child = f"import time, pathlib\nwhile True:\n    pathlib.Path({str(alive)!r}).write_text(str(time.time()))\n    time.sleep(0.05)"
    install(programs, f"subprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(SourceError, match=r"^a\.doc: LibreOffice took more than 3 s"):
        read_office(Path("a.doc"), ole("WordDocument"))
    assert time.monotonic() - begun < 20
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last


def test_a_converted_file_beyond_all_bounds(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converting(programs, PLAN)
    monkeypatch.setitem(office.SIZE_LIMITS, "docx", 1_000)
    with pytest.raises(SourceError, match="more than the limit"):
        read_office(Path("a.doc"), ole("WordDocument"))
