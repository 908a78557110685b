"""Projects: rows of tables that list what is built, with the bodies that build it; other tables are left alone."""

import pytest

from graph.model import Mention
from graph.reference import load_reference
from ingest.clauses import split
from ingest.document import Findings, ParsedDocument, Row, Table
from ingest.extractors.project import extract
from ingest.passages import passage
from tests.reading import source_text


def read(caption: str, columns: tuple[str, ...], *rows: tuple[str, ...]) -> Findings:
    """The findings in a made-up document with one table."""
    title = "绵阳市质量发展规划\n附件2\n"
    text = title + "\n".join("\n".join(cell or "-" for cell in row) for row in rows)
    source = source_text(text)
    at, read_rows = len(title), []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(passage(source, (at, at + len(cell))))
            at += len(cell or "-") + 1
        read_rows.append(Row(tuple(cells), "一、平台"))
    table = Table(caption, columns, tuple(read_rows), len(title), len(text))
    clauses = split(source, (table,), load_reference())
    findings = extract(
        ParsedDocument(source, clauses, Mention("Document", title[:9], source.span(0, 9)), "region:510700"),
        load_reference(),
    )
    report = findings.report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    for statement in findings.statements:
        span = statement.evidence
        assert text[span.start_char : span.end_char] == span.quote
    return findings


def told(findings: Findings) -> list[tuple[str, str, str, object]]:
    return [
        (s.relation, s.subject.name if s.relation != "PLANS" else "", s.object.name, s.attributes.get("mode"))
        for s in findings.statements
    ]


def test_each_row_is_a_project_and_its_builders_lead_it() -> None:
    findings = read(
        "绵阳市重点项目表",
        ("序号", "项目名称", "建设单位"),
        ("1", "国家燃气具检测中心(四川)", "市质监局"),
        ("2", "农产品检测中心", "市农业局、林业局"),
        ("", "合计", ""),
    )
    assert told(findings) == [
        ("PLANS", "", "国家燃气具检测中心(四川)", None),
        ("LEADS", "市质监局", "国家燃气具检测中心(四川)", "sole"),
        ("PLANS", "", "农产品检测中心", None),
        ("LEADS", "市农业局", "农产品检测中心", "shared"),
        ("LEADS", "市林业局", "农产品检测中心", "shared"),
    ]
    assert findings.statements[4].subject.evidence.quote == "林业局"
    assert findings.statements[0].attributes["row"] == 1
    assert findings.statements[0].attributes["path"] == ("附件2", "一、平台")
    assert findings.report().rejected == {"a row without a project": 1}


def test_a_header_that_the_page_lost(reference: object) -> None:
    columns = ("序号", "", "建设单位")
    assert told(read("绵阳市重点项目", columns, ("1", "1.标准馆", "市质监局")))[0] == ("PLANS", "", "标准馆", None)
    assert told(read("绵阳市指标", columns, ("1", "标准馆", "市质监局"))) == []


def test_leading_and_helping_columns() -> None:
    columns = ("工程名称", "牵头单位", "配合单位")
    found = told(read("重大工程", columns, ("质量提升工程", "市经信委", "市科技局、财政局等")))
    assert found[1:] == [
        ("LEADS", "市经信委", "质量提升工程", "lead"),
        ("COOPERATES", "市科技局", "质量提升工程", "cooperate"),
        ("COOPERATES", "市财政局", "质量提升工程", "cooperate"),
    ]


@pytest.mark.parametrize(
    ("caption", "columns"),
    [
        ("质量发展主要指标", ("项目", "单位", "2020年")),
        ("任务分解表", ("序号", "重点任务", "责任单位")),
        ("考核表", ("项目", "评分标准", "责任单位")),
        ("重点项目", ("序号", "项目名称", "备注")),
    ],
)
def test_other_tables_are_left_alone(caption: str, columns: tuple[str, ...]) -> None:
    assert told(read(caption, columns, ("1", "质量提升", "市质监局"))) == []


def test_what_is_no_body_waits_for_a_person() -> None:
    findings = read("重点项目", ("项目名称", "总投资", "责任单位"), ("标准馆", "300万元", "市质监局、已完成前期"))
    assert [waiting.evidence.quote for waiting in findings.report().waiting] == ["已完成前期"]
    assert told(findings)[1] == ("LEADS", "市质监局", "标准馆", "sole")
