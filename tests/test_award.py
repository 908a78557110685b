"""Awards: prizes and brand titles by their names, with the level that grants them; money and rewards are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Mention
from graph.reference import load_reference
from ingest.clauses import split
from ingest.document import ParsedDocument, Row, Table
from ingest.extractors.award import extract
from ingest.honours import find_honours
from ingest.passages import passage
from tests.reading import parsed, source_text

TITLE = "绵阳市质量发展规划\n"


def awards(sentence: str, region_id: str | None = "region:510700") -> dict[str, Mention]:
    document = parsed(TITLE + sentence, region_id)
    findings = extract(document, load_reference())
    report = findings.report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    for statement in findings.statements:
        span = statement.evidence
        assert statement.relation == "NAMES"
        assert document.source.text[span.start_char : span.end_char] == span.quote
    return {statement.object.name: statement.object for statement in findings.statements}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "获得中国质量奖1个、省长质量奖5个、“泰山杯”奖2项,鲁班奖3项。",
            ["中国质量奖", "省长质量奖", "泰山杯奖", "鲁班奖"],
        ),
        ("对获得湖北省长江质量奖、宜昌市市长质量奖的组织奖励50万元。", ["湖北省长江质量奖", "宜昌市市长质量奖"]),
        ("争创“鲁班奖”、“芙蓉奖”和詹天佑土木工程奖等国家级优质工程。", ["鲁班奖", "芙蓉奖", "詹天佑土木工程奖"]),
        (
            "申报中国专利金奖、中国标准创新贡献奖和省科学技术奖。",
            ["中国专利金奖", "中国标准创新贡献奖", "省科学技术奖"],
        ),
        ("设立甘肃省政府质量奖(飞天质量奖)。", ["甘肃省政府质量奖(飞天质量奖)"]),
        ("荣获省科技进步一等奖。", ["省科技进步奖"]),
        ("争创“白玉兰”奖、“扬子杯”优质工程奖,“质量杯”知识竞赛除外。", ["白玉兰奖", "扬子杯优质工程奖"]),
        ("组织自治州州长质量奖评选。", ["自治州州长质量奖"]),
        ("打磨完备政府质量奖评审机制。", ["政府质量奖"]),
    ],
)
def test_prizes(sentence: str, names: list[str]) -> None:
    assert list(awards(sentence)) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "新增中国驰名商标10件、湖南省著名商标80件、地理标志证明商标5件。",
            ["中国驰名商标", "湖南省著名商标", "地理标志证明商标"],
        ),
        ("认定湖南名牌产品300个,名牌5个,科技名牌产品3个。", ["湖南名牌产品", "名牌", "科技名牌产品"]),
        (
            "创建全国质量强市示范城市和全国陶瓷产业知名品牌创建示范区。",
            ["全国质量强市示范城市", "全国知名品牌创建示范区"],
        ),
        (
            "申报国家地理标志保护产品、生态原产地保护产品和中华老字号。",
            ["国家地理标志保护产品", "生态原产地保护产品", "中华老字号"],
        ),
        ("争创全国质量标杆,推广质量标杆经验。", ["全国质量标杆"]),
        ("加强中国驰名商标保护,到2018年全市中国驰名商标达到30件。", ["中国驰名商标"]),
        ("修订《江苏名牌产品管理办法》,到2018年江苏名牌产品达到300个。", ["江苏名牌产品"]),
        ("修订《江苏名牌产品管理办法》。", []),
        ("开展质量管理先进班组和质量标兵活动。", ["质量管理先进班组", "质量标兵"]),
    ],
)
def test_brand_titles(sentence: str, names: list[str]) -> None:
    assert list(awards(sentence)) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("鼓励争创省、市优质工程。", ["省优质工程", "市优质工程"]),
        ("建设一批全国和省“知名品牌创建示范区”。", ["全国知名品牌创建示范区", "省知名品牌创建示范区"]),
        ("推动国家级、省级有机产品认证示范区创建。", ["国家级有机产品认证示范区", "省级有机产品认证示范区"]),
    ],
)
def test_levels_that_share_one_title(sentence: str, names: list[str]) -> None:
    assert list(awards(sentence)) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "健全质量奖励制度,完善表彰奖励办法和奖惩机制,落实奖补资金。",
        "建立有奖举报制度,表彰获奖单位,颁发奖金、奖牌,对大奖赛给予奖励50万元。",
        "实施名牌战略,培育名牌企业,打造优质工程和知名品牌。",
        "重奖先进,设立奖项,以奖代补。",
    ],
)
def test_rewards_are_no_awards(sentence: str) -> None:
    assert awards(sentence) == {}


def test_a_general_word_beside_a_full_name_is_no_name_of_its_own() -> None:
    sentence = "争创省政府质量奖、四川省政府质量奖(天府质量奖),完善政府质量奖机制,发展四川名牌产品,培育名牌产品。"
    assert list(awards(sentence)) == ["四川省政府质量奖(天府质量奖)", "四川名牌产品"]


@pytest.mark.parametrize(
    ("sentence", "level", "grantor"),
    [
        ("中国质量奖", "country", "中国"),
        ("四川省著名商标", "province", "四川省"),
        ("省政府质量奖", "province", "省政府"),
        ("市长质量奖", "prefecture", "市长"),
        ("江油市政府质量奖", "county", "江油市政府"),
        ("驰名商标", "country", None),
        ("攀登贡献奖", None, None),
    ],
)
def test_level_and_grantor(sentence: str, level: str | None, grantor: str | None) -> None:
    [award] = awards(f"争创{sentence}。").values()
    assert (award.attributes.get("level"), award.attributes.get("grantor")) == (level, grantor)


def test_the_word_for_a_place_is_read_from_the_documents_region() -> None:
    for region_id, level in (("region:500000", "province"), ("region:510781", "county"), ("region:152900", None)):
        assert awards("评选市长质量奖。", region_id)["市长质量奖"].attributes.get("level") == level


def test_cells_of_tables_are_read() -> None:
    source = source_text(TITLE + "指标\n四川名牌\n18\n")
    words = source.normal.index("四川名牌")
    row = Row((passage(source, (words, words + 4)), passage(source, (words + 5, words + 7))))
    table = Table("指标", ("名称", "值"), (row,), words, words + 7)
    title = Mention("Document", "绵阳市质量发展规划", source.span(0, 9))
    document = ParsedDocument(source, split(source, (table,), load_reference()), title)
    [statement] = extract(document, load_reference()).statements
    assert statement.object.evidence.quote == "四川名牌"


@given(st.text(alphabet="中国省市长政府质量名牌产品驰著商标奖励杯“”()、和的争创获3个", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for honour in find_honours(text, load_reference()):
        assert isinstance(honour, str) or 0 <= honour.start < honour.end <= len(text)
