"""The whole reading, on the source documents and through spaCy."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.model import Reading
from graph.reference import load_reference
from ingest.pipeline import read_file
from ingest.spacy_pipeline import CharacterTokenizer, blank_pipeline
from tests.conftest import DOCUMENTS

SEEDS = sorted(DOCUMENTS.iterdir())


@pytest.fixture(scope="module", params=SEEDS, ids=lambda path: path.stem)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_file(request.param, load_reference())


def test_every_quote_reads_back_at_its_offsets(reading: Reading) -> None:
    mentions = [mention for one in reading.statements for mention in (one.subject, one.object)]
    spans = [one.evidence for one in (*reading.statements, *mentions)]
    assert spans
    assert all(reading.text[span.start_char : span.end_char] == span.quote for span in spans)
    assert all(one.evidence.quote for one in reading.statements)


def test_every_extractor_gives_its_account(reading: Reading) -> None:
    assert set(reading.report) == {
        "metadata", "structure", "citation", "responsibility", "target", "project", "award", "department", "region",
    }  # fmt: skip
    for report in reading.report.values():
        assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)


def test_reading_again_gives_the_same(reading: Reading) -> None:
    path = next(path for path in SEEDS if path.name == reading.source)
    assert read_file(path, load_reference()) == reading


def test_page_furniture_yields_nothing(reading: Reading) -> None:
    furniture = ("扫", "分享", "客服", "咨询热线", "上传")
    assert not [one for one in reading.statements if any(word in one.evidence.quote[:12] for word in furniture)]


@pytest.mark.parametrize(
    "text", ["购物清单\n牛奶两盒\n面包一个\n鸡蛋十个\n", "今天天气不错,我们在公园里散步,看见了很多花和树。\n" * 5]
)
def test_what_is_no_policy_document_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match="no policy document"):
        read_file(path, load_reference())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="质量 \t\n,。(a1)", max_size=60))
def test_a_token_is_a_character(text: str) -> None:
    nlp = blank_pipeline()
    nlp.remove_pipe("zhitu")
    doc = nlp(text) if text else CharacterTokenizer(nlp.vocab)(text)
    assert len(doc) == len(text)
    assert all(doc[place].idx == place for place in range(len(doc)))


def test_spacy_shows_the_mentions() -> None:
    text = "某市质量提升行动方案\n一、主要任务\n(一)提升产品质量。抓好监管,合格率达到95%以上(市市场监管局负责)。\n"
    doc = blank_pipeline()(text)
    assert [span.text for span in doc.spans["Department"]] == ["市市场监管局"]
    assert doc.spans["Task"][0].text.startswith("(一)提升产品质量")
    assert len(doc) == len(text)
    assert doc.ents
