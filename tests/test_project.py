"""Project: one reading becomes its part of the graph, by ids that hold no offset, each edge with its words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checked import check_part
from graph.model import Edge, Node, Part, Statement, content_id
from graph.project import project
from graph.reference import Reference, load_reference
from graph.schema import load_schema
from ingest.pipeline import read_source
from tests.conftest import DOCUMENTS
from tests.drafting import Draft
from tests.reading import source_text

TEXT = """锡林郭勒盟推进质量提升行动实施方案
锡署办发〔2018〕31号
根据国务院《质量发展纲要(2011-2020年)》(国发〔2012〕9号)和《自治区人民政府关于开展质量提升行动的意见》精神,制定本方案。
二、工作目标
到2020年,全盟工业产品质量监督抽查合格率达到92%以上(盟质监局负责)。
三、主要任务
(一)提升产品质量
1.提升农畜产品质量。主要农畜产品抽检合格率达到97%以上。2018年底前完成追溯平台建设。(盟农牧业局牵头,科技局、各旗县市(区)人民政府配合)
2.提升工程质量。质监部门和盟质监局加强监管,(盟质监局负责)。开展盟长质量奖评选。
《质量发展纲要》要入企入户。
"""
NUMBER = "锡署办发〔2018〕31号"


@pytest.fixture
def draft() -> Draft:
    draft = Draft(TEXT, "锡林郭勒盟推进质量提升行动实施方案", doc_number=NUMBER, kind="plan", issue_date="2018-05-02")
    draft.governs("锡林郭勒盟")
    outline = "质量发展纲要(2011-2020年)"
    draft.cites("DERIVES_FROM", outline, doc_number="国发〔2012〕9号", qualifier="国务院")
    draft.cites("DERIVES_FROM", "自治区人民政府关于开展质量提升行动的意见")
    draft.cites("CITES", "质量发展纲要", "《质量发展纲要》")
    draft.target(
        "工业产品质量监督抽查合格率92%", "92%以上", "全盟工业产品质量监督抽查合格率", value=92, unit="%", year=2020
    )
    draft.target("主要农畜产品抽检合格率97%", "97%以上", "主要农畜产品抽检合格率", value=97, unit="%", comparator=">=")
    path = ("三、主要任务", "(一)提升产品质量", "1.提升农畜产品质量")
    first = draft.task("提升农畜产品质量", path, "配合)", number="1.", order=1)
    measure = draft.task("2018年底前完成追溯平台建设", path, "建设", kind="measure", order=2)
    draft.say(measure, "PART_OF", first, rule="structure/1")
    second = draft.task(
        "提升工程质量", ("三、主要任务", "(一)提升产品质量", "2.提升工程质量"), "评选", number="2.", order=3
    )
    goal = draft.task("全盟工业产品质量监督抽查合格率达到92%以上", ("二、工作目标",), "以上", kind="measure")
    phrase = "(盟农牧业局牵头,科技局、各旗县市(区)人民政府配合)"
    draft.say(draft.named("Department", "盟农牧业局"), "LEADS", first, phrase, mode="lead")
    draft.say(draft.named("Department", "盟科技局", "科技局"), "COOPERATES", first, phrase, mode="cooperate")
    group = draft.named("Department", "各旗县市(区)人民政府", kind="group")
    draft.say(group, "COOPERATES", first, phrase, mode="cooperate")
    for task, before in ((goal, "到2020年"), (second, "盟质监局加强")):
        office = draft.named("Department", "盟质监局", after=before)
        draft.say(office, "LEADS", task, "(盟质监局负责)", mode="sole")
    draft.say(draft.document, "MENTIONS", draft.named("Department", "质监部门"), rule="department/1")
    award = draft.named("Award", "盟长质量奖", level="prefecture")
    draft.say(draft.document, "NAMES", award, rule="award/1")
    return draft


def node(part: Part, label: str, name: str) -> Node:
    [found] = [node for node in part.nodes if node.label == label and node.properties["name"] == name]
    return found


def edges(part: Part, label: str, target: str | None = None) -> list[Edge]:
    return [edge for edge in part.edges if edge.label == label and target in (None, edge.target)]


def test_the_part_is_what_the_schema_allows_and_every_quote_stands_in_the_text(
    draft: Draft, reference: Reference
) -> None:
    part = project(draft.reading(), reference)
    check_part(part, load_schema())
    for edge in part.edges:
        told = edge.properties
        if "document_id" in told:
            assert draft.text[told["start_char"] : told["end_char"]] == told["quote"]
        else:
            assert str(told["source"]).startswith("seeds/")


def test_the_order_of_statements_makes_no_difference(draft: Draft, reference: Reference) -> None:
    reading = draft.reading()
    turned = replace(reading, statements=tuple(reversed(reading.statements)))
    assert project(reading, reference) == project(turned, reference)


def test_the_document_carries_its_own_facts(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    own = node(part, "Document", draft.document.name)
    assert own.id == part.document_id
    assert own.properties["doc_number"] == NUMBER
    assert own.properties["ingested"] is True
    assert own.properties["sha256"] == draft.reading().sha256


def test_regions_lead_up_to_the_country_by_rows_of_the_table(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    [governs] = edges(part, "GOVERNS")
    assert governs.target == "region:152500"
    [up] = [edge for edge in edges(part, "PART_OF") if edge.source == "region:152500"]
    assert (up.target, up.properties["source"]) == ("region:150000", "seeds/regions.csv#/152500")
    assert up.properties["quote"] == "152500,锡林郭勒盟"
    assert any(edge.target == "region:100000" for edge in edges(part, "PART_OF"))


def test_offices_are_known_by_region_and_function_and_a_group_stays_one(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    office = node(part, "Department", "锡林郭勒盟质量技术监督局")
    assert office.id.startswith("dept:152500:")
    assert office.properties["aliases"] == ("盟质监局",)
    science = node(part, "Department", "锡林郭勒盟科学技术局")
    assert science.properties["aliases"] == ("盟科技局",)
    group = node(part, "Department", "质监部门")
    assert (group.id, group.properties["kind"]) == ("dept:152500:质监部门", "group")
    assert node(part, "Department", "各旗县市(区)人民政府").properties["kind"] == "group"
    assert [edge.target for edge in edges(part, "BELONGS_TO") if edge.source == office.id] == ["region:152500"]


def test_duties_quote_their_phrase_and_keep_its_wording_apart(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    [lead] = [edge for edge in edges(part, "LEADS") if edge.properties["mode"] == "lead"]
    assert lead.properties["quote"] == "(盟农牧业局牵头,科技局、各旗县市(区)人民政府配合)"
    assert lead.properties["extractor"] == "test/1"
    assert len(edges(part, "COOPERATES")) == 2
    assert len([edge for edge in edges(part, "LEADS") if edge.properties["mode"] == "sole"]) == 2


def test_mentions_count_places_and_keep_the_forms_as_written(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    office = node(part, "Department", "锡林郭勒盟质量技术监督局")
    [mention] = edges(part, "MENTIONS", office.id)
    assert (mention.properties["forms"], mention.properties["count"]) == (("盟质监局",), 2)
    assert mention.properties["start_char"] == TEXT.index("盟质监局")
    [science] = edges(part, "MENTIONS", node(part, "Department", "锡林郭勒盟科学技术局").id)
    assert science.properties["forms"] == ("科技局",)


def test_measures_hang_on_their_item_or_stand_alone(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    item = node(part, "Task", "提升农畜产品质量")
    measure = node(part, "Task", "2018年底前完成追溯平台建设")
    assert measure.id == f"{item.id}:1"
    assert [(edge.source, edge.target) for edge in edges(part, "PART_OF") if edge.source_label == "Task"] == [
        (measure.id, item.id)
    ]
    assert measure.properties["deadline"] == "2018-12-31"
    assert measure.properties["deadline_text"] == "2018年底前"
    alone = node(part, "Task", "全盟工业产品质量监督抽查合格率达到92%以上")
    assert alone.id.endswith(":1")
    assert alone.properties["path"] == ("二、工作目标",)


def test_figures_belong_to_the_shortest_task_around_them(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    by_task = {
        node.properties["name"]: edge.target
        for edge in edges(part, "SETS")
        for node in part.nodes
        if edge.source == node.id and node.label == "Task"
    }
    assert by_task == {
        "全盟工业产品质量监督抽查合格率达到92%以上": node(part, "Target", "工业产品质量监督抽查合格率92%").id,
        "提升农畜产品质量": node(part, "Target", "主要农畜产品抽检合格率97%").id,
    }


def test_indicators_are_named_without_the_place(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    indicator = node(part, "Indicator", "工业产品质量监督抽查合格率")
    assert indicator.properties["aliases"] == ("全盟工业产品质量监督抽查合格率",)
    assert indicator.properties["unit"] == "%"


def test_awards_belong_to_the_region_of_their_grantor(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    award = node(part, "Award", "盟长质量奖")
    assert award.id == "award:152500:盟长质量奖"
    assert award.properties["region_id"] == "region:152500"
    assert [edge.target for edge in edges(part, "GRANTED_BY")] == ["region:152500"]


def test_a_document_cited_twice_is_one_and_deriving_outweighs_naming(draft: Draft, reference: Reference) -> None:
    part = project(draft.reading(), reference)
    outline = node(part, "Document", "质量发展纲要(2011-2020年)")
    assert outline.properties["ingested"] is False
    assert outline.properties["doc_number"] == "国发〔2012〕9号"
    assert (
        len([edge for edge in part.edges if edge.target == outline.id and edge.label in ("DERIVES_FROM", "CITES")]) == 1
    )
    [mention] = edges(part, "MENTIONS", outline.id)
    assert mention.properties["count"] == 2


def test_two_numbers_for_one_document_keep_both_citations(reference: Reference) -> None:
    title = "四川省人民政府关于加快推进质量工作的意见"
    text = f"根据《{title}》(川府发〔2014〕50号),落实《{title}》(川府发〔2014〕53号)精神。广元市质量工作方案"
    draft = Draft(text, "广元市质量工作方案")
    draft.governs("广元市")
    for number in ("川府发〔2014〕50号", "川府发〔2014〕53号"):
        cited = draft.named("Document", title, after="根据" if "50" in number else "落实", doc_number=number)
        draft.say(draft.document, "DERIVES_FROM", cited)
    part = project(draft.reading(), reference)
    [cited_node] = [node for node in part.nodes if node.label == "Document" and node.id != part.document_id]
    assert len(edges(part, "DERIVES_FROM", cited_node.id)) == 2
    assert len(cited_node.properties["former_ids"]) == 2


def test_the_same_words_at_two_places_are_two_statements(reference: Reference) -> None:
    draft = Draft("关于提升质量的方案\n一、抓监管(市财政局负责)抓服务(市财政局负责)", "关于提升质量的方案")
    task = draft.task("抓监管", ("一、抓监管",), "服务(市财政局负责)", number="一、")
    for after in ("抓监管", "抓服务"):
        phrase = draft.named("Department", "市财政局", after=after)
        draft.statements.append(Statement(phrase, "LEADS", task, draft.span("(市财政局负责)", after), "test/1"))
    [first, second] = sorted(
        edges(project(draft.reading(), reference), "LEADS"), key=lambda edge: edge.properties["start_char"]
    )
    assert first.key != second.key
    assert (first.properties.get("n"), second.properties.get("n")) == (None, 2)


def test_repeated_targets_and_headings_get_numbers(reference: Reference) -> None:
    draft = Draft("质量方案\n合格率达到90%。又说合格率达到90%。一、抓质量 一、抓质量", "质量方案")
    for after in ("质量方案", "又说"):
        target = draft.named("Target", "合格率90%", "合格率达到90%", after=after, value=90, unit="%")
        draft.say(draft.document, "SETS", target)
        draft.say(target, "MEASURES", draft.named("Indicator", "合格率", after=after))
    for after in ("一、抓质量", " 一、抓质量"):
        task = draft.named("Task", "抓质量", after=after, path=("一、抓质量",), number="一、", kind="item")
        draft.say(draft.document, "HAS_TASK", task)
    part = project(draft.reading(), reference)
    assert len([node for node in part.nodes if node.label == "Target"]) == 2
    assert len([node for node in part.nodes if node.label == "Task"]) == 2


def test_a_document_without_a_place_shares_its_offices_with_no_other(reference: Reference) -> None:
    parts = []
    for title in ("质量工作方案", "质量提升方案"):
        draft = Draft(f"{title}(市财政局负责),四川省财政厅、人民银行成都分行配合,评选四川省质量奖", title)
        draft.say(draft.document, "MENTIONS", draft.named("Department", "市财政局"))
        for label, name in (("Department", "人民银行成都分行"), ("Award", "四川省质量奖"), ("Region", "四川省")):
            draft.say(draft.document, "MENTIONS", draft.named(label, name))
        parts.append(project(draft.reading(), reference))
        check_part(parts[-1], load_schema())
    offices = [{node.id for node in part.nodes if node.properties["name"] == "市财政局"} for part in parts]
    assert not offices[0] & offices[1]


@pytest.mark.parametrize(
    ("region", "name", "node_id", "full"),
    [
        ("region:510700", "市市场监管局", "dept:510700:市场监管", "绵阳市市场监督管理局"),
        ("region:510781", "市市场监管局", "dept:510781:市场监管", "江油市市场监督管理局"),
        ("region:340523", "县市场监管局", "dept:340523:市场监管", "和县市场监督管理局"),
        ("region:510104", "区市场监管局", "dept:510104:市场监管", "锦江区市场监督管理局"),
        ("region:510104", "市市场监管局", "dept:510100:市场监管", "成都市市场监督管理局"),
        ("region:532900", "州市场监管局", "dept:532900:市场监管", "大理白族自治州市场监督管理局"),
        ("region:340523", "县民政局", "dept:340523:民政", "和县民政局"),
        ("region:340523", "乡镇政府", "dept:340523:乡镇政府", "乡镇政府"),
        ("region:510781", "石马镇人民政府", f"dept:~{content_id('region:510781', '石马镇')}:政府", "石马镇人民政府"),
        ("region:620700", "市委编办", "dept:620700:编办", "张掖市委机构编制委员会办公室"),
        (
            "region:620700",
            "市行政审批领导小组办公室",
            "dept:620700:行政审批领导小组办公室",
            "张掖市行政审批领导小组办公室",
        ),
        ("region:510781", "团市委", "dept:510781:共青团", "共青团江油市委员会"),
        ("region:510781", "人民银行江油支行", "dept:510781:人民银行", "中国人民银行江油市分行"),
        ("region:510781", "省财政厅", "dept:510000:财政", "四川省财政厅"),
        ("region:510781", "财政部", "dept:100000:财政", "财政部"),
        ("region:510781", "质检部门", "dept:510781:质检部门", "质检部门"),
        ("region:510000", "县政府", "dept:510000:县政府", "县政府"),
        ("region:152500", "国家税务总局锡林郭勒盟税务局", "dept:152500:税务", "国家税务总局锡林郭勒盟税务局"),
        ("region:500000", "市政府", "dept:500000:政府", "重庆市人民政府"),
        ("region:100000", "发展改革委", "dept:100000:发展改革", "国家发展和改革委员会"),
    ],
)
def test_a_name_is_read_from_the_place_of_its_document(
    reference: Reference, region: str, name: str, node_id: str, full: str
) -> None:
    home = reference.regions.get(region).name
    draft = Draft(f"{home}质量方案。{name}加强工作", f"{home}质量方案")
    draft.governs(home)
    draft.say(draft.document, "MENTIONS", draft.named("Department", name))
    part = project(draft.reading(), reference)
    [found] = [node for node in part.nodes if node.label == "Department"]
    assert (found.id, found.properties["name"]) == (node_id, full)


def test_a_zone_lies_in_the_region_that_its_name_begins_with(reference: Reference) -> None:
    text = (
        "烟台经济技术开发区管委会关于推进质量提升的实施意见\n烟开〔2021〕5号\n各部门、各单位:\n一、主要任务\n"
        "(一)提升质量。做好抽检(市场监管局牵头,市财政局配合)。\n烟台经济技术开发区管委会\n2021年5月6日\n"
    )
    part = project(read_source(source_text(text), reference), reference)
    [zone] = [node for node in part.nodes if node.label == "Region" and node.properties["name"] == "烟台经济技术开发区"]
    within = [edge.target for edge in part.edges if edge.label == "PART_OF" and edge.source == zone.id]
    assert within == ["region:370600"]
    ids = {edge.label: edge.source for edge in part.edges if edge.label in ("LEADS", "COOPERATES")}
    assert ids["LEADS"].startswith("dept:~") and ids["COOPERATES"] == "dept:370600:财政"


SEEDS = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
SIGNS = '《》()()〔〕[]【】、,，。;；:：%0123456789一二三四十.-—"“” \n\t/'
WORDS = "质量 合格率 达到 关于 印发 的 通知 根据 贯彻 国务院 四川省 市 盟 局 牵头 负责 配合 (一) 一、 1. 目标 项目 奖 2015年"
loose = st.lists(st.sampled_from(WORDS.split()) | st.text(SIGNS, max_size=6) | st.text(max_size=3), max_size=60)
pieces = st.tuples(st.sampled_from(SEEDS), st.floats(0, 1), st.integers(1, 1500)).map(
    lambda drawn: drawn[0][int(drawn[1] * len(drawn[0])) :][: drawn[2]]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A piece of a real document with some of its characters struck out or replaced."""
    text = draw(pieces)
    for _ in range(draw(st.integers(0, 8))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 6))
        text = text[:at] + draw(st.text(SIGNS, max_size=2)) + text[at + length :]
    return text


@settings(max_examples=60, deadline=None)
@given(loose.map("".join) | pieces | mutated())
def test_whatever_the_text_its_part_is_one_that_the_schema_allows(text: str) -> None:
    reference = load_reference()
    text = text.encode("utf-8", "ignore").decode() or "质"
    check_part(project(read_source(source_text(text), reference), reference), load_schema())


@pytest.mark.parametrize("title", ["国务院", "四川省", "关于", ""])
def test_a_cited_title_without_words_makes_no_node(title: str) -> None:
    reference = load_reference()
    text = f"绵阳市质量工作方案\n根据《{title}》要求,制定本方案。\n(一)\n做好抽检工作。\n"
    part = project(read_source(source_text(text), reference), reference)
    check_part(part, load_schema())
    assert not edges(part, "DERIVES_FROM") + edges(part, "CITES")
