"""Zip files and lists of files: each document on its own, and nothing that a hostile one could reach."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.reference import Reference
from graph.settings import Settings
from ingest.batch import find_files, read_all
from ingest.readers import archive
from ingest.readers.files import bytes_of, kind_of
from ingest.readers.formats import read_document
from tests.conftest import Command
from tests.docx_files import docx, paragraph
from tests.pdf_files import paragraphs, printed

PLAN = (
    "云溪市人民政府关于开展质量提升行动的意见\n\n各县(市、区)人民政府:\n为提高质量,提出以下意见。\n"
    "一、推进标准化\n制定地方标准。(市市场监管局牵头,市工业和信息化局配合)\n"
).encode()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def with_raw_names(path: Path, encoding: str) -> Path:
    """As Windows packs it: the names in another encoding, and no flag that says which."""
    data = bytearray(path.read_bytes())
    for signature, flags, length, start in ((LOCAL, 6, 26, 30), (CENTRAL, 8, 28, 46)):
        at = data.find(signature)
        while at >= 0:
            size = struct.unpack_from("<H", data, at + length)[0]
            name = bytes(data[at + start : at + start + size]).decode()
            raw = name.encode(encoding)
            data[at + start : at + start + size] = raw.rjust(size, b"/") if len(raw) < size else raw
            struct.pack_into("<H", data, at + flags, struct.unpack_from("<H", data, at + flags)[0] & ~0x800)
            at = data.find(signature, at + start)
    path.write_bytes(data)
    return path


def flagged(path: Path, offset_local: int, offset_central: int, value: int) -> Path:
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, data.find(LOCAL) + offset_local, value)
    struct.pack_into("<H", data, data.find(CENTRAL) + offset_central, value)
    path.write_bytes(data)
    return path


def names(path: Path) -> list[str]:
    return [file.relative_to(path).as_posix() for file in find_files([path])]


def problem(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        kind_of(path, bytes_of(path))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_each_member_is_a_document_of_its_own(tmp_path: Path, command: Command) -> None:
    path = zipped(tmp_path / "汇编.zip", {"市级/意见.txt": PLAN, "坏.txt": b"lorem ipsum " * 99})
    ran = command("ingest", path, "--store", tmp_path / "store", "--format", "json")
    assert ran.code == 1
    assert "意见.txt" in ran.out and "质量提升行动" in ran.out
    assert ran.err.startswith(f"zhitu: {path / '坏.txt'}: no Chinese text")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["store", "汇编.zip"])


def test_members_are_sorted_and_what_systems_leave_behind_stays_out(tmp_path: Path) -> None:
    left = ["__MACOSX/._意见.txt", ".DS_Store", "市级/Thumbs.db", "市级/~$意见.docx", "市级/.git/config", "空/"]
    path = zipped(tmp_path / "a.zip", dict.fromkeys(left, b"") | {"市级/意见.txt": PLAN, "b.txt": PLAN})
    assert names(path) == ["b.txt", "市级/意见.txt"]
    assert bytes_of(path / "市级/意见.txt") == PLAN


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_word_on_their_encoding(tmp_path: Path, encoding: str) -> None:
    path = zipped(tmp_path / "a.zip", {"市级/质量强市方案〔2025〕3号(定稿).txt": PLAN, "俓镇/意见.txt": PLAN})
    assert sorted(names(with_raw_names(path, encoding))) == ["俓镇/意见.txt", "市级/质量强市方案〔2025〕3号(定稿).txt"]


@pytest.mark.parametrize(
    "name", ["★2025年方案.txt", "●通知.txt", "质量α方案.txt", "关于№5的方案.txt", "10℃标准.txt", "￥100×5方案.txt"]
)
def test_names_with_signs_among_their_characters(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "a.zip", {name: PLAN})
    assert [one.lstrip("/") for one in names(with_raw_names(path, "gb18030"))] == [name]


@pytest.mark.parametrize(("first", "told"), [("a.txt", "质量方案.txt"), ("b.txt", "b.txt")])
def test_the_second_name_of_info_zip_counts_for_the_first_it_was_made_for(
    tmp_path: Path, first: str, told: str
) -> None:
    info = zipfile.ZipInfo(first)
    name = "质量方案.txt".encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(info, PLAN)
    assert names(tmp_path / "a.zip") == [told]


def test_no_name_leads_out_of_the_zip_file(tmp_path: Path) -> None:
    odd = ["/etc/passwd", "../../方案.txt", "C:\\文件\\意见.txt", "a/./b/../c.txt", "红\x1b[31m色.txt"]
    path = zipped(tmp_path / "a.zip", dict.fromkeys(odd, PLAN))
    assert names(path) == ["a/b/c.txt", "etc/passwd", "文件/意见.txt", "方案.txt", "红_[31m色.txt"]
    assert {bytes_of(path / name) for name in names(path)} == {PLAN}


def test_a_name_that_stands_twice_is_not_guessed_at(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"方案.txt": PLAN, "../方案.txt": PLAN + PLAN})
    assert "more than once in the zip file" in problem(path / "方案.txt")
    assert "this name is not in the zip file" in problem(path / "别的.txt")


def test_a_zip_file_by_any_name_and_a_word_file_called_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "资料", {"意见.txt": PLAN})
    word = zipped(tmp_path / "方案.zip", {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
    assert find_files([path, word]) == (path / "意见.txt", word)


def test_a_zip_file_of_documents_called_word_file_is_taken_apart(tmp_path: Path) -> None:
    path = zipped(tmp_path / "材料.docx", {"意见.txt": PLAN})
    assert find_files([path]) == (path / "意见.txt",)


def test_pdf_files_that_are_packed_as_they_are_stay_members(tmp_path: Path) -> None:
    path = tmp_path / "汇编.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name in ("意见.pdf", "方案.pdf"):
            file.writestr(name, printed(*paragraphs("云溪市质量强市实施方案")))
    assert names(path) == sorted(["意见.pdf", "方案.pdf"])
    assert kind_of(path / "意见.pdf", bytes_of(path / "意见.pdf")) == "pdf"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("报送要求:附件格式为%PDF-1.4的文件。".encode(), "text"),
        ("BM指标表\n2025年质量合格率".encode(), "text"),
        ("RIFF指标,2025年\n质量合格率,95".encode(), "text"),
        (b"BM" + struct.pack("<IIIHHII", 900, 0, 54, 40, 0, 9, 9), "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n", "pdf"),
        (b"\x00\x1bjunk %PDF-1.7\n", "pdf"),
        (b"Content-Type: application/pdf\r\n\r\n%PDF-1.4\n", "pdf"),
    ],
)
def test_a_text_may_begin_as_another_kind_of_file(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    if kind == "picture":
        assert "this is a picture" in problem(path)
    else:
        assert kind_of(path, bytes_of(path)) == kind


MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OVERRIDE = '<Override PartName="/{}" ContentType="{}"/>'


@pytest.mark.parametrize("name", ["word/document2.xml", "Word\\Document.xml", "content/main.xml"])
def test_a_word_file_may_call_its_document_otherwise(name: str, reference: Reference, tmp_path: Path) -> None:
    plain = docx([paragraph("云溪市质量强市实施方案")])
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="/{name.replace(chr(92), "/")}"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(plain)) as old:
        body = old.read("word/document.xml")
    parts = {"[Content_Types].xml": f"<Types>{OVERRIDE.format(name, MAIN_TYPE)}</Types>".encode()}
    path = zipped(tmp_path / "方案.docx", parts | {"_rels/.rels": relation.encode(), name: body})
    assert read_document(path, reference).text == "云溪市质量强市实施方案\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Rar!\x1a\x07\x01\x00" + b"x" * 99, "a rar, 7z or tar file is not opened"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 99, "a rar, 7z or tar file is not opened"),
        (b"\x1f\x8b\x08" + b"x" * 99, "a rar, 7z or tar file is not opened"),
        (b"a.txt" + b"\0" * 252 + b"ustar\x0000", "a rar, 7z or tar file is not opened"),
    ],
)
def test_other_archives_are_named_for_what_they_are(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.bin").write_bytes(content)
    assert why in problem(tmp_path / "a.bin")


def nested(path: Path) -> Path:
    return zipped(path, {"内.zip": zipped(path.with_name("内"), {"意见.txt": PLAN}).read_bytes()}) / "内.zip"


def slides(path: Path) -> Path:
    return zipped(path, {"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"})


def damaged(path: Path) -> Path:
    data = bytearray(zipped(path, {"意见.txt": PLAN}).read_bytes())
    data[60:70] = b"0123456789"
    path.write_bytes(data)
    return path / "意见.txt"


def linked(path: Path) -> Path:
    info = zipfile.ZipInfo("意见.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(info, "../市级/意见.txt")
    return path / "意见.txt"


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (nested, "a zip file within a zip file is not opened"),
        (slides, "an Office format that is not read"),
        (damaged, "damaged within the zip file"),
        (lambda path: zipped(path, {".DS_Store": b"x"}), "no file in this zip file"),
        (lambda path: zipped(path, {}), "no file in this zip file"),
        (linked, "a link to another file"),
        (lambda path: zipped(path, {f"{n}.txt": b"" for n in range(1_001)}), "1001 files are more than the 1000"),
        (lambda path: zipped(path, {"a.txt": b"0" * 3_000_000}) / "a.txt", "more than 200 times its size"),
        (lambda path: flagged(zipped(path, {"a.txt": PLAN}), 6, 8, 1) / "a.txt", "asks for a password"),
        (lambda path: flagged(zipped(path, {"a.txt": PLAN}), 8, 10, 12) / "a.txt", "packed in a way that is not read"),
        (lambda path: zipped(path, {"a.txt": b" \n"}) / "a.txt", "the file is empty"),
    ],
)
def test_what_is_no_good_is_refused_in_one_sentence(tmp_path: Path, made: Callable[[Path], Path], why: str) -> None:
    path = made(tmp_path / "a.zip")
    assert why in problem(path)
    assert problem(path).startswith(str(tmp_path / "a.zip"))


def test_a_zip_file_that_cannot_be_opened_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(LOCAL + b"x" * 99)
    (tmp_path / "b.txt").write_bytes(PLAN)
    files = find_files([tmp_path])
    assert [file.name for file in files] == ["a.zip", "b.txt"]
    (_, first), (_, second) = read_all(files)
    assert isinstance(first, SourceError) and "damaged" in str(first)
    assert not isinstance(second, SourceError)


def test_sizes_are_those_that_are_unpacked_not_those_that_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": PLAN * 100})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.find(CENTRAL) + 24, 10)
    path.write_bytes(data)
    assert "damaged within the zip file" in problem(path / "a.txt")
    whole = zipped(tmp_path / "b.zip", {"a.txt": PLAN, "b.txt": PLAN})
    monkeypatch.setattr(archive, "MOST_UNPACKED", len(PLAN) * 2 - 1)
    assert "pack fewer files" in problem(whole)


def test_an_endless_list_of_members_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {f"{n}.txt": b"" for n in range(2_000)})
    monkeypatch.setattr(archive, "_LONGEST_LIST", 100_000)
    assert "its list of members is far too long" in problem(path)


def test_a_zip_file_of_entries_that_are_no_files_is_not_read_for_each_of_them(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"意见.txt": PLAN} | {f"__MACOSX/{n}": b"" for n in range(5_000)})
    assert "5001 entries are more than" in problem(path)


def test_a_list_names_files_by_their_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    for name in ("意见.txt", "方案 一.txt", "100%.txt"):
        (folder / name).write_bytes(PLAN)
    pack = zipped(tmp_path / "汇编.zip", {"细则.txt": PLAN})
    lines = [
        f"\ufeff# 清单\n\n{(folder / '意见.txt').as_uri()}",
        f"file://{folder}/方案 一.txt",
        f"file://localhost{folder}/100%25.txt",
    ]
    (tmp_path / "清单.txt").write_text("\r\n".join([*lines, pack.as_uri(), "file:///没有/的.txt"]), "utf-8")
    found = find_files([tmp_path / "清单.txt"])
    assert found == (
        folder / "意见.txt",
        folder / "方案 一.txt",
        folder / "100%.txt",
        pack / "细则.txt",
        Path("/没有/的.txt"),
    )
    assert [isinstance(outcome, SourceError) for _, outcome in read_all(found)] == [False] * 4 + [True]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_list_so_called_may_name_paths_from_its_folder(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "意见.txt").write_bytes(PLAN)
    (tmp_path / "a.list").write_bytes("意见.txt\n别的/没有.txt\n".encode(encoding))
    assert find_files([tmp_path / "a.list"]) == (tmp_path / "意见.txt", tmp_path / "别的/没有.txt")


def test_a_list_that_is_too_long_is_no_document(tmp_path: Path) -> None:
    for name in ("a.list", "a.urls", "a.txt"):
        (tmp_path / name).write_text("file:///没有/意见.txt\n" * 40_000, "utf-8")
    for name in ("a.list", "a.urls"):
        with pytest.raises(SourceError, match="a list of more than 1 MB"):
            find_files([tmp_path / name])
    assert find_files([tmp_path / "a.txt"]) == (tmp_path / "a.txt",)


def test_links_of_a_folder_that_lead_to_no_file_are_reported(tmp_path: Path) -> None:
    folder, other = tmp_path / "收到", tmp_path / "别处"
    folder.mkdir()
    other.mkdir()
    (other / "意见.txt").write_bytes(PLAN)
    (folder / "一.txt").symlink_to(other / "意见.txt")
    (folder / "三").symlink_to(other)
    (folder / "二.txt").symlink_to(other / "没有.txt")
    outcomes = dict(read_all(find_files([folder])))
    assert [path.name for path in outcomes] == ["一.txt", "三", "二.txt"]
    good, directory, dangling = outcomes.values()
    assert not isinstance(good, SourceError)
    assert "this is a directory" in str(directory) and "cannot be read" in str(dangling)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.urls").write_text("https://example.org/政策/意见.html\n意见.txt\n", "utf-8")
    (tmp_path / "意见.txt").write_bytes(PLAN)
    (_, first), (_, second) = read_all(find_files([tmp_path / "a.urls"]))
    assert (
        str(first)
        == "https://example.org/政策/意见.html: nothing is ever fetched from the web; save the page and name the file."
    )
    assert not isinstance(second, SourceError)


def test_a_list_that_nobody_named_is_a_file_as_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    (folder / "清单.urls").write_text("file:///etc/hostname\n", "utf-8")
    (folder / "~$意见.docx").write_bytes(b"lock")
    assert find_files([folder]) == (folder / "清单.urls",)
    assert find_files([folder / "清单.urls"], follow_lists=False) == (folder / "清单.urls",)
    (tmp_path / "两级.list").write_text("收到/清单.urls\n", "utf-8")
    assert find_files([tmp_path / "两级.list"]) == (folder / "清单.urls",)


def test_a_document_that_mentions_addresses_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "意见.txt").write_bytes(PLAN + b"file:///a.txt\n")
    assert find_files([tmp_path / "意见.txt"]) == (tmp_path / "意见.txt",)


def test_outcomes_come_in_order_from_many_workers(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{n:03}.txt": PLAN if n % 3 else b"no" for n in range(30)})
    outcomes = list(read_all(find_files([path]), workers=2))
    assert [found.name for found, _ in outcomes] == [f"{n:03}.txt" for n in range(30)]
    assert [isinstance(outcome, SourceError) for _, outcome in outcomes] == [n % 3 == 0 for n in range(30)]


def test_an_upload_reads_the_members_of_a_zip_file_and_no_list(tmp_path: Path) -> None:
    from api.problems import Problem
    from api.uploads import ingested

    settings = Settings.gathered({}, str(tmp_path / "store"))
    sent = tmp_path / "sent"
    sent.mkdir()
    pack = zipped(sent / "汇编.zip", {"市级/意见.txt": PLAN, "坏.zip": b"PK\x03\x04"})
    told = {one.file: one for one in ingested(settings, {pack: pack.name})}
    assert told["汇编.zip/市级/意见.txt"].document == "云溪市人民政府关于开展质量提升行动的意见"
    assert (told["汇编.zip/坏.zip"].problem or "").startswith("汇编.zip/坏.zip: ")
    (tmp_path / "意见.txt").write_bytes(PLAN)
    (sent / "清单.urls").write_text((tmp_path / "意见.txt").as_uri(), "utf-8")
    with pytest.raises(Problem) as refused:
        ingested(settings, {sent / "清单.urls": "清单.urls"})
    assert str(tmp_path) not in str(refused.value)
    many = zipped(sent / "很多.zip", {f"{n}.txt": PLAN for n in range(101)})
    with pytest.raises(Problem, match="101"):
        ingested(settings, {many: many.name})


def test_content_of_memory_and_of_disk_are_opened_alike() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("意见.txt", PLAN)
    with archive.opened(Path("a.zip"), io.BytesIO(file.getvalue())) as found:
        assert list(archive.named(Path("a.zip"), found)) == ["意见.txt"]
