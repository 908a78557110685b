"""The head of an invented document: index box, number, notice, title, preamble with what it derives from."""

from dataclasses import dataclass
from typing import Any

from tests.grammar_places import Place
from tests.grammar_sheet import Sheet

_KINDS = ("实施方案", "行动计划", "实施意见", "工作方案", "若干措施", "“十四五”规划")
_DAMAGED = ("〔{y}〕{n}号", "〔{y}〕{n}号", "〔{y}〕{n}号", "[{y}]{n}号", "（{y}）{n} 号", "〔{y}〕 {n} 号")


@dataclass(frozen=True)
class Head:
    """What the head says of the document, as a gold annotation has it."""

    title: str
    truth: dict[str, Any]


def write_head(sheet: Sheet, year: int) -> Head:
    """The lines above the first chapter, but for the preamble."""
    rng, place = sheet.rng, sheet.place
    kind = rng.choice(_KINDS)
    title = f"{place.title}{sheet.field_name}{kind}"
    number = f"{place.code}〔{year - 4}〕{rng.randint(1, 99)}号"
    date = (year - 4, rng.randint(1, 12), rng.randint(1, 28))
    truth: dict[str, Any] = {"title": title, "region": place.region.name, "region_level": place.region.level}
    truth |= {"doc_number": None, "issuer": None, "issue_date": None, "period_end": year}
    form = rng.choice((_bare, _numbered, _notice, _notice, _opinion))
    return form(sheet, title, truth, number, date)


def _bare(sheet: Sheet, title: str, truth: dict[str, Any], number: str, date: tuple[int, ...]) -> Head:
    sheet.line(title)
    sheet.line("")
    return Head(title, truth | {"unscored": True})


def _numbered(sheet: Sheet, title: str, truth: dict[str, Any], number: str, date: tuple[int, ...]) -> Head:
    for line in (title, number, "", f"（{sheet.place.government} {_said(date)}）", ""):
        sheet.line(line)
    return Head(title, _told(sheet.place, truth, number, date))


def _notice(sheet: Sheet, title: str, truth: dict[str, Any], number: str, date: tuple[int, ...]) -> Head:
    place = sheet.place
    whole = f"{place.government}关于印发《{title}》的通知"
    for line in (
        whole,
        number,
        "",
        f"{place.parts}，{place.ours}各有关单位：".replace("各区、县", "各区县"),
        f"　　现将《{title}》印发给你们，请认真贯彻执行。",
        "",
    ):
        sheet.line(line)
    for line in (place.government, _said(date), "", title, ""):
        sheet.line(line)
    return Head(title, _told(place, truth, number, date))


def _opinion(sheet: Sheet, title: str, truth: dict[str, Any], number: str, date: tuple[int, ...]) -> Head:
    place = sheet.place
    title = f"{place.government}关于加快推进{sheet.field_name}的实施意见"
    for line in (
        title,
        number,
        "",
        f"{place.parts}，{place.word or '中央和国家机关'}{'级' if place.word else ''}各部门：".replace(
            "各区、县", "各区县"
        ),
    ):
        sheet.line(line)
    return Head(title, _told(place, truth | {"title": title}, number, date) | {"signed": _said(date)})


def _told(place: Place, truth: dict[str, Any], number: str, date: tuple[int, ...]) -> dict[str, Any]:
    year, month, day = date
    return truth | {"doc_number": number, "issuer": place.government, "issue_date": f"{year}-{month:02}-{day:02}"}


def _said(date: tuple[int, ...]) -> str:
    return f"{date[0]}年{date[1]}月{date[2]}日"


def write_preamble(sheet: Sheet, year: int) -> None:
    """为贯彻落实《…》(国发〔2022〕5号)精神,…: what the document derives from."""
    rng = sheet.rng
    upper = [region for region in _above(sheet) if region.level != "country"]
    issuers = [("国务院", "国发"), ("国务院办公厅", "国办发")]
    issuers += [
        (f"{region.name}人民政府", f"{region.abbreviation.split('|')[0]}政发")
        for region in upper
        if region.abbreviation
    ]
    if not sheet.place.word:
        issuers = [("中共中央办公厅", "中办发")]
    chosen = rng.sample(issuers, rng.randint(1, min(2, len(issuers))))
    objects = rng.sample(sheet.objects, len(chosen))
    cited = [_cited(sheet, issuer, code, year, about) for (issuer, code), about in zip(chosen, objects, strict=True)]
    lead = rng.choice(("为贯彻落实{}精神", "根据{}", "为深入贯彻{}", "按照{}要求"))
    sheet.line(f"　　{lead.format('和'.join(cited))}，结合{sheet.place.ours}实际，制定本方案。")


def _cited(sheet: Sheet, issuer: str, code: str, year: int, about: str) -> str:
    rng = sheet.rng
    title = rng.choice(("{i}关于加强{o}工作的意见", "{i}关于推进{o}高质量发展的若干意见")).format(i=issuer, o=about)
    said, serial = year - rng.randint(5, 7), rng.randint(1, 60)
    form = rng.choice(("whole", "number", "none"))
    number = code + rng.choice(_DAMAGED).format(y=said, n=serial)
    right = f"{code}〔{said}〕{serial}号" if form != "none" else None
    row = {
        "title": title,
        "doc_number": right,
        "relation": "derives_from",
        "quote": title,
        "tag": f"cite:{form} {number[len(code) :][:1]}",
    }
    sheet.cites.append(row)
    return f"《{title}》（{number}）" if form != "none" else f"《{title}》"


def _above(sheet: Sheet) -> list[Any]:
    from graph.reference import load_reference

    return list(load_reference().regions.ancestors(sheet.place.region.id))
