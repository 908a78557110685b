"""The reference data of seeds/ and the reading of names against it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import seedfiles
from graph.departments import LEVELS as OFFICIAL_LEVELS
from graph.errors import NotFound, ReferenceDataError
from graph.reference import DepartmentFunction, Reference, load_reference
from graph.regions import COLUMNS, COUNTRY, LEVELS

SEEDS = load_reference()
JIANGYOU, MIANYANG, SICHUAN = "region:510781", "region:510700", "region:510000"
ALXA, INNER_MONGOLIA, SIPING, CHONGQING = "region:152900", "region:150000", "region:220300", "region:500000"


# regions


def test_it_is_loaded_once() -> None:
    assert load_reference() is SEEDS


def test_a_county_lies_in_prefecture_province_country() -> None:
    assert [region.name for region in SEEDS.regions.ancestors(JIANGYOU)] == ["绵阳市", "四川省", "中国"]
    assert SEEDS.regions.ancestors(COUNTRY) == ()


def test_every_region_but_the_country_lies_in_one_of_a_higher_level() -> None:
    for region in SEEDS.regions:
        parent = SEEDS.regions.get(region.parent_id) if region.parent_id else None
        assert parent is not None or region.id == COUNTRY
        assert parent is None or LEVELS.index(parent.level) < LEVELS.index(region.level), region


def test_the_numbers_of_regions() -> None:
    now = [region for region in SEEDS.regions if region.valid_to is None]
    count = {level: sum(region.level == level for region in now) for level in LEVELS}
    assert count["country"] == 1
    assert count["province"] == 34
    assert 330 <= count["prefecture"] <= 345
    assert 2800 <= count["county"] <= 2900


def test_at_level_is_the_region_or_one_above() -> None:
    assert SEEDS.regions.at_level(JIANGYOU, "prefecture") == SEEDS.regions.get(MIANYANG)
    assert SEEDS.regions.at_level(MIANYANG, "prefecture") == SEEDS.regions.get(MIANYANG)
    assert SEEDS.regions.at_level(MIANYANG, "county") is None
    assert SEEDS.regions.at_level("region:500112", "prefecture") is None  # of a municipality


def test_an_unknown_region_is_not_found() -> None:
    with pytest.raises(NotFound, match="region:999999"):
        SEEDS.regions.get("region:999999")


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("江油市", None, JIANGYOU),
        ("江油", None, JIANGYOU),
        ("四川", None, SICHUAN),
        ("重庆", None, CHONGQING),
        ("内蒙古", None, INNER_MONGOLIA),
        ("阿拉善", None, ALXA),
        ("阿盟", None, ALXA),
        ("锡盟", None, "region:152500"),
        ("额济纳旗", None, "region:152923"),
        ("额旗", ALXA, "region:152923"),
        ("阿左旗", ALXA, "region:152921"),
        ("科右前旗", None, "region:152221"),
        ("东乌旗", None, None),  # in use, but no rule gives it
        ("鄂温克旗", None, "region:150724"),
        ("阿坝州", None, "region:513200"),
        ("阿坝", "region:513200", "region:513200"),
        ("黔西南州", None, "region:522300"),
        ("巴州", None, "region:652800"),
        ("北川", None, "region:510726"),
        ("广西", None, "region:450000"),
        # ambiguous names
        ("铁西区", None, None),
        ("铁西区", SIPING, "region:220302"),
        ("铁西区", "region:220302", "region:220302"),
        ("鼓楼区", None, None),
        ("鼓楼区", "region:320100", "region:320106"),
        ("鼓楼区", "region:320000", None),  # two cities of the province have one
        ("海南", None, "region:460000"),
        ("海南", INNER_MONGOLIA, "region:460000"),
        ("海南", "region:632500", "region:632500"),
        ("吉林", SIPING, "region:220000"),
        ("吉林市", SIPING, "region:220200"),
        ("江北区", CHONGQING, "region:500105"),
        ("江北区", "region:330200", "region:330205"),
        ("朝阳", None, "region:211300"),
        # former names and units that are gone
        ("襄樊市", None, "region:420600"),
        ("襄樊", None, "region:420600"),
        ("伊克昭盟", None, "region:150600"),
        ("郫县", None, "region:510117"),
        ("开县", CHONGQING, "region:500154"),
        ("綦江县", CHONGQING, "region:500110"),
        ("万盛区", CHONGQING, "region:500110-2011"),
        ("中甸县", None, "region:533401"),
        ("崇文区", "region:110000", "region:110103"),
        ("莱芜市", None, "region:371200"),
        ("巢湖市", None, "region:340181"),  # the one of today
        # paths
        ("四川省绵阳市", None, MIANYANG),
        ("四川省绵阳市江油市", None, JIANGYOU),
        ("内蒙古阿拉善盟", None, ALXA),
        ("四川省阿拉善盟", None, None),
        ("乾县", None, "region:610424"),
        ("干县", None, "region:610424"),  # 乾 as the normalised text has it
        ("县", None, None),
        ("", None, None),
        ("某某市", None, None),
    ],
)
def test_a_name_is_resolved(name: str, within: str | None, expected: str | None) -> None:
    region = SEEDS.regions.resolve(name, within)
    assert (region.id if region else None) == expected


def test_every_full_name_is_resolved_within_its_own_region() -> None:
    for region in SEEDS.regions:
        if region.valid_to is None:
            assert SEEDS.regions.resolve(region.name, region.id) == region


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四川省绵阳市江油市和阿拉善盟", ["四川省", "绵阳市", "江油市", "阿拉善盟"]),
        ("重庆的产品与绵阳的服务", ["重庆", "绵阳"]),
        ("推荐额济纳旗、额旗政府", ["额济纳旗", "额旗"]),
        ("各市和县人民政府", []),
        ("和县人民政府", ["和县"]),
        ("珠江西岸先进装备制造", []),
        ("朝阳产业、长治久安", []),
        ("中国特色", []),
        ("郊区和城区", []),
        ("福田区域、西南山区", []),
        ("质量兴盟", []),
    ],
)
def test_names_in_running_text(text: str, expected: list[str]) -> None:
    found = SEEDS.regions.find(text)
    assert [name for _, _, name in found] == expected
    assert all(text[start:end] == name for start, end, name in found)


def test_the_abbreviation_of_a_province_is_kept_apart() -> None:
    assert SEEDS.regions.get(CHONGQING).abbreviation == "渝"
    assert SEEDS.regions.resolve("渝") is None


# departments


@pytest.mark.parametrize(
    ("name", "function", "kind", "scope"),
    [
        ("发改委", "发展改革", "agency", "local"),
        ("发展和改革局", "发展改革", "agency", "local"),
        ("国家发展改革委", "发展改革", "agency", "national"),
        ("市场监管局", "市场监管", "agency", "local"),
        ("市场监管部门", "市场监管", "agency", "local"),
        ("食品药品和工商质量监管局", "市场监管", "agency", "local"),
        ("市场监管总局", "市场监管", "agency", "national"),
        ("质监局", "质量技术监督", "agency", "local"),
        ("质检总局", "质量监督检验检疫", "agency", "national"),
        ("人社厅", "人力资源社会保障", "agency", "local"),
        ("人力社保厅", "人力资源社会保障", "agency", "local"),
        ("科技部", "科技", "agency", "national"),
        ("农业部", "农业", "agency", "national"),
        ("农牧业局", "农牧", "agency", "local"),
        ("经信委", "经济和信息化", "agency", "local"),
        ("工信厅", "工业和信息化", "agency", "local"),
        ("城乡建委", "住房城乡建设", "agency", "local"),
        ("文广新局", "文化广电", "agency", "local"),
        ("证监会", "证券监管", "agency", "national"),
        ("检验检疫局", "检验检疫", "agency", "vertical"),
        ("海关", "海关", "agency", "vertical"),
        ("人民银行", "人民银行", "agency", "vertical"),
        ("税务局", "税务", "agency", "vertical"),
        ("税务总局", "税务", "agency", "national"),
        ("人民政府", "政府", "government", "local"),
        ("国务院", "国务院", "government", "national"),
        ("行署", "行署", "government", "local"),
        ("市委", "党委", "party", "local"),
        ("盟委", "党委", "party", "local"),
        ("委宣传部", "宣传部", "party", "local"),
        ("市委网信办", "网信办", "party", "local"),
        ("政府国资委", "国资", "agency", "local"),
        ("人民政府办公室", "政府办公室", "office", "local"),
        ("质量强市办", "质量工作领导小组办公室", "leading_group", "local"),
        ("质量强盟工作领导小组", "质量工作领导小组", "leading_group", "local"),
        ("标准化工作领导小组", "标准化工作领导小组", "leading_group", "local"),
        ("有关部门", "有关部门", "group", "local"),
    ],
)
def test_a_name_has_its_function(name: str, function: str, kind: str, scope: str) -> None:
    match = SEEDS.departments.match(name)
    assert match is not None
    assert (match.function, match.kind, match.scope) == (function, kind, scope)


@pytest.mark.parametrize("name", ["", "委", "质量", "某某局", "江油市质监局", "加强领导"])
def test_other_words_have_none(name: str) -> None:
    assert SEEDS.departments.match(name) is None


def test_each_name_belongs_to_one_function() -> None:
    functions = {function.function: function for function in SEEDS.departments}
    assert len(functions) > 150
    for name, function in SEEDS.departments.names().items():
        base = function.function if function.function in functions else function.function.removesuffix("办公室")
        assert functions[base].kind == function.kind
        assert SEEDS.departments.match(name) == function


def test_functions_that_follow_one_another_share_no_name() -> None:
    for row in SEEDS.succession:
        assert row.former != row.successor
        assert row.source
        assert 1998 <= row.year <= 2024


@pytest.mark.parametrize(
    ("stem", "function"),
    [
        ("发展改革", "发展改革"),
        ("财政", "财政"),
        ("质监", "质量技术监督"),
        ("市场监管", "市场监管"),
        ("质检", "质量技术监督"),
    ],
)
def test_a_stem_has_its_function(stem: str, function: str) -> None:
    match = SEEDS.departments.stem(stem)
    assert match is not None and match.function == function


@pytest.mark.parametrize("word", ["质量", "局", "市发展改革", "开发区"])
def test_other_words_are_no_stems(word: str) -> None:
    assert SEEDS.departments.stem(word) is None


def _match(name: str) -> DepartmentFunction:
    function = SEEDS.departments.match(name)
    assert function is not None
    return function


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("市场监管局", ALXA, "阿拉善盟市场监督管理局"),
        ("质监部门", JIANGYOU, "江油市质量技术监督局"),
        ("科技局", SICHUAN, "四川省科学技术厅"),
        ("科技局", CHONGQING, "重庆市科学技术委员会"),
        ("科技局", COUNTRY, "科学技术部"),
        ("发改局", COUNTRY, "国家发展和改革委员会"),
        ("税务局", MIANYANG, "国家税务总局绵阳市税务局"),
        ("海关", CHONGQING, "重庆海关"),
        ("检验检疫局", ALXA, "阿拉善出入境检验检疫局"),
        ("宣传部", JIANGYOU, "江油市委宣传部"),
        ("宣传部", INNER_MONGOLIA, "内蒙古自治区党委宣传部"),
        ("市委", JIANGYOU, "江油市委"),
        ("政府办", JIANGYOU, "江油市人民政府办公室"),
        ("政府办", SICHUAN, "四川省人民政府办公厅"),
    ],
)
def test_the_full_name_of_an_office(name: str, region: str, expected: str) -> None:
    assert SEEDS.departments.full_name(_match(name), SEEDS.regions.get(region)) == expected


def test_the_official_name_without_place() -> None:
    function = _match("卫计委")
    assert SEEDS.departments.official_name(function, "prefecture") == "卫生和计划生育委员会"
    assert SEEDS.departments.official_name(function, "county") == "卫生和计划生育局"
    assert {level for level, _ in function.official} <= set(OFFICIAL_LEVELS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("盟住建局、水务局按职责分工负责", ["住建局", "水务局"]),
        ("市委组织部、区党委宣传部和市政府国资委", ["委组织部", "区党委宣传部", "政府国资委"]),
        ("市委、市政府高度重视", ["市委", "政府"]),
        ("各级党委政府", ["党委", "政府"]),
        ("组织部署质量工作,集团委托检验", []),
        ("国务院办公厅、国家发展改革委", ["国务院办公厅", "国家发展改革委"]),
        ("由市场监管总局会同海关总署负责", ["市场监管总局", "海关总署"]),
        ("人力资源和社会保障局和财政局", ["人力资源和社会保障局", "财政局"]),
        ("企业、高等院校、医院和银行", []),
        ("在开发区各乡镇设办公室", []),
    ],
)
def test_bodies_in_running_text(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in SEEDS.departments.find(text)] == expected


@given(st.lists(st.sampled_from([*SEEDS.departments.names(), "市", "盟", "和", "、", "。", "负责", "x"]), max_size=12))
def test_found_bodies_are_names_in_order(parts: list[str]) -> None:
    text = "".join(parts)
    last = 0
    for start, end in SEEDS.departments.find(text):
        assert last <= start < end <= len(text)
        assert SEEDS.departments.match(text[start:end]) is not None
        last = end


# agency codes, indicators


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("按照国发", "国发"),
        ("国发", "国发"),
        ("转发国办发", "国办发"),
        ("《纲要》(国质检质函", "国质检质函"),
        ("的意见》(绵府发", "绵府发"),
        ("全面落实江府办发", "江府办发"),
        ("遵照阿署办发", "阿署办发"),
        ("文号:渝府发", "渝府发"),
        ("阿左政办发", "阿左政办发"),
        ("(农办质", "农办质"),
        ("贯彻赣府厅发", "赣府厅发"),
        ("现将川办发", "川办发"),
        ("", ""),
        ("质量工作", ""),
        ("质量发展规划(", ""),
    ],
)
def test_the_agency_code_in_front_of_a_number(text: str, code: str) -> None:
    assert SEEDS.agency_codes.longest_suffix(text) == code


@given(
    st.sampled_from(["按照", "根据", "贯彻落实", "》(", "和", "、", "。"]),
    st.sampled_from(["国发", "川府发", "内政办发", "德府发", "锡署发"]),
)
def test_a_lead_in_is_no_part_of_the_code(lead_in: str, code: str) -> None:
    assert SEEDS.agency_codes.longest_suffix(lead_in + code) == code


def test_who_issues_under_a_code() -> None:
    issuer = SEEDS.agency_codes.issuer
    assert issuer("国发") == ("国务院", COUNTRY)
    assert issuer("川府发") == ("四川省人民政府", SICHUAN)
    assert issuer("渝府办发") == ("重庆市人民政府办公厅", CHONGQING)
    assert issuer("内政发") == ("内蒙古自治区人民政府", INNER_MONGOLIA)
    assert issuer("国质检质函") == ("国家质量监督检验检疫总局", COUNTRY)
    assert issuer("绵府发") is None


def test_synonyms_of_indicators_are_equal_ones_only() -> None:
    canonical = SEEDS.indicators.canonical
    assert canonical("大中型工程一次性验收合格率") == canonical("大中型工程项目一次验收合格率")
    assert canonical("服务业客户满意度") == "服务业顾客满意度"
    assert canonical("工业产品质量监督抽查合格率") == "工业产品质量监督抽查合格率"


# characters


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("盟市場監管局負責", "盟市场监管局负责"),
        ("（２０２０年）：９０％，", "(2020年):90%,"),
        ("—―–－‒", "-----"),
        ("国发﹝2012﹞9号、【2012】", "国发〔2012〕9号、[2012]"),
        ("「質量」『名牌』", "“质量”‘名牌’"),
        ("著名商标、显著", "著名商标、显著"),
        ("《纲要》、“十三五”。", "《纲要》、“十三五”。"),
        ("⻓期⼯程", "长期工程"),
        ("二○一二", "二〇一二"),
        ("≥≤·〔〕", "≥≤·〔〕"),
    ],
)
def test_text_is_normalised(written: str, normal: str) -> None:
    assert SEEDS.normalise(written) == normal


@given(st.text())
def test_normalising_keeps_every_offset(text: str) -> None:
    normal = SEEDS.normalise(text)
    assert len(normal) == len(text)
    assert SEEDS.normalise(normal) == normal


def test_names_of_the_table_are_what_normalised_text_shows() -> None:
    for name in SEEDS.departments.names():
        assert SEEDS.normalise(name) == name


# the files


def test_the_outline_is_there() -> None:
    assert SEEDS.outlines[0]["document"]["doc_number"] == "国发〔2012〕9号"


@pytest.fixture
def broken(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    seedfiles._seed.cache_clear()
    monkeypatch.setattr(seedfiles, "files", lambda package: tmp_path)
    yield tmp_path
    seedfiles._seed.cache_clear()


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["a,b"], r"seeds/regions.csv:1: the columns must be"),
        ([",".join(COLUMNS), "110000,北京市"], r"seeds/regions.csv:2: 2 cells, 9 columns"),
    ],
)
def test_a_wrong_row_says_where(broken, lines: list[str], complaint: str) -> None:
    (broken / "regions.csv").write_text("\n".join(lines), "utf-8")
    with pytest.raises(ReferenceDataError, match=complaint):
        list(seedfiles.seed_rows("regions.csv", COLUMNS))


def test_a_year_that_is_none_says_where(broken) -> None:
    (broken / "x.csv").write_text("a\nMMXII\n", "utf-8")
    [row] = seedfiles.seed_rows("x.csv", ["a"])
    with pytest.raises(ReferenceDataError, match=r"seeds/x.csv:2: a is no year: 'MMXII'"):
        row.year("a")


def test_a_broken_yaml_says_which(broken) -> None:
    (broken / "words").mkdir()
    (broken / "words" / "a.yaml").write_text("a: [", "utf-8")
    with pytest.raises(ReferenceDataError, match=r"seeds/words/a\.yaml"):
        seedfiles.seed_mappings("words")
    (broken / "words" / "a.yaml").write_text("- a", "utf-8")
    with pytest.raises(ReferenceDataError, match="no mapping"):
        seedfiles.seed_mappings("words")


def test_the_reference_is_one_object() -> None:
    assert isinstance(SEEDS, Reference)
    assert all(isinstance(word, str) for words in SEEDS.words.values() for word in words)
