"""Identity: which keys a number and a title give, and which keys are one document."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.cited import CitedDocuments
from graph.identity import Identity, number_key, title_key
from graph.reference import Reference
from tests.drafting import Draft

NUMBERS = [frozenset({f"number:{n}"}) for n in "12"]
TITLES = [frozenset({f"title::{t}"}) for t in "abc"]


def id_of(*keys: str) -> str:
    alone = Identity()
    alone.add(frozenset(keys))
    return alone.id_of(frozenset(keys))


@pytest.mark.parametrize(
    "written", ["国发〔2012〕9号", "国发[2012]9号", "国发(2012)09 号", "国发【2012】第9号", "国发〔2012〕9 号"]
)
def test_a_number_has_one_key_however_it_is_printed(written: str) -> None:
    assert number_key(written) == "number:国发〔2012〕9号"


@given(st.sampled_from(["国发", "川办发", "内政办发"]), st.integers(1980, 2049), st.integers(1, 9999))
def test_numbers_of_other_codes_years_or_serials_differ(code: str, year: int, serial: int) -> None:
    key = number_key(f"{code}〔{year}〕{serial}号")
    assert key != number_key(f"{code}〔{year}〕{serial + 1}号")
    assert key != number_key(f"{code}〔{year + 1}〕{serial}号")
    assert key == number_key(f"{code}[{year}]{serial:05d}号")


def test_a_standard_keeps_its_stroke_and_year() -> None:
    assert number_key("GB/T 19001-2016") == number_key("gb／t19001—2016") != number_key("GB/T 19001-2008")


@pytest.mark.parametrize(
    ("title", "qualifier"),
    [
        ("质量发展纲要(2011-2020年)", ""),
        ("质量发展纲要(2011—2020年)", "国务院"),
        ("《质量发展纲要（2011―2020 年）》", ""),
        ("国务院关于印发质量发展纲要(2011-2020年)的通知", ""),
        ("国务院质量发展纲要(2011年-2020年)", ""),
        ("質量發展綱要(20112020年)", ""),
        ("关于印发《质量发展纲要(2011-2020年)》的通知", "国务院"),
    ],
)
def test_a_national_title_has_one_key_however_it_is_called(reference: Reference, title: str, qualifier: str) -> None:
    assert title_key(title, qualifier, "region:510700", reference) == "title::质量发展纲要20112020"


@pytest.mark.parametrize(
    ("title", "qualifier", "region", "place"),
    [
        ("自治区质量工作考核办法", "", "region:152500", "内蒙古自治区"),
        ("质量工作考核办法", "自治区", "region:152500", "内蒙古自治区"),
        ("内蒙古自治区质量工作考核办法", "", None, "内蒙古自治区"),
        ("内蒙古质量工作考核办法", "", "region:152500", "内蒙古自治区"),
        ("质量工作考核办法", "盟行署", "region:152500", "锡林郭勒盟"),
        ("关于印发《质量工作考核办法》的通知", "市政府", "region:510781", "江油市"),
        ("绵阳市人民政府关于印发质量工作考核办法的通知", "", "region:510781", "绵阳市"),
        ("省质量工作考核办法", "", "region:510781", "四川省"),
    ],
)
def test_a_place_belongs_to_the_title(
    reference: Reference, title: str, qualifier: str, region: str | None, place: str
) -> None:
    assert title_key(title, qualifier, region, reference) == f"title:{place}:质量工作考核办法"


def test_titles_that_begin_like_a_place_name_none(reference: Reference) -> None:
    assert title_key("市场监管条例", "", "region:510700", reference) == "title::市场监管条例"
    assert title_key("中国制造2025", "", "region:510700", reference) == "title::中国制造2025"


def test_the_issuer_goes_where_it_is_the_government_and_stays_where_it_is_an_office(reference: Reference) -> None:
    def key(title: str, qualifier: str = "") -> str:
        return title_key(title, qualifier, "region:510700", reference)

    assert key("四川省人民政府关于加快质量强省建设的意见") == key("省政府关于加快质量强省建设意见")
    assert key("省质监局关于加强监督抽查的意见") == key("关于加强监督抽查的意见", "省质监局")
    assert key("省质监局关于加强监督抽查的意见") != key("省财政厅关于加强监督抽查的意见")


def test_what_is_passed_on_or_issued_in_twos_stays_itself(reference: Reference) -> None:
    passed_on = title_key("转发国务院关于印发质量发展纲要的通知的通知", "", None, reference)
    assert passed_on != title_key("质量发展纲要", "", None, reference)
    two = title_key("关于印发《甲办法》和《乙办法》的通知", "", None, reference)
    assert two not in (title_key("甲办法", "", None, reference), title_key("乙办法", "", None, reference))


def test_keys_stated_together_join_and_the_number_gives_the_id() -> None:
    identity = Identity()
    identity.add(frozenset({"title::a"}))
    identity.add(frozenset({"title::a", "number:1"}))
    assert identity.id_of(frozenset({"title::a"})) == identity.id_of(frozenset({"number:1"})) == id_of("number:1")
    assert identity.former_ids(id_of("number:1")) == (id_of("title::a"),)


def test_two_numbers_give_the_id_to_the_smallest_title() -> None:
    identity = Identity()
    identity.add(frozenset({"title::b", "number:1"}))
    identity.add(frozenset({"title::b", "number:2"}))
    identity.add(frozenset({"title::a", "title::b"}))
    joined = id_of("title::a")
    assert identity.id_of(frozenset({"number:2"})) == joined
    assert set(identity.former_ids(joined)) == {id_of("number:1"), id_of("number:2")}


def test_a_citation_never_makes_one_of_two_documents_that_speak_for_themselves() -> None:
    identity = Identity()
    identity.add(frozenset({"title::a", "number:1"}), head=True)
    identity.add(frozenset({"title::b", "number:2"}), head=True)
    misprint = frozenset({"title::a", "number:2"})
    identity.add(misprint)
    assert identity.id_of(frozenset({"title::a"})) == id_of("number:1")
    assert identity.id_of(frozenset({"title::b"})) == id_of("number:2")
    assert identity.id_of(misprint) == id_of("number:1"), "the title says more than the number"


KEYS = st.frozensets(
    st.sampled_from(["number:1", "number:2", "number:3", *"abcde"]).map(
        lambda key: key if ":" in key else f"title::{key}"
    ),
    min_size=1,
    max_size=3,
)


@given(st.lists(st.tuples(KEYS, st.booleans()), max_size=7))
def test_the_order_of_statements_makes_no_difference(stated: list[tuple[frozenset[str], bool]]) -> None:
    turned = list(reversed(stated))
    identities = []
    for order in (stated, turned):
        identity = Identity()
        for keys, head in order:
            identity.add(keys, head)
        identities.append(identity)
    first, second = identities
    for keys, _ in stated:
        assert first.id_of(keys) == second.id_of(keys)
        assert first.former_ids(first.id_of(keys)) == second.former_ids(second.id_of(keys))
        assert first.id_of(keys) not in first.former_ids(first.id_of(keys))


def test_asking_between_additions_makes_no_difference() -> None:
    for order in itertools.permutations([*NUMBERS, *TITLES, frozenset({"number:1", "title::a"})]):
        identity = Identity()
        for keys in order:
            identity.add(keys)
            identity.id_of(keys)
        assert identity.id_of(frozenset({"title::a"})) == id_of("number:1")


def reading_of(text: str, title: str, region: str = "", **own: str) -> Draft:
    draft = Draft(text, title, **own)
    if region:
        draft.governs(region)
    return draft


def test_a_short_title_means_the_full_one_of_the_same_text(reference: Reference) -> None:
    draft = reading_of("贯彻国务院《质量发展纲要(2011-2020年)》(国发〔2012〕9号)。《质量发展纲要》进企业。", "贯彻")
    full = draft.cites("DERIVES_FROM", "质量发展纲要(2011-2020年)", qualifier="国务院", doc_number="国发〔2012〕9号")
    short = draft.cites("CITES", "质量发展纲要", "《质量发展纲要》")
    keys = CitedDocuments(draft.reading(), reference)
    assert keys.keys(short) < keys.keys(full)


def test_two_full_titles_leave_a_short_one_alone(reference: Reference) -> None:
    text = "有《质量计划(2011-2015年)》、《质量计划(2016-2020年)》,即《质量计划》。"
    draft = reading_of(text, "有")
    full = [draft.cites("CITES", name) for name in ("质量计划(2011-2015年)", "质量计划(2016-2020年)")]
    short = draft.cites("CITES", "质量计划", "《质量计划》")
    keys = CitedDocuments(draft.reading(), reference)
    assert not any(keys.keys(short) & keys.keys(each) for each in full)


def test_a_document_belongs_to_its_region_and_to_the_place_of_its_number(reference: Reference) -> None:
    own = reading_of("质量提升实施方案 赤峰市 《质量考核办法》(国办发〔2013〕47号)", "质量提升实施方案", "赤峰市")
    cited = own.cites("CITES", "质量考核办法", doc_number="国办发〔2013〕47号")
    keys = CitedDocuments(own.reading(), reference)
    assert keys.own == {"title:赤峰市:质量提升实施方案"}
    assert keys.keys(cited) == {"title::质量考核办法", "number:国办发〔2013〕47号"}


def test_the_same_plain_title_in_two_cities_is_two_documents(reference: Reference) -> None:
    keys = [
        CitedDocuments(reading_of(f"质量工作要点 {city}", "质量工作要点", city).reading(), reference).own
        for city in ("赤峰市", "绵阳市")
    ]
    assert not keys[0] & keys[1]
