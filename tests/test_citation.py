"""Citations: what is cited, by which number, and whether the document carries it out or only names it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Statement
from graph.reference import Reference, load_reference
from ingest.cited import find_cited
from ingest.extractors.citation import extract
from tests.reading import parsed

TITLE = "泰州市推进质量强市建设行动方案"
DERIVES, CITES = "DERIVES_FROM", "CITES"


def statements(sentence: str, title: str = TITLE) -> list[Statement]:
    document = parsed(f"{title}\n一、总体要求\n{sentence}\n", "region:321200")
    findings = extract(document, load_reference())
    report = findings.report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    for statement in findings.statements:
        for span in (statement.evidence, statement.object.evidence):
            assert document.source.text[span.start_char : span.end_char] == span.quote
    return findings.statements


def told(sentence: str, title: str = TITLE) -> list[tuple[str, str, object]]:
    return [(s.relation, s.object.name, s.object.attributes.get("doc_number")) for s in statements(sentence, title)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "根据国务院《计量发展规划(2013—2020年)》(国发【2013】10号)、《江苏省计量发展规划》(苏政发﹝2014﹞12号)精神,制定本方案。",
            [
                (DERIVES, "计量发展规划(2013-2020年)", "国发〔2013〕10号"),
                (DERIVES, "江苏省计量发展规划", "苏政发〔2014〕12号"),
            ],
        ),
        (
            "为贯彻落实《国务院关于印发标准化发展规划(20162020年)的通知》(国发〔201645号)要求,加快发展。",
            [(DERIVES, "标准化发展规划(2016-2020年)", "国发〔2016〕45号")],
        ),
        (
            "按照国务院关于印发《消费品标准提升规划》的通知(国办发〔2016〕68号)部署执行。",
            [(DERIVES, "消费品标准提升规划", "国办发〔2016〕68号")],
        ),
        (
            "贯彻《关于加强认证工作的意见》《关于加强计量工作的意见》(苏政发〔2017〕1号、苏政发〔2017〕2号)。",
            [
                (DERIVES, "关于加强认证工作的意见", "苏政发〔2017〕1号"),
                (DERIVES, "关于加强计量工作的意见", "苏政发〔2017〕2号"),
            ],
        ),
        (
            "按照国发〔2018〕3号、苏政发〔2018〕20号文件要求推进。",
            [(DERIVES, "国发〔2018〕3号", "国发〔2018〕3号"), (DERIVES, "苏政发〔2018〕20号", "苏政发〔2018〕20号")],
        ),
        (
            "《江苏省贯彻〈国务院关于加强食品安全工作的决定〉实施方案》明确了任务。",
            [(CITES, "江苏省贯彻〈国务院关于加强食品安全工作的决定〉实施方案", None)],
        ),
    ],
    ids=["list", "damaged", "notice", "two numbers", "numbers alone", "title within a title"],
)
def test_titles_and_numbers(sentence: str, expected: list[tuple[str, str, object]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("结合《江苏省质量提升行动方案》精神,特制定本方案。", DERIVES),
        ("为把《江苏省质量提升行动方案》和《南京市质量工作意见》的部署落到实处,制定本方案。", DERIVES),
        ("以《江苏省质量提升行动方案》为指导,加快建设。", DERIVES),
        ("加强对《江苏省质量提升行动方案》贯彻落实情况的督查。", DERIVES),
        ("贯彻执行《江苏省质量提升行动方案》。", DERIVES),
        ("认真落实新修订的《江苏省质量提升行动方案》。", DERIVES),
        ("贯彻省政府印发的《江苏省质量提升行动方案》。", DERIVES),
        ("根据上级部署制定的《江苏省质量提升行动方案》已实施。", CITES),
        ("新修订的《江苏省质量提升行动方案》已实施。", CITES),
        ("先后出台了《江苏省质量提升行动方案》等文件。", CITES),
        ("组织学习《江苏省质量提升行动方案》。", CITES),
        ("根据上级部署,研究制定《江苏省质量提升行动方案》。", CITES),
        ("《江苏省质量提升行动方案》(苏政发〔2011〕9号)同时废止。", CITES),
        ("严格执行《产品质量法》《食品安全法》。", CITES),
        ("依照《产品质量法》查处违法行为。", DERIVES),
    ],
)
def test_how_it_is_named_decides_the_relation(sentence: str, relation: str) -> None:
    assert {found for found, _, _ in told(sentence)} == {relation}


def test_the_words_that_say_so_are_the_evidence() -> None:
    [statement] = statements("为全面落实《江苏省质量提升行动方案》(苏政发〔2018〕9号),制定本方案。")
    assert statement.evidence.quote == "落实《江苏省质量提升行动方案》(苏政发〔2018〕9号)"
    assert statement.object.evidence.quote == "《江苏省质量提升行动方案》(苏政发〔2018〕9号)"
    assert statement.attributes["path"] == ("一、总体要求",)


def test_derives_from_wins_and_one_document_is_stated_once() -> None:
    sentence = "宣传《质量发展纲要》。根据国务院《质量发展纲要(2011-2020年)》(国发〔2012〕9号),贯彻国发〔2012〕9号。"
    [statement] = statements(sentence)
    assert (statement.relation, statement.object.attributes["qualifier"]) == (DERIVES, "国务院")


def test_two_numbers_for_one_title_stay_two_statements() -> None:
    sentence = "根据《江苏省名牌管理办法》(苏政发〔2014〕5号)。落实《江苏省名牌管理办法》(苏政发〔2014〕35号)。"
    assert [number for _, _, number in told(sentence)] == ["苏政发〔2014〕5号", "苏政发〔2014〕35号"]


def test_short_forms_mean_what_they_were_introduced_for() -> None:
    sentence = "依据《江苏省计量发展规划》(苏政发〔2014〕12号,以下简称《规划》)和《关于质量工作的意见》。落实《规划》和《意见》,依据《办法》。"
    assert [name for _, name, _ in told(sentence)] == ["江苏省计量发展规划", "关于质量工作的意见"]


def test_the_document_itself_is_no_citation() -> None:
    text = f"现将《{TITLE}》(以下简称《方案》)印发给你们。各区要根据《方案》制定细则,{TITLE}自印发之日起施行。"
    assert told(text) == []
    assert told("附件:1.《泰州市质量指标表》") == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("积极落实国务院关于发展检验检测服务业的指导意见,完善机制。", ["国务院关于发展检验检测服务业的指导意见"]),
        ("落实省和泰州市标准化工作三年行动计划的要求。", ["省标准化工作三年行动计划", "泰州市标准化工作三年行动计划"]),
        ("贯彻实施国家知识产权战略纲要和江苏省质量强省实施方案。", ["国家知识产权战略纲要", "江苏省质量强省实施方案"]),
        ("落实省政府质量强省战略和市政府质量兴市实施方案。", ["市政府质量兴市实施方案"]),
        ("对接“中国制造2025”战略和“中国制造2025江苏行动纲要”。", ["中国制造2025", "中国制造2025江苏行动纲要"]),
        ("实施“健康中国2030”规划纲要。", ["“健康中国2030”规划纲要"]),
        ("把质量工作纳入我市国民经济和社会发展“十三五”规划。", ["国民经济和社会发展“十三五”规划"]),
        ("落实“十四五”市场监管现代化规划。", ["“十四五”市场监管现代化规划"]),
        ("“十三五”期间编制规划,以“十三五”规划为引领。", []),
        ("根据国家有关规定和省相关实施方案办理。", []),
        ("按照市政府统一部署,制定具体实施方案。", []),
    ],
)
def test_documents_without_brackets(sentence: str, names: list[str]) -> None:
    assert [name for _, name, _ in told(sentence)] == names


def test_standards_and_laws_have_their_kind() -> None:
    found = statements(
        "执行gb17167《用能单位计量器具配备通则》、《卓越绩效评价准则》(GB/T 19580)和GB 2760-2014标准,通过ISO9001认证。"
    )
    assert [(s.relation, s.object.attributes["doc_number"], s.object.attributes["kind"]) for s in found] == [
        (CITES, "GB 17167", "standard"),
        (CITES, "GB/T 19580", "standard"),
        (CITES, "GB 2760-2014", "standard"),
    ]
    [law] = statements("根据《特种设备安全监察条例》(国务院令第549号)。")
    assert law.object.attributes == {"doc_number": "国务院令第549号", "kind": "law"}


def test_certificates_and_newspapers_are_no_documents() -> None:
    assert told("核发《工业产品生产许可证》,在《泰州日报》刊登《质量承诺书》。") == []


def test_brackets_that_never_close(reference: Reference) -> None:
    assert [cited.title for cited in find_cited("根据《A方案、《质量规划》和《纲要", reference)] == ["质量规划"]


@given(st.text(alphabet="《》〈〉()“”关于的根据落实省市和、,。规划意见通知方案十三五20国发〔〕号GB/T 1", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for cited in find_cited(text, load_reference()):
        assert 0 <= cited.first <= cited.start < cited.end <= cited.stop <= len(text)
