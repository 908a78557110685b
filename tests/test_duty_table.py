"""Tables of duties, flattened to text in the ways pages flatten them."""

import pytest

from graph.model import Reading
from graph.reference import load_reference
from ingest.pipeline import read_source
from tests.reading import source_text

HEAD = "某市质量提升行动方案\n一、主要任务\n(一)提升产品质量。做好抽检。\n(二)打造品牌。做好培育。\n附件\n任务分工表\n"
ROWS = [
    ("1", "提升产品质量", "市市场监管局", "市经信局、市财政局", "2025年底前"),
    ("2", "建设检测平台", "市科技局", "市财政局", "2025年底前"),
    ("3", "开展质量帮扶", "市经信局", "", "长期坚持"),
    ("4", "打造品牌", "市商务局", "各县(市、区)人民政府", "2026年6月底前"),
]
COLUMNS = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限")


def duties(text: str) -> list[tuple[str, str, str, str]]:
    reading: Reading = read_source(source_text(text), load_reference())
    return [
        (one.relation[0], one.subject.name, one.object.kind, one.object.name.split("(")[0])
        for one in reading.statements
        if one.relation in ("LEADS", "COOPERATES")
    ]


EXPECTED = [
    ("L", "市市场监管局", "Task", "提升产品质量"),
    ("C", "市经信局", "Task", "提升产品质量"),
    ("C", "市财政局", "Task", "提升产品质量"),
    ("L", "市科技局", "Task", "建设检测平台"),
    ("C", "市财政局", "Task", "建设检测平台"),
    ("L", "市经信局", "Task", "开展质量帮扶"),
    ("L", "市商务局", "Task", "打造品牌"),
    ("C", "各县(市、区)人民政府", "Task", "打造品牌"),
]


@pytest.mark.parametrize("sign", ["\t", " | "])
def test_columns_by_signs(sign: str) -> None:
    table = "\n".join(sign.join(row) for row in (COLUMNS, *ROWS))
    assert duties(f"{HEAD}{table}\n") == EXPECTED


def test_one_cell_a_line() -> None:
    rows = [tuple(cell or "/" for cell in row) for row in ROWS]
    table = "\n\n".join(cell for row in (COLUMNS, *rows) for cell in row)
    assert duties(f"{HEAD}{table}\n") == EXPECTED


def test_columns_by_blanks() -> None:
    rows = [row for row in ROWS if row[3]]
    table = "\n".join("    ".join(row) for row in (COLUMNS, *rows))
    assert duties(f"{HEAD}{table}\n") == [row for row in EXPECTED if row[3] != "开展质量帮扶"]


def test_a_row_of_the_body_s_own_task_is_that_task() -> None:
    table = "\n".join("\t".join(row) for row in (COLUMNS, *ROWS))
    reading = read_source(source_text(f"{HEAD}{table}\n"), load_reference())
    leads = {one.object.name: one.object for one in reading.statements if one.relation == "LEADS"}
    assert leads["提升产品质量"].attributes["kind"] == "item"
    assert leads["建设检测平台"].attributes["kind"] == "measure"


def test_bodies_beside_figures_answer_for_the_figure() -> None:
    table = "\n".join(
        "\t".join(row)
        for row in [
            ("序号", "指标名称", "单位", "2025年目标", "责任单位"),
            ("1", "产品质量监督抽查合格率", "%", "95", "市市场监管局"),
            ("2", "主要农产品质量安全监测合格率", "%", "98", "市农业农村局"),
        ]
    )
    assert duties(f"{HEAD}{table}\n") == [
        ("L", "市市场监管局", "Target", "产品质量监督抽查合格率 95%"),
        ("L", "市农业农村局", "Target", "主要农产品质量安全监测合格率 98%"),
    ]


def test_tables_behind_one_another_with_a_rule_in_the_header() -> None:
    first = [
        ("序号", "工作任务", "牵头单位", "配合单位"),
        ("1", "建设平台", "市科技局", "市财政局"),
        ("2", "开展帮扶", "市经信局", "市财政局"),
    ]
    second = [
        ("序号", "工作任务", "责任单位(第一个为牵头单位)"),
        ("3", "清理收费", "市商务局、市司法局"),
        ("4", "优化办税", "市财政局"),
    ]
    lines = [cell for row in first for cell in row] + ["二、市场环境"] + [cell for row in second for cell in row]
    assert [one for one in duties(HEAD + "\n".join(lines) + "\n") if one[0] == "L" or one[3] == "清理收费"] == [
        ("L", "市科技局", "Task", "建设平台"),
        ("L", "市经信局", "Task", "开展帮扶"),
        ("L", "市商务局", "Task", "清理收费"),
        ("C", "市司法局", "Task", "清理收费"),
        ("L", "市财政局", "Task", "优化办税"),
    ]
