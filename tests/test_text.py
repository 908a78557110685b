"""Decoding: every encoding an office saves in, and files that are no text."""

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.passages import lines, passage
from ingest.readers.files import SIZE_LIMITS
from ingest.readers.formats import read_document
from tests.reading import source_text

SIMPLIFIED = (
    "某市人民政府关于推进质量强市的实施意见\n\n一、发展目标\n产品质量监督抽查合格率达到90%以上(市市场监管局负责)。\n"
)
TRADITIONAL = (
    "某市人民政府關於推進質量強市的實施意見\n\n一、發展目標\n產品質量監督抽查合格率達到90%以上(市市場監管局負責)。\n"
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SIMPLIFIED),
        ("utf-8-sig", SIMPLIFIED),
        ("gb18030", SIMPLIFIED),
        ("gbk", SIMPLIFIED),
        ("utf-16", SIMPLIFIED),
        ("utf-16-le", SIMPLIFIED),
        ("utf-16-be", SIMPLIFIED),
        ("big5", TRADITIONAL),
        ("utf-8", TRADITIONAL),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(text.encode(encoding))
    source = read_document(path, load_reference())
    assert source.text == text
    assert source.normal == SIMPLIFIED


def test_line_ends_become_one_and_the_mark_goes(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SIMPLIFIED.replace("\n", "\r\n").encode())
    assert read_document(path, load_reference()).text == SIMPLIFIED


def test_offsets_hold_through_normalisation() -> None:
    source = source_text("質量強市(2011―2020 年)、ＧＢ／Ｔ１９００１，達到９０％。")
    assert len(source.text) == len(source.normal)
    assert source.normal == "质量强市(2011-2020 年)、GB/T19001,达到90%。"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \n \r\n", "empty"),
        (bytes(range(256)) * 40, "no Chinese text"),
        (b"plain words about nothing at all, in English only " * 30, "no Chinese text"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "damaged"),
        (b"\x89PNG\r\n\x1a\n ...", "a picture"),
        (b"PK\x03\x04 ...", "a damaged Word, Excel or zip file"),
        (b"<!DOCTYPE html><html><body>...", "no Chinese text"),
    ],
)
def test_what_is_no_text_is_said_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=why) as caught:
        read_document(path, load_reference())
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_huge_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_document(tmp_path / "gone.txt", load_reference())
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(SIZE_LIMITS["text"] + 1)
    with pytest.raises(SourceError, match="limit"):
        read_document(huge, load_reference())


@given(st.text(alphabet="质量强市 \n\t(),、90%ab", max_size=80), st.data())
def test_a_passage_leads_back_to_its_source(text: str, data: st.DataObject) -> None:
    source = source_text(text)
    here = passage(source, (0, len(text)))
    assert len(here.text) == len(here.offsets)
    assert all(here.text[i] == source.normal[here.offsets[i]] or here.text[i] == " " for i in range(len(here.text)))
    start = data.draw(st.integers(0, len(here.text)))
    end = data.draw(st.integers(start, len(here.text)))
    span = here.span(start, end)
    assert source.text[span.start_char : span.end_char] == span.quote
    assert "".join(span.quote.split()) == "".join(here.text[start:end].split())


@given(st.text(alphabet="质量 \n", max_size=60))
def test_lines_are_the_stripped_lines(text: str) -> None:
    source = source_text(text)
    assert [source.normal[a:b] for a, b in lines(source)] == [one.strip() for one in text.split("\n") if one.strip()]


def test_readings_printed_behind_characters_are_no_text() -> None:
    source = source_text("關(guān)于推進(jìn)質(zhì)量強市(2015年)的意見(試行)(GB/T)")
    here = passage(source, (0, len(source.text)))
    assert here.text == "关于推进质量强市(2015年)的意见(试行)(GB/T)"
    assert here.span(0, 4).quote == "關(guān)于推進"


LONG = SIMPLIFIED * 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("damage", ["bad byte", "cut end"])
def test_a_little_damage_is_read_over(tmp_path: Path, encoding: str, damage: str) -> None:
    path = tmp_path / "plan.txt"
    data = LONG.rstrip().encode(encoding)
    if damage == "cut end":
        data = (LONG.rstrip() + "质").encode(encoding)[:-1]
    elif encoding.startswith("utf-8") or encoding == "gb18030":
        data = data[:3000] + b"\xff" + data[3001:]
    else:
        data = data[:3000] + b"\x00\xdf\xff\x7f"[: 2 if encoding == "utf-16" else 4] + data[3004:]
    path.write_bytes(data)
    source = read_document(path, load_reference())
    assert source.encoding == encoding
    assert source.text[:500] == LONG[:500]
    assert 1 <= source.text.count("\ufffd") <= 3
    assert len(source.text) == len(source.normal)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_much_damage_is_said_with_its_place(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    data = LONG.encode(encoding)
    path.write_bytes(b"".join(data[at : at + 300] + b"\xff\xff" for at in range(0, len(data), 300)))
    with pytest.raises(SourceError, match=r"damaged at byte \d+; save it again") as caught:
        read_document(path, load_reference())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_utf_32_is_told_by_its_mark(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(mark + SIMPLIFIED.encode(encoding))
    assert read_document(path, load_reference()).text == SIMPLIFIED


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path, kind in ((pipe, "device or pipe"), (Path("/dev/zero"), "device or pipe"), (tmp_path, "directory")):
        with pytest.raises(SourceError, match=kind) as caught:
            read_document(path, load_reference())
        assert str(path) in str(caught.value)


def test_a_file_that_grows_is_read_no_further_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grows.txt"
    path.write_bytes(b"a" * (SIZE_LIMITS["text"] + 1))
    told = path.stat()
    monkeypatch.setattr(Path, "stat", lambda _: os.stat_result((*told[:6], 10, *told[7:])))
    with pytest.raises(SourceError, match="limit of 5 MB"):
        read_document(path, load_reference())


def test_pieces_of_a_passage_are_put_together_in_order() -> None:
    source = source_text("质量 强市\n工作 a b")
    here = passage(source, (0, 5), (5, 5), (6, 12))
    assert here.text == "质量强市工作a b"
    assert [source.normal[place] for place in here.offsets] == list(here.text)
