"""How a difference between two versions is told: each sentence as a director reads it, built here alone."""

from collections.abc import Iterable, Sequence

from graph.analysis.edition import Citation, Duty, Work
from graph.answers.matrix import COOPERATE, LEAD, SHARED

_COMPARED = {">=": "不低于", "<=": "不高于", ">": "高于", "<": "低于"}
_HELD = {"implement": "落实", "support": "支持"}
_BODIES = {LEAD: "牵头单位", SHARED: "共同负责单位", COOPERATE: "配合单位"}
_LONGEST = 30  # characters of a measure that has no heading
_SHORTEST = 8  # characters: 到2015年 is no name
_STOPS = "。;；\n"


def work_name(work: Work, item: Work | None = None) -> str:
    """「推进标准化工作」; a measure with its item: 「推进标准化工作」中“制定标准”."""
    if work.node.properties.get("kind") != "measure":
        return f"「{work.name}」"
    return f"「{item.name}」中“{_begin(work)}”" if item else f"“{_begin(work)}”"


def figure(work: Work) -> str:
    """A target's figure: 不低于93%(2015年); its words where it is no number."""
    value, told = work.node.properties.get("value"), work.node.properties
    year = f"({told['year']}年)" if told.get("year") else ""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return f"{told.get('value_text') or work.text('text')}{year}"
    return f"{_COMPARED.get(work.text('comparator'), '')}{value:.12g}{told.get('unit', '')}{year}"


def held(duty: Duty) -> str:
    """What a body does: 牵头, 共同负责, 配合, 落实, 支持."""
    if duty.mark == COOPERATE:
        return _HELD.get(duty.mode, "配合")
    return "牵头" if duty.mark == LEAD else "共同负责"


def clause_new(name: str, duties: Sequence[Duty], is_measure: bool, what: str = "任务") -> str:
    """新增任务「…」,由市质监局牵头,市农业局配合。"""
    return f"新增{'措施' if is_measure else what}{name}{_answering(duties) or ',没有写明责任单位'}。"


def clause_gone(name: str, duties: Sequence[Duty], is_measure: bool, what: str = "任务") -> str:
    """删去任务「…」(原由市质监局牵头,市农业局配合)。"""
    told = _answering(duties).removeprefix(",")
    return f"删去{'措施' if is_measure else what}{name}{f'(原{told})' if told else ''}。"


def renamed(former: str, current: str) -> str:
    """「推进标准化工作」改称「实施标准化战略」。"""
    return f"{former}改称{current}。"


def moved(name: str, former: str, current: str, same: bool) -> str:
    """「推进标准化工作」由“三、…”移到“四、…”,正文未变。"""
    return f"{name}由“{former}”移到“{current}”,正文{'未变' if same else '有修改'}。"


def reworded(name: str, number: int) -> str:
    """「推进标准化工作」的文字有修改(2处)。"""
    return f"{name}的文字有修改({number}处)。"


def lead_changed(name: str, former: Sequence[Duty], current: Sequence[Duty], notes: Iterable[str]) -> str:
    """「推进标准化工作」的牵头单位由市质监局改为市市场监管局。"""
    return _noted(f"{name}的牵头单位由{names(former)}改为{names(current)}", notes)


def lead_gained(name: str, current: Sequence[Duty], others: bool, notes: Iterable[str]) -> str:
    """「…」增加牵头单位市农业局。 「…」新明确由市农业局牵头。"""
    told = f"增加牵头单位{names(current)}" if others else f"新明确由{names(current)}牵头"
    return _noted(f"{name}{told}", notes)


def lead_lost(name: str, former: Sequence[Duty], others: bool, notes: Iterable[str]) -> str:
    """「…」不再由市农业局牵头。 「…」不再由市农业局牵头,修改后没有写明牵头单位。"""
    return _noted(f"{name}不再由{names(former)}牵头{'' if others else ',修改后没有写明牵头单位'}", notes)


def body_succeeded(name: str, former: Duty, current: Duty, note: str) -> str:
    """「…」的配合单位由市质监局改为市市场监管局。(…。)"""
    return _noted(f"{name}的{_BODIES[current.mark]}由{former.name}改为{current.name}", [note])


def bodies_gained(name: str, duties: Sequence[Duty]) -> str:
    """「…」的配合单位增加市农业局、市林业局。"""
    return f"{name}的{_bodies(duties)}增加{names(duties)}。"


def bodies_lost(name: str, duties: Sequence[Duty]) -> str:
    """「…」的配合单位减少市农业局、市林业局。"""
    return f"{name}的{_bodies(duties)}减少{names(duties)}。"


def role_changed(name: str, former: Duty, current: Duty) -> str:
    """「…」中,市农业局由配合改为牵头。"""
    return f"{name}中,{current.name}由{held(former)}改为{held(current)}。"


def scope_changed(name: str, former: Duty, current: Duty) -> str:
    """「…」中,市农业局牵头的范围由“种植业”改为“养殖业”。"""
    told = (f"“{duty.scope}”" if duty.scope else "全部" for duty in (former, current))
    return f"{name}中,{current.name}{held(current)}的范围由{'改为'.join(told)}。"


def was(duty: Duty) -> str:
    """市农业局原为配合单位."""
    return f"{duty.name}原为{_BODIES[duty.mark]}"


def is_now(duty: Duty) -> str:
    """市农业局现为配合单位."""
    return f"{duty.name}现为{_BODIES[duty.mark]}"


def took_over(former: Duty, current: Duty, year: int) -> str:
    """市市场监管局在2018年机构改革中承接市质监局的职能."""
    return f"{current.name}在{year}年机构改革中承接{former.name}的职能"


def target_new(indicator: str, work: Work) -> str:
    """新增指标「…合格率」:不低于93%(2015年)。"""
    return f"新增指标「{indicator}」:{figure(work)}。"


def target_gone(indicator: str, work: Work) -> str:
    """删去指标「…合格率」(原为不低于93%(2015年))。"""
    return f"删去指标「{indicator}」(原为{figure(work)})。"


def target_changed(indicator: str, former: Work, current: Work) -> str:
    """「…合格率」的目标值由不低于90%(2015年)改为不低于93%(2015年)。"""
    return f"「{indicator}」的目标{_what_changed(former, current)}由{figure(former)}改为{figure(current)}。"


def deadline_changed(name: str, what: str, former: str, current: str) -> str:
    """「…」的完成时限由2016年底前改为2017年底前。 「…」新增完成时限2017年底前。 「…」取消频次(原为每季度)。"""
    if former and current:
        return f"{name}的{what}由{former}改为{current}。"
    return f"{name}新增{what}{current}。" if current else f"{name}取消{what}(原为{former})。"


def citation_new(citation: Citation) -> str:
    """新增依据文件《…》(国发〔2012〕9号)。"""
    return f"新增{_cited(citation)}{_title(citation)}。"


def citation_gone(citation: Citation) -> str:
    """不再以《…》为依据。 不再引用《…》。"""
    title = _title(citation)
    return f"不再以{title}为依据。" if citation.relation == "DERIVES_FROM" else f"不再引用{title}。"


def citation_changed(former: Citation, current: Citation) -> str:
    """《…》由引用文件改为依据文件。 所引《…》的文号由…改为…。"""
    if former.doc_number != current.doc_number:
        told = (citation.doc_number or "未写" for citation in (former, current))
        return f"所引《{current.name.strip('《》')}》的文号由{'改为'.join(told)}。"
    return f"{_title(current)}由{_cited(former)}改为{_cited(current)}。"


def names(duties: Iterable[Duty]) -> str:
    """市质监局、市农业局."""
    return "、".join(dict.fromkeys(duty.name for duty in duties))


def _begin(work: Work) -> str:
    """The name of a measure, or the begin of its words where that says nothing."""
    name = work.name if len(work.name) >= _SHORTEST else work.text("text")
    for stop in _STOPS:
        name = name.partition(stop)[0]
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _answering(duties: Sequence[Duty]) -> str:
    told = ((held(duty), duty) for duty in duties)
    groups: dict[str, list[Duty]] = {}
    for how, duty in told:
        groups.setdefault(how, []).append(duty)
    order = ("牵头", "共同负责", "配合", "落实", "支持")
    parts = [f"{names(groups[how])}{how}" for how in order if how in groups]
    return f",由{','.join(parts)}" if parts else ""


def _bodies(duties: Sequence[Duty]) -> str:
    return _BODIES[duties[0].mark]


def _noted(sentence: str, notes: Iterable[str]) -> str:
    told = ";".join(notes)
    return f"{sentence}。({told}。)" if told else f"{sentence}。"


def _what_changed(former: Work, current: Work) -> str:
    """值, 年份, 要求 or 单位: what alone differs; 值 where several do."""
    names = {"value": "值", "value_text": "值", "unit": "单位", "comparator": "要求", "year": "年份"}
    told = {what for name, what in names.items() if former.text(name) != current.text(name)}
    return told.pop() if len(told) == 1 else "值"


def _cited(citation: Citation) -> str:
    return "依据文件" if citation.relation == "DERIVES_FROM" else "引用文件"


def _title(citation: Citation) -> str:
    number = f"({citation.doc_number})" if citation.doc_number and citation.doc_number != citation.name else ""
    return f"《{citation.name.strip('《》')}》{number}"
