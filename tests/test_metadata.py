"""Metadata: each fact from its own place, and nothing where the document does not say it."""

import pytest

from graph.model import Mention
from graph.reference import Reference
from ingest.clauses import split
from ingest.document import Findings
from ingest.metadata import read_metadata
from tests.reading import source_text

BODY = "为推进质量强市建设,根据国务院部署,结合我市实际,制定本方案,请各地各部门认真组织实施,确保取得实效。\n一、总体要求\n加强领导。\n"


def read(text: str, reference: Reference) -> tuple[Mention, str | None, Findings]:
    source = source_text(text)
    document, region_id, findings = read_metadata(source, split(source, (), reference), reference)
    for span in (document.evidence, *(statement.evidence for statement in findings.statements)):
        assert text[span.start_char : span.end_char] == span.quote
    report = findings.report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    return document, region_id, findings


def told(text: str, reference: Reference) -> tuple[object, ...]:
    """Title, number, issuer, date, region."""
    document, region_id, _ = read(text, reference)
    get = document.attributes.get
    return document.name, get("doc_number"), get("issuer"), get("issue_date"), region_id


def test_a_cover_hands_on_the_document(reference: Reference) -> None:
    text = f"""泉州市人民政府办公室
关于印发泉州市质量提升行动方案
(2018-2020年)的通知
泉政办〔2018〕27号
各县(市、区)人民政府,市直有关单位:
《泉州市质量提升行动方案(2018-2020年)》已经市政府同意,现印发给你们,请认真执行。
泉州市人民政府办公室
2018年3月9日
(此件公开发布)
泉州市质量提升行动方案
(2018-2020年)
{BODY}"""
    document, region_id, findings = read(text, reference)
    assert document.name == "泉州市质量提升行动方案(2018-2020年)"
    assert document.evidence.quote == "泉州市质量提升行动方案\n(2018-2020年)"
    assert document.attributes == {
        "doc_number": "泉政办〔2018〕27号",
        "issuer": "泉州市人民政府办公室",
        "issue_date": "2018-03-09",
        "period_start": 2018,
        "period_end": 2020,
        "kind": "plan",
    }
    assert region_id == "region:350500"
    relations = {statement.relation: statement for statement in findings.statements}
    assert relations["GOVERNS"].object == Mention(
        "Region", "泉州市", relations["GOVERNS"].evidence, {"region_id": "region:350500"}
    )
    assert relations["ISSUED_BY"].object.name == "泉州市人民政府办公室"


def test_a_cover_of_a_bureau_whose_text_stands_without_a_title(reference: Reference) -> None:
    text = "福建省质量技术监督局关于印发《福建省计量发展规划》的通知\n闽质监量〔2014〕11号\n各设区市质监局:\n现印发给你们。\n"
    assert told(text, reference) == (
        "福建省计量发展规划",
        "闽质监量〔2014〕11号",
        "福建省质量技术监督局",
        None,
        "region:350000",
    )


def test_an_opinion_with_its_signature_at_the_end(reference: Reference) -> None:
    text = f"陕西省人民政府\n关于推进质量强省建设的实施意见\n陕政发[2013]8 号\n各设区市人民政府:\n{BODY}附件:1.指标表\n\n二○一三年三月五日\n"
    document, region_id, _ = read(text, reference)
    assert document.name == "陕西省人民政府关于推进质量强省建设的实施意见"
    assert document.attributes["doc_number"] == "陕政发〔2013〕8号"
    assert document.attributes["issue_date"] == "2013-03-05"
    assert (document.attributes["kind"], region_id) == ("opinion", "region:610000")


@pytest.mark.parametrize("sign", ["成文日期", "发文日期"])
def test_the_index_box(reference: Reference, sign: str) -> None:
    text = f"""当前位置:首页 > 政务公开 > 规划计划
索 引 号:00001/2019-00012 主题分类:市场监管 发布机构:贵阳市人民政府
{sign}:2019年05月06日
发布日期:2019年06月01日 文  号:筑府发〔2019〕7号 关 键 词:质量
贵阳市质量强市建设规划
{BODY}"""
    assert told(text, reference) == (
        "贵阳市质量强市建设规划",
        "筑府发〔2019〕7号",
        "贵阳市人民政府",
        "2019-05-06",
        "region:520100",
    )


def test_an_index_box_with_labels_and_values_on_lines_of_their_own(reference: Reference) -> None:
    text = f"发文机关:\n国务院\n成文日期:\n2017年01月05日\n标 题:\n国务院关于加强质量认证工作的意见\n发文字号:\n国发〔2017〕3号\n发布日期:\n2017年02月01日\n\n国务院关于加强质量\n认证工作的意见\n国发〔2017〕3号\n{BODY}"
    title = "国务院关于加强质量认证工作的意见"
    assert told(text, reference) == (title, "国发〔2017〕3号", "国务院", "2017-01-05", "region:100000")


def test_an_empty_box_says_nothing_and_an_upload_is_no_date(reference: Reference) -> None:
    text = f"发布日期:2019-06-01 文号: 关键词:质量\n时间:2020-01-01 09:00:00\n来源:网络\n推进质量强县战略实施意见\n{BODY}(以国发〔2012〕9号为准)\n"
    assert told(text, reference) == ("推进质量强县战略实施意见", None, None, None, None)
    waiting = read(text, reference)[2].report().waiting
    assert [wait.why for wait in waiting] == ["the document does not say which region it governs"]


def test_the_region_that_a_text_calls_its_own(reference: Reference) -> None:
    text = "推进质量兴盟工作意见\n为推动我盟质量发展,行署决定实施质量兴盟战略,全面提升锡林郭勒品牌。\n一、目标\n以锡林郭勒羊肉为重点,推进我盟与北京市合作。\n"
    document, region_id, findings = read(text, reference)
    assert region_id == "region:152500"
    assert document.attributes["issuer"] == "行署"
    [governs] = [statement for statement in findings.statements if statement.relation == "GOVERNS"]
    assert (governs.evidence.quote, governs.confidence) == ("锡林郭勒", 0.8)


def test_an_issuer_without_its_place_is_restored(reference: Reference) -> None:
    text = f"省人民政府关于加快质量发展的若干意见\n鄂政发〔2013〕15号\n{BODY}"
    document, region_id, findings = read(text, reference)
    assert (document.attributes["issuer"], region_id) == ("湖北省人民政府", "region:420000")
    assert findings.statements[0].object.evidence.quote == "省人民政府"


def test_joint_issuers(reference: Reference) -> None:
    text = f"教育部 财政部 人力资源社会保障部关于加强质量人才培养的指导意见\n教高〔2016〕4号\n{BODY}"
    document, region_id, findings = read(text, reference)
    issuers = [statement.object.name for statement in findings.statements if statement.relation == "ISSUED_BY"]
    assert issuers == ["教育部", "财政部", "人力资源社会保障部"]
    assert (document.attributes["issuer"], region_id) == ("教育部", "region:100000")
    party = f"中共中央 国务院关于加强质量工作的意见\n{BODY}"
    assert read(party, reference)[0].attributes["issuer"] == "中共中央、国务院"


def test_a_district_within_a_municipality(reference: Reference) -> None:
    text = f"天津市河西区人民政府关于质量强区的实施方案\n{BODY}天津市河西区人民政府  2016年7月1日\n"
    document, region_id, _ = read(text, reference)
    assert region_id == "region:120103"
    assert document.attributes["issue_date"] == "2016-07-01"


def test_an_order_that_publishes_a_law(reference: Reference) -> None:
    text = "中华人民共和国国务院令\n第 601 号\n《检验机构管理条例》已经2011年5月1日国务院常务会议通过,现予公布。\n总理 某某某\n二〇一一年五月四日\n检验机构管理条例\n第一章 总则\n第一条 为了加强管理,制定本条例。\n"
    assert told(text, reference) == ("检验机构管理条例", "国务院令第601号", "国务院", "2011-05-04", "region:100000")


def test_a_text_without_line_ends(reference: Reference) -> None:
    text = f"扬州市人民政府办公室关于印发扬州市名牌培育方案的通知 各县(市、区)人民政府: 《扬州市名牌培育方案》已经市政府同意,现印发给你们,请结合实际认真贯彻执行。 二○○五年八月十日 扬州市名牌培育方案 {BODY}"
    assert told(text, reference) == ("扬州市名牌培育方案", None, "扬州市人民政府办公室", "2005-08-10", "region:321000")


@pytest.mark.parametrize(
    ("title", "body", "period"),
    [
        ("长春市“十四五”质量发展规划", "", (2021, 2025)),
        ("长春市质量发展规划(2014年至2018年)", "", (2014, 2018)),
        ("长春市2019年质量工作要点", "", (2019, 2019)),
        ("长春市贯彻质量发展纲要(2011-2020年)实施意见", "", (None, 2020)),
        ("长春市质量提升行动方案", "到2022年,提升到95%。到2025年,建成体系。到 2025 年,再提升。", (None, 2025)),
        ("长春市质量提升行动方案", "", (None, None)),
    ],
)
def test_the_period(reference: Reference, title: str, body: str, period: tuple[int | None, int | None]) -> None:
    document, _, _ = read(f"{title}\n{BODY}{body}", reference)
    assert (document.attributes.get("period_start"), document.attributes.get("period_end")) == period


def test_any_text_has_a_title(reference: Reference) -> None:
    for text in ("无", "\n\n第一行\n第二行", "一、只有一条标题。", BODY):
        assert read(text, reference)[0].name


def test_a_name_that_several_places_bear(reference: Reference) -> None:
    text = f"鼓楼区人民政府关于质量强区的实施意见\n{BODY}按照南京市部署,学习南京市建邺区经验。\n"
    assert read(text, reference)[1] == "region:320106"


def test_a_title_over_two_lines(reference: Reference) -> None:
    text = f"无锡市推进质量强市建设\n三年行动计划(2018-2020年)\n{BODY}"
    assert read(text, reference)[0].name == "无锡市推进质量强市建设三年行动计划(2018-2020年)"
    text = f"无锡市国民经济和社会发展第十三个五年规划和\n质量发展规划\n{BODY}"
    assert read(text, reference)[0].name == "无锡市国民经济和社会发展第十三个五年规划和质量发展规划"
    text = f"无锡市政府门户网站\n无锡市质量发展规划\n{BODY}"
    assert read(text, reference)[0].name == "无锡市质量发展规划"


def issued_by(text: str, reference: Reference) -> list[str]:
    """Every body that issues the document."""
    statements = read(text, reference)[2].statements
    return [statement.object.name for statement in statements if statement.relation == "ISSUED_BY"]


def test_a_letterhead_of_several_bodies(reference: Reference) -> None:
    text = f"""安徽省市场监督管理局
安徽省教育厅
安徽省交通运输厅    文件
安徽省工商业联合会

皖市监〔2022〕41号

关于印发《安徽省小企业计量帮扶方案(2022-2024年)》的通知

各市市场监管局:
现印发给你们,请认真贯彻执行。
安徽省小企业计量帮扶方案
(2022-2024年)
{BODY}"""
    title = "安徽省小企业计量帮扶方案(2022-2024年)"
    first = "安徽省市场监督管理局"
    assert told(text, reference) == (title, "皖市监〔2022〕41号", first, None, "region:340000")
    others = ["安徽省教育厅", "安徽省交通运输厅", "安徽省工商业联合会"]
    assert issued_by(text, reference) == [first, *others]
    signature = "安徽省市场监督管理局    安徽省教育厅\n安徽省交通运输厅    安徽省工商业联合会\n2022年7月5日\n"
    signed = text.replace("安徽省小企业计量帮扶方案\n(", signature + "安徽省小企业计量帮扶方案\n(")
    signed = signed[signed.index("皖市监") :]
    assert told(signed, reference) == (title, "皖市监〔2022〕41号", first, "2022-07-05", "region:340000")
    assert issued_by(signed, reference) == [first, *others]


def test_many_bodies_right_above_a_title_are_no_part_of_it(reference: Reference) -> None:
    text = f"国家药品监督管理局\n国家铁路局\n中央网信办\n中国人民银行\n关于加强冷链计量的意见\n{BODY}"
    assert told(text, reference) == ("关于加强冷链计量的意见", None, "国家药品监督管理局", None, "region:100000")
    assert issued_by(text, reference) == ["国家药品监督管理局", "国家铁路局", "中央网信办", "中国人民银行"]


def test_a_spaced_letterhead_is_one_body(reference: Reference) -> None:
    text = f"000012\n特急\n江 西 省 人 民 政 府 办 公 厅 文 件\n赣府厅发〔2015〕8号  签发人:张某\n关于加强计量工作的意见\n{BODY}"
    assert issued_by(text, reference) == ["江西省人民政府办公厅"]


def test_a_title_that_names_the_first_of_several(reference: Reference) -> None:
    head = "海南省商务厅等三部门关于印发海南省冷链物流方案的通知\n琼商〔2020〕6号\n各市县商务局:\n现印发给你们。\n"
    text = f"{head}海南省商务厅 海南省财政厅\n海南省农业农村厅\n2020年2月3日\n海南省冷链物流方案\n{BODY}"
    assert issued_by(text, reference) == ["海南省商务厅", "海南省财政厅", "海南省农业农村厅"]
    assert issued_by(f"{head}海南省冷链物流方案\n{BODY}", reference) == ["海南省商务厅"]


def test_a_party_committee_and_its_government_issue_as_one(reference: Reference) -> None:
    text = f"中共德清县委办公室 德清县人民政府办公室\n关于印发《德清县质量方案》的通知\n德清县质量方案\n{BODY}"
    assert read(text, reference)[0].attributes["issuer"] == "中共德清县委办公室、德清县人民政府办公室"


def test_a_committee_and_its_government_without_a_blank_between(reference: Reference) -> None:
    text = f"中共遵义市委遵义市人民政府关于印发《遵义市质量方案》的通知\n各县:\n遵义市质量方案\n{BODY}"
    assert read(text, reference)[0].attributes["issuer"] == "中共遵义市委、遵义市人民政府"


def test_a_number_in_the_line_of_the_title(reference: Reference) -> None:
    text = f"江门市人民政府办公室关于印发江门市质量方案的通知 江府办函〔2018〕83号\n发布时间:2024-01-04\n各市(区)人民政府:\n{BODY}"
    assert told(text, reference)[:3] == ("江门市质量方案", "江府办函〔2018〕83号", "江门市人民政府办公室")


def test_a_day_in_the_line_of_the_number(reference: Reference) -> None:
    text = f"遵义市人民政府关于质量强市的意见\n遵府发〔2017〕9号  2017年7月3日\n各县(市、区)人民政府:\n{BODY}"
    assert told(text, reference)[1:4] == ("遵府发〔2017〕9号", "遵义市人民政府", "2017-07-03")


def test_a_letter_that_asks_for_views_stands_above_the_draft(reference: Reference) -> None:
    letter = "为推进质量强市建设,我局起草了《关于质量强市的实施意见(征求意见稿)》,现公开征求意见,请以书面形式反馈。\n联系电话:0852-1234567\n"
    text = f"{letter}地址:遵义市汇川区大连路遵义市市场监督管理局\n遵义市市场监督管理局\n2023年9月26日\n关于质量强市的实施意见\n(征求意见稿)\n{BODY}"
    assert told(text, reference)[0] == "关于质量强市的实施意见(征求意见稿)"


def test_the_day_under_a_title_is_no_part_of_it(reference: Reference) -> None:
    text = f"中共遵义市委 遵义市人民政府关于质量强市的意见\n(2017年9月20日)\n{BODY}"
    assert told(text, reference)[0] == "中共遵义市委遵义市人民政府关于质量强市的意见"


def test_a_seal_in_place_of_another_between_signature_and_day(reference: Reference) -> None:
    text = f"关于印发质量工作方案的通知\n现印发给你们。\n汕头市质量强市工作领导小组办公室\n(汕头市市场监督管理局代章)\n2021年5月12日\n质量工作方案\n{BODY}"
    assert issued_by(text, reference) == ["汕头市质量强市工作领导小组办公室"]


def test_a_title_page(reference: Reference) -> None:
    text = f"衢州市“十四五”质量规划\n\n衢州市市场监督管理局\n二〇二一年十二月\n\n目  录\n一、基础\n{BODY}"
    assert issued_by(text, reference) == ["衢州市市场监督管理局"]


def test_the_years_that_only_the_title_of_the_plan_says(reference: Reference) -> None:
    text = (
        f"濮阳市人民政府关于印发濮阳市标准化行动计划的通知\n现印发给你们。\n濮阳市标准化行动计划\n(2017-2019年)\n{BODY}"
    )
    document = read(text, reference)[0]
    assert document.name == "濮阳市标准化行动计划(2017-2019年)"
    assert (document.attributes["period_start"], document.attributes["period_end"]) == (2017, 2019)


@pytest.mark.parametrize(
    ("issuer", "zone", "within"),
    [
        ("威海经济技术开发区管理委员会", "威海经济技术开发区", "region:371000"),
        ("甘肃省兰州新区管理委员会", "兰州新区", "region:620100"),
        ("江苏省昆山经济技术开发区管委会", "昆山经济技术开发区", "region:320583"),
        ("武汉东湖新技术开发区管委会", "武汉东湖新技术开发区", "region:420100"),
        ("陕西省西咸新区开发建设管理委员会", "西咸新区", "region:610000"),
        ("中共长春高新区工委", "长春高新区", "region:220100"),
        ("贵安新区管理委员会", "贵安新区", None),
    ],
)
def test_a_zone_that_the_table_does_not_hold(issuer: str, zone: str, within: str | None, reference: Reference) -> None:
    document, region_id, findings = read(f"{issuer}\n关于印发质量强区方案的通知\n质量强区方案\n{BODY}", reference)
    [governs] = [statement.object for statement in findings.statements if statement.relation == "GOVERNS"]
    assert (governs.name, governs.attributes.get("within"), governs.attributes.get("region_id")) == (zone, within, None)
    assert region_id == within
    assert document.attributes["issuer"] == issuer


@pytest.mark.parametrize(
    ("title", "governed"),
    [
        ("泰州高新区质量提升方案", "泰州高新区"),
        ("泰州市开发区质量提升方案", "泰州市"),
        ("泰州市加快推进高新区建设方案", "泰州市"),
        ("海南自由贸易试验区建设方案", "海南省"),
        ("天津市滨海新区质量提升方案", "滨海新区"),
    ],
)
def test_a_title_that_speaks_of_zones(title: str, governed: str, reference: Reference) -> None:
    statements = read(f"{title}\n{BODY}", reference)[2].statements
    assert [each.object.name for each in statements if each.relation == "GOVERNS"] == [governed]
