"""Decoding: every encoding an office saves in, and files that are no text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.passages import lines, passage
from ingest.readers.text import SIZE_LIMIT, read_text
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
    source = read_text(path, load_reference())
    assert source.text == text
    assert source.normal == SIMPLIFIED


def test_line_ends_become_one_and_the_mark_goes(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SIMPLIFIED.replace("\n", "\r\n").encode())
    assert read_text(path, load_reference()).text == SIMPLIFIED


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
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04 ...", "a Word, Excel or zip file"),
        (b"<!DOCTYPE html><html><body>...", "a web page"),
    ],
)
def test_what_is_no_text_is_said_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=why) as caught:
        read_text(path, load_reference())
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_huge_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_text(tmp_path / "gone.txt", load_reference())
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(SourceError, match="limit"):
        read_text(huge, load_reference())


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
