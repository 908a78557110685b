"""Bodies and regions named in running text."""

import pytest

from graph.reference import load_reference
from ingest.extractors import department, region
from tests.reading import parsed


def named(text: str) -> list[str]:
    return [one.object.name for one in department.extract(parsed(text), load_reference()).statements]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市市场监管局会同市农业农村局开展检查。", ["市市场监管局", "市农业农村局"]),
        ("根据四川省人民政府和绵阳市委的要求,", ["四川省人民政府", "绵阳市委"]),
        ("在市委、市政府领导下,", ["市委", "市政府"]),
        ("按照国务院部署,教育部、财政部支持,", ["国务院", "教育部", "财政部"]),
        ("发改、财政和科技等部门要加大支持。", ["发改部门", "财政部门", "科技部门"]),
        (
            "建立工商、质检、安监、人力资源和社会保障等部门共享机制。",
            ["工商部门", "质检部门", "安监部门", "人力资源和社会保障部门"],
        ),
        ("各县(市、区)人民政府,市级各部门:", ["各县(市、区)人民政府", "市级各部门"]),
        ("各旗(区)政府(管委会)要落实。", ["各旗(区)政府(管委会)"]),
        ("全市各级各部门要配合。", ["全市各级各部门"]),
        ("成立市质量强市工作领导小组,", ["市质量强市工作领导小组"]),
        ("高新技术开发区管委会要落实。", ["高新技术开发区管委会"]),
        ("政府引导,企业主体,有关部门配合。", []),
        ("人民政府要加强领导。", []),
        ("组织部署各项工作,安排监督检查。", []),
    ],
)
def test_bodies_in_running_text(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_regions_resolve_from_where_the_document_stands() -> None:
    document = parsed("绵阳市、江油市与鼓楼区,四川省", "region:510700")
    findings = region.extract(document, load_reference())
    ids = {one.object.name: one.object.attributes["region_id"] for one in findings.statements}
    assert ids == {"绵阳市": "region:510700", "江油市": "region:510781", "四川省": "region:510000"}
    assert findings.report().rejected == {"several places bear this name": 1}
