"""The whole reading, on the source documents and through spaCy."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.model import Reading
from graph.reference import load_reference
from ingest.pipeline import read_file, read_source
from ingest.spacy_pipeline import CharacterTokenizer, blank_pipeline
from tests.conftest import DOCUMENTS
from tests.reading import source_text

SEEDS = sorted(DOCUMENTS.iterdir())


@pytest.fixture(scope="module", params=SEEDS, ids=lambda path: path.stem)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_file(request.param, load_reference())


def test_every_quote_reads_back_at_its_offsets(reading: Reading) -> None:
    mentions = [mention for one in reading.statements for mention in (one.subject, one.object)]
    spans = [*(one.evidence for one in reading.statements), *(mention.evidence for mention in mentions)]
    assert spans
    assert all(reading.text[span.start_char : span.end_char] == span.quote for span in spans)
    assert all(one.evidence.quote for one in reading.statements)


def test_every_extractor_gives_its_account(reading: Reading) -> None:
    assert set(reading.report) == {
        "metadata", "structure", "citation", "responsibility", "target", "project", "award", "department", "region",
        "coverage",
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


HEAD = "某市人民政府关于推进质量强市的实施意见\n一、主要任务\n"


@pytest.mark.parametrize(
    "text",
    ["达0位0万", "产品合格率达0位0万", "(一)\n(二)\n1.。\n", "贯彻〔2012〕9号《》,《国务院》和《四川省》、《关于》。"],
)
def test_no_quote_is_empty(text: str) -> None:
    found = read_source(source_text(HEAD + text), load_reference()).statements
    mentions = [mention for one in found for mention in (one.subject, one.object)]
    spans = [*(one.evidence for one in found), *(mention.evidence for mention in mentions)]
    assert all(span.quote.strip() for span in spans)
    assert all(mention.name for mention in mentions)


def test_titles_that_only_say_whose_they_are_cite_nothing() -> None:
    text = HEAD + "贯彻《》、《国务院》、《四川省》、《关于》和《国务院关于》,根据国发〔2012〕9号《》和《质量法》。"
    found = read_source(source_text(text), load_reference())
    cited = {one.object.name for one in found.statements if one.relation in ("DERIVES_FROM", "CITES")}
    assert cited == {"国发〔2012〕9号", "质量法"}
    assert found.report["citation"].rejected["a title of nothing but an issuer, a place or 关于"] == 6


def test_the_kind_of_a_measure_is_one_of_two() -> None:
    rows = "合格率(%)\t90\t95\t预期性)性\n覆盖率(%)\t80\t90\t约束性指标\n增长率(%)\t7\t8\t预期\n检测率(%)\t7\t8\t其他\n"
    found = read_source(source_text(f"{HEAD}指标\t2015年\t2020年\t属性\n{rows}"), load_reference()).statements
    kinds = [one.object.attributes.get("kind") for one in found if one.relation == "SETS"]
    assert kinds == ["预期性"] * 2 + ["约束性"] * 2 + ["预期性"] * 2 + [None] * 2


@pytest.mark.parametrize(
    "line",
    ["推进工作(市经信局负责)。\n", "国务院关于印发…的通知和", "(", "\n", "百", "争创质量奖,", "《规划》、"],
)
def test_what_is_said_a_thousand_times_is_read(line: str) -> None:
    text = HEAD + line * 1_000
    report = read_source(source_text(text), load_reference()).report
    assert all(one.seen == one.kept + sum(one.rejected.values()) + len(one.waiting) for one in report.values())
