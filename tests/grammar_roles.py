"""Who leads and who cooperates, in the wordings that offices use."""

from collections.abc import Callable

from tests.grammar_phrases import HELP, LEAD, OPEN, Phrase, Phrases

_ACCORDING = ("按职责分工负责", "按各自职责分工负责")


def sole(of: Phrases) -> Phrase:
    body = of.place.draw(of.rng, 1)
    if of.rng.random() < 0.15:
        body = [of.place.central(of.rng)]
    form = of.rng.choice(("{}负责", "由{}负责落实", "由{}负责", "责任单位：{}", "{}负责落实"))
    return of.phrase("role:A负责", form.format(body[0].name), (body, LEAD, "sole"))


def with_helpers(of: Phrases) -> Phrase:
    bodies = of.draw(2, 6)
    others, kind = of.names(bodies[1:])
    verb = of.rng.choice(("配合", "配合落实", "参与", "协同", "协作"))
    text = f"{bodies[0].name}牵头，{others}{verb}"
    return of.phrase(f"role:A牵头,B{verb}{kind}", text, (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "cooperate"))


def _lead_alone(of: Phrases) -> Phrase:
    body = of.place.draw(of.rng, 1)
    form = of.rng.choice(("{}牵头", "牵头单位：{}", "{}牵头负责", "由{}牵头"))
    return of.phrase("role:A牵头", form.format(body[0].name), (body, LEAD, "lead"))


def _shared_helpers(of: Phrases) -> Phrase:
    bodies = of.draw(2, 6)
    others, kind = of.names(bodies[1:])
    form = of.rng.choice((*_ACCORDING, "等分工负责"))
    others = others.removesuffix("等") if form.startswith("等") else others
    if form.startswith("等") and others.endswith(OPEN):
        form = "分工负责"
    text = f"{bodies[0].name}牵头，{others}{form}"
    return of.phrase(f"role:A牵头,B{form}{kind}", text, (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "shared"))


def _shared(of: Phrases) -> Phrase:
    bodies = of.draw(2, 5)
    text, kind = of.names(bodies)
    form = of.rng.choice((*_ACCORDING, "负责", "分工负责"))
    return of.phrase(f"role:A、B{form}{kind}", text + form, (bodies, LEAD, "shared"))


def _jointly(of: Phrases) -> Phrase:
    bodies = of.draw(2, 3)
    text, kind = of.names(bodies, opened=False)
    form = of.rng.choice(("牵头", "共同牵头", "分别牵头"))
    return of.phrase(f"role:A、B{form}{kind}", text + form, (bodies, LEAD, "lead"))


def _with_others(of: Phrases) -> Phrase:
    bodies = of.place.draw(of.rng, of.rng.randint(2, 4))
    others, kind = of.names(bodies[1:])
    form = of.rng.choice(("{}会同{}组织实施", "由{}会同{}负责", "{}会同{}负责"))
    text = form.format(bodies[0].name, others)
    return of.phrase(f"role:会同{kind}", text, (bodies[:1], LEAD, "lead|sole"), (bodies[1:], HELP, "cooperate"))


def _with_departments(of: Phrases) -> Phrase:
    body = of.place.draw(of.rng, 1)
    text = f"{body[0].name}会同{of.rng.choice(('有关部门', '相关单位'))}{of.rng.choice(('负责', '组织实施'))}"
    return of.phrase("role:会同有关部门", text, (body, LEAD, "lead|sole"))


def _responsible(of: Phrases) -> Phrase:
    bodies = of.draw(2, 5)
    text, kind = of.names(bodies)
    label = of.rng.choice(("责任单位", "责任部门"))
    return of.phrase(f"role:{label}{kind}", f"{label}：{text}", (bodies, LEAD, "shared"))


def _labels(of: Phrases) -> Phrase:
    bodies = of.draw(2, 5)
    others, kind = of.names(bodies[1:])
    first, second = of.rng.choice(
        (("牵头单位", "配合单位"), ("第一责任单位", "协作单位"), ("主办单位", "协办单位"), ("牵头部门", "配合部门"))
    )
    sign = of.rng.choice("；，")
    text = f"{first}：{bodies[0].name}{sign}{second}：{others}"
    modes = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], HELP, "cooperate")
    return of.phrase(f"role:{first}{sign}{second}{kind}", text, *modes)


def _hosts(of: Phrases) -> Phrase:
    bodies = of.place.draw(of.rng, of.rng.randint(2, 4))
    others, kind = of.names(bodies[1:])
    if of.rng.random() < 0.5:
        roles = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], HELP, "cooperate")
        return of.phrase(f"role:主办,协办{kind}", f"{bodies[0].name}主办，{others}协办", *roles)
    roles = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], HELP, "support|cooperate")
    return of.phrase(f"role:承担,支持{kind}", f"{bodies[0].name}承担，{others}支持", *roles)


def _support(of: Phrases) -> Phrase:
    bodies = of.place.draw(of.rng, of.rng.randint(3, 5))
    verb = of.rng.choice(("予以支持", "指导", "监督"))
    helpers, _ = of.names(bodies[1:-1], opened=False)
    text = f"{bodies[0].name}牵头，{helpers}配合，{bodies[-1].name}{verb}"
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:-1], HELP, "cooperate"), (bodies[-1:], HELP, "support")
    return of.phrase(f"role:{verb}", text, *roles)


def _scoped(of: Phrases) -> Phrase:
    bodies = of.place.draw(of.rng, 2)
    first, second = of.rng.sample(("工业产品", "农产品", "建设工程", "服务业", "线上", "线下"), 2)
    text = f"{bodies[0].name}（{first}方面）、{bodies[1].name}（{second}方面）牵头"
    return of.phrase("role:A(甲方面)、B(乙方面)牵头", text, (bodies, LEAD, "scoped|lead"))


def _implement(of: Phrases) -> Phrase:
    bodies = of.draw(2, 4)
    group = of.place.group()
    helpers, kind = of.names(bodies[1:], opened=False)
    last = of.rng.choice((f"{group.name}按职责分工负责", f"{group.name}结合实际落实", f"{group.name}负责落实"))
    text = f"{bodies[0].name}牵头，{helpers}配合，{last}"
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "cooperate"), ([group], HELP, "implement|shared")
    return of.phrase(f"role:各县政府落实{kind}", text, *roles)


def _partly(of: Phrases) -> Phrase:
    """…,其中标准化托盘工作由市财政局负责: one part has a body of its own."""
    bodies = of.place.draw(of.rng, 3)
    about = of.rng.choice(("窗口服务", "标准制定", "宣传培训", "资金保障"))
    text = f"{bodies[0].name}牵头，{bodies[1].name}配合，{about}工作由{bodies[2].name}负责"
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:2], HELP, "cooperate"), (bodies[2:], LEAD, "sole|scoped|lead")
    return of.phrase("role:甲工作由C负责 in a phrase", text, *roles)


def _blank_between(of: Phrases) -> Phrase:
    """牵头单位:A　配合单位:B、C: labels parted by a blank."""
    bodies = of.draw(2, 5)
    others, kind = of.names(bodies[1:])
    text = f"牵头单位：{bodies[0].name}{of.rng.choice(('　', ' ', '。'))}配合单位：{others}"
    roles = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], HELP, "cooperate")
    return of.phrase(f"role:牵头单位 配合单位{kind}", text, *roles)


ROLES: tuple[Callable[[Phrases], Phrase], ...] = (
    sole, sole, _lead_alone, with_helpers, with_helpers, with_helpers, _shared_helpers, _shared_helpers, _shared, _shared, _jointly,
    _with_others, _with_departments, _responsible, _responsible, _labels, _hosts, _support, _scoped, _implement, _partly, _blank_between,
)  # fmt: skip
