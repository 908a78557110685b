"""Link: equal headings and equal indicators of two documents, with the words on both sides."""

import pytest

from graph.checked import check_part
from graph.links.link import link, upstream_ids
from graph.links.subjects import heading_key
from graph.model import Edge, Part
from graph.outline import known_identity, outline_part, outlines
from graph.project import project
from graph.reference import Reference
from graph.schema import load_schema
from tests.drafting import Draft

LOCAL = """遂宁市质量工作方案
根据国务院《质量发展纲要(2011-2020年)》(国发〔2012〕9号),制定本方案。
(一)推进质量诚信 体系建设。建立信用档案。
(二)加强组织领导。提高思想认识。
(三)推进标准化工作。制定标准。
产品质量国家监督抽查合格率达到95%,其他工程一次验收合格率达到99家。
"""


def local_part(reference: Reference) -> Part:
    draft = Draft(LOCAL, "遂宁市质量工作方案")
    draft.governs("遂宁市")
    draft.cites("DERIVES_FROM", "质量发展纲要(2011-2020年)", qualifier="国务院", doc_number="国发〔2012〕9号")
    for number, name, first, last in (
        ("(一)", "推进质量诚信体系建设", "推进质量诚信 体系", "档案。"),
        ("(二)", "加强组织领导", "加强组织领导", "认识。"),
        ("(三)", "推进标准化工作", "推进标准化工作", "标准。"),
    ):
        draft.task(name, (f"{number}{name}",), last, first=first, number=number)
    draft.target("产品质量国家监督抽查合格率95%", "95%", "产品质量国家监督抽查合格率", value=95, unit="%", year=2020)
    draft.target("其他工程一次验收合格率99家", "99家", "其他工程一次验收合格率", value=99, unit="家", year=2020)
    return project(draft.reading(), reference)


def upstream_part(reference: Reference) -> Part:
    [outline] = outlines(reference)
    return outline_part(outline, reference, known_identity(reference))


def links(reference: Reference, label: str) -> list[Edge]:
    return [e for e in link(local_part(reference), upstream_part(reference), reference) if e.source_label == label]


def test_a_document_tells_what_it_derives_from(reference: Reference) -> None:
    assert upstream_ids(local_part(reference)) == (upstream_part(reference).document_id,)


def test_equal_headings_are_linked_and_generic_ones_never(reference: Reference) -> None:
    names = {node.id: node.properties["name"] for node in local_part(reference).nodes}
    found = links(reference, "Task")
    assert {names[edge.source] for edge in found} == {"推进质量诚信体系建设", "推进标准化工作"}
    for edge in found:
        told = edge.properties
        assert (told["method"], told["score"]) == ("heading", 1.0)
        assert LOCAL[told["start_char"] : told["end_char"]] == told["quote"]
        assert told["upstream_quote"] == names[edge.source]
    assert any(edge.properties["quote"] == "推进质量诚信 体系建设" for edge in found), "as the source has it"


def plan(reference: Reference, title: str, *tasks: tuple[str, str], chapter: str = "三、主要任务") -> Part:
    """A plan whose tasks are a heading and what stands below it."""
    draft = Draft(f"{title} {chapter} " + " ".join(heading + text for heading, text in tasks), title)
    for number, (heading, text) in enumerate(tasks, 1):
        draft.task(heading, (chapter, heading), text, number=str(number))
    return project(draft.reading(), reference)


def roots(local: Part, upstream: Part, reference: Reference) -> dict[str, list[tuple[str, str, str]]]:
    """Of each task by its heading: the clauses with the method, and the words that the link rests on."""
    names = {node.id: str(node.properties["name"]) for part in (local, upstream) for node in part.nodes}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for edge in link(local, upstream, reference):
        if edge.source_label == "Task":
            told = (names[edge.target], str(edge.properties["method"]), str(edge.properties["quote"]))
            found.setdefault(names[edge.source], []).append(told)
    return found


def test_a_heading_in_other_words_is_known_by_what_it_speaks_of(reference: Reference) -> None:
    local = plan(
        reference, "遂宁市质量方案", ("深入实施标准化战略", "。培育团体标准。"), ("发展乡村旅游", "。建设民宿。")
    )
    assert roots(local, upstream_part(reference), reference) == {
        "深入实施标准化战略": [("推进标准化工作", "subject", "深入实施标准化战略")]
    }


def test_a_task_that_takes_up_the_instruments_of_a_clause_is_linked_by_them(reference: Reference) -> None:
    text = "。推进园区建设。完善量值传递体系,新建社会公用计量标准12项,开展能源计量和强制检定。"
    local = plan(
        reference,
        "遂宁市质量方案",
        ("服务产业发展", text),
        ("发展乡村旅游", "。建设民宿。"),
        ("改造老城区", "。修路。"),
    )
    [(clause, method, quote)] = roots(local, upstream_part(reference), reference)["服务产业发展"]
    assert (clause, method) == ("强化计量基础支撑作用", "terms")
    assert quote == "完善量值传递体系,新建社会公用计量标准12项,开展能源计量和强制检定。"


OTHERS = (("发展乡村旅游", "。建设民宿。"), ("改造老城区", "。修路。"), ("扩大就业", "。开办夜市。"))


def clauses(reference: Reference, heading: str, text: str) -> list[tuple[str, str]]:
    """What a task carries out of the outline, with the method."""
    local = plan(reference, "遂宁市质量方案", (heading, text), *OTHERS)
    found = roots(local, upstream_part(reference), reference)
    assert found.keys() <= {heading}
    return [(clause, method) for clause, method, _ in found.get(heading, ())]


def test_other_wordings_of_the_field_tell_a_clause(reference: Reference) -> None:
    text = "。菜市场摆出公平秤,电子秤和加油枪免费校验。"
    assert clauses(reference, "买卖不缺斤短两", text) == [("强化计量基础支撑作用", "terms")]
    assert clauses(reference, "买卖不缺斤短两", "。菜市场摆出公平秤。") == []


def test_an_object_in_the_heading_tells_a_clause_where_no_subject_stands_there(reference: Reference) -> None:
    supervision = ("强化质量安全监管", "subject")
    assert clauses(reference, "看牢农产品的来路", "。严查高毒农药。") == [supervision]
    assert clauses(reference, "扩种农产品", "。开垦荒坡。") == [], "the text must take it up"
    assert supervision not in clauses(reference, "推进农产品标准化", "。制定地方标准,严查高毒农药。")


def test_the_bodies_that_are_to_do_it_tell_nothing(reference: Reference) -> None:
    for duty in ("(牵头单位:市旅游局;配合单位:市环保局、市物流中心)", "由市旅游局牵头,市环保局、市物流中心配合。"):
        assert clauses(reference, "修缮古城墙", f"。加固城门。{duty}") == []
    assert clauses(reference, "修缮古城墙", "。规范物流、家政、快递、物业,让游客满意。") == [
        ("服务质量满意度提升工程", "terms")
    ]


def test_instruments_named_in_passing_are_no_root(reference: Reference) -> None:
    instruments = "推广余热利用、循环利用,减少废水排放。"
    assert clauses(reference, "改变生产方式", f"。{instruments}") == [("清洁生产促进工程", "terms")]
    long = "。动员居民搬出危房,按户发放过渡费,选好新的宅基地,接通道路、桥梁和路灯,分批交房,原有房屋一律拆除复垦,"
    assert (
        clauses(reference, "改变居住方式", long + "房前屋后种树栽花,清理沟渠和塘坝,余热利用、循环利用、减排一并考虑。")
        == []
    )


def test_a_subject_that_is_part_of_a_longer_one_is_not_meant(reference: Reference) -> None:
    found = clauses(reference, "建立质量评价考核制度", "。每年评价一次。")
    assert found == [("健全质量评价考核机制", "subject")]


def test_links_do_not_depend_on_what_was_linked_before(reference: Reference) -> None:
    above = upstream_part(reference)
    province = plan(reference, "某省质量意见", ("深入开展打假治劣", "。严惩假冒伪劣。"), *OTHERS)
    first, second = (
        plan(reference, "某市质量方案", ("查处质量违法案件", text), *OTHERS)
        for text in ("。查办假冒伪劣大案。", "。更新检测设备。")
    )
    pairs = [(local, upstream) for local in (first, second, province) for upstream in (above, province)]
    told = [link(local, upstream, reference) for local, upstream in pairs]
    assert told[1] != told[3], "two texts under one title"
    assert [link(local, upstream, reference) for local, upstream in reversed(pairs)] == told[::-1]


def test_a_generic_heading_needs_its_instruments_or_its_chapter(reference: Reference) -> None:
    above, heading = upstream_part(reference), "加强组织领导"
    bare = plan(reference, "遂宁市质量方案", (heading, "。提高认识。"))
    told = plan(reference, "遂宁市质量方案", (heading, "。成立领导小组,建立联席会议制度。"))
    placed = plan(reference, "遂宁市质量方案", (heading, "。提高认识。"), chapter="五、保障措施")
    assert roots(bare, above, reference) == {}
    for local in (told, placed):
        assert [clause for clause, _, _ in roots(local, above, reference)[heading]] == [heading]


SAFEGUARDS = "五、保障措施"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("加强组织领导", "。招商引资,鼓励外商投资。(省商务厅负责)"),
        ("完善配套政策", "。修建乡村公路。(省交通运输厅负责)"),
        ("加强检查考核", "。举办运动会。(省体育局负责)"),
        ("狠抓工作落实", "。种树,修路,架桥。责任单位:市林业局、市交通局。"),
    ],
)
def test_a_generic_heading_above_a_text_of_another_matter_is_no_counterpart(
    heading: str, text: str, reference: Reference
) -> None:
    local = plan(reference, "遂宁市质量方案", (heading, text), chapter=SAFEGUARDS)
    assert roots(local, upstream_part(reference), reference) == {}


def test_a_generic_heading_that_only_urges_is_one_in_its_chapter(reference: Reference) -> None:
    for text in ("。", "。各级政府要高度重视,切实加强领导。", "。加强领导。(市政府办负责)", "。成立领导小组。"):
        local = plan(reference, "遂宁市质量方案", ("加强组织领导", text), chapter=SAFEGUARDS)
        assert [clause for clause, _, _ in roots(local, upstream_part(reference), reference)["加强组织领导"]] == [
            "加强组织领导"
        ]


@pytest.mark.parametrize(
    ("heading", "above", "below", "linked"),
    [
        ("加强组织领导", "。成立领导小组,统筹推进。", "。鼓励外国专家来华讲学,做好签证服务。", False),
        ("强化考核", "。把质量工作纳入绩效考核。", "。组织中小学生体育考试。", False),
        (
            "强化考核",
            "。把质量工作纳入绩效考核。责任单位:省质监局。",
            "。组织中小学生体育比赛。责任单位:市质监局。",
            False,
        ),
        ("加强组织领导", "。成立省质量工作领导小组。", "。成立市质量工作领导小组。", True),
        ("强化考核", "。把质量工作纳入绩效考核。", "。将质量工作列入绩效考核内容。", True),
        ("加强组织领导", "。成立领导小组,统筹推进。", "。各乡镇要高度重视。", True),
    ],
)
def test_a_generic_heading_of_two_plans_needs_likeness_of_their_texts(
    heading: str, above: str, below: str, linked: bool, reference: Reference
) -> None:
    province = plan(reference, "某省质量意见", (heading, above), chapter=SAFEGUARDS)
    city = plan(reference, "某市质量方案", (heading, below), chapter=SAFEGUARDS)
    assert bool(roots(city, province, reference)) is linked


def test_two_plans_that_carry_out_one_clause_are_linked_where_they_are_nearest(reference: Reference) -> None:
    province = plan(
        reference,
        "某省质量意见",
        ("深入开展打假治劣", "。开展专项整治,严惩假冒伪劣。"),
        ("畅通维权渠道", "。办好投诉举报电话。"),
        ("强化计量基础", "。建设计量标准。"),
    )
    city = plan(
        reference,
        "某市质量方案",
        ("严厉查处质量违法案件", "。每年开展执法检查,查办假冒伪劣大案。"),
        ("发展乡村旅游", "。建设民宿。"),
        ("完善计量服务", "。新建计量标准。"),
    )
    assert {task: [clause for clause, _, _ in found] for task, found in roots(city, province, reference).items()} == {
        "严厉查处质量违法案件": ["深入开展打假治劣"],
        "完善计量服务": ["强化计量基础"],
    }


def test_figures_of_one_indicator_are_linked_where_the_unit_is_one(reference: Reference) -> None:
    [edge] = links(reference, "Target")
    told = edge.properties
    assert (told["method"], told["quote"]) == ("indicator", "95%")
    assert "产品质量国家监督抽查合格率" in told["upstream_quote"]
    assert "90" in told["upstream_quote"]


def test_the_figure_of_the_same_year_comes_before_the_latest(reference: Reference) -> None:
    text = "省方案 合格率:2015年90%,2020年95%。市方案 根据《省方案》 合格率:2015年91%,2019年93%。"
    parts = []
    for title, figures in (("省方案", ((90, 2015), (95, 2020))), ("市方案", ((91, 2015), (93, 2019)))):
        draft = Draft(text, title)
        for value, year in figures:
            draft.target(f"合格率{value}%", f"{value}%", "合格率", value=value, unit="%", year=year)
        parts.append(project(draft.reading(), reference))
    years = {node.id: node.properties.get("year") for part in parts for node in part.nodes}
    found = link(parts[1], parts[0], reference)
    assert sorted((years[edge.source], years[edge.target]) for edge in found) == [(2015, 2015), (2019, 2020)]


def test_a_heading_that_stands_there_twice_is_no_counterpart(reference: Reference) -> None:
    twice = Draft("省方案 一、抓标准建设 二、抓标准建设", "省方案")
    for number in ("一、", "二、"):
        task = twice.named("Task", "抓标准建设", after=number, kind="item", path=(number,), number=number)
        twice.say(twice.document, "HAS_TASK", task)
    once = Draft("市方案 一、抓标准建设", "市方案")
    once.task("抓标准建设", ("一、",), "建设", number="一、")
    above, below = (project(draft.reading(), reference) for draft in (twice, once))
    assert link(below, above, reference) == ()


def test_headings_are_compared_without_signs_and_places(reference: Reference) -> None:
    assert heading_key("推進質量信用體系 建設。", reference) == heading_key("推进质量信用体系建设", reference)
    assert heading_key("提升全市产品质量", reference) == heading_key("提升产品质量", reference)


def test_the_outline_shows_its_rows(reference: Reference) -> None:
    part = upstream_part(reference)
    tasks = [edge for edge in part.edges if edge.label == "HAS_TASK"]
    assert len(tasks) == 38
    check_part(part, load_schema())
    assert {str(edge.properties["source"]).partition("#")[0] for edge in part.edges} == {
        "seeds/outlines/outline-2012-9.yaml"
    }
    first = min(tasks, key=lambda edge: str(edge.properties["source"]))
    assert first.properties["quote"]
    [document] = [node for node in part.nodes if node.id == part.document_id]
    assert document.properties["ingested"] is False
    assert len([node for node in part.nodes if node.label == "Target"]) == 7
