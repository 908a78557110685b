"""How duty phrases name bodies: the level or the suffix said once, two names, groups, places, ranks."""

from collections.abc import Callable

from graph.reference import load_reference
from tests.grammar_phrases import HELP, LEAD, Phrase, Phrases
from tests.grammar_places import Body, stems


def _elided_helpers(of: Phrases) -> Phrase:
    """市教育局牵头,财政局、科技局配合: the level is said once in the whole phrase."""
    bodies = of.place.draw(of.rng, of.rng.randint(2, 5), plain=True)
    text = f"{bodies[0].name}牵头，{'、'.join(body.own for body in bodies[1:])}配合"
    return of.phrase("name:level said once", text, (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "cooperate"))


def _group_helps(of: Phrases) -> Phrase:
    bodies = of.draw(2, 4)
    group = of.place.group()
    helpers, kind = of.names(bodies[1:], opened=False)
    text = f"{bodies[0].name}牵头，{helpers}、{group.name}配合"
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "cooperate"), ([group], HELP, "cooperate|implement")
    return of.phrase(f"name:各县(市、区)政府 in a list{kind}", text, *roles)


def _ranks(of: Phrases) -> Phrase:
    """责任单位:市委宣传部,市教育局、财政局,各县(市、区)人民政府: commas part the ranks; one list."""
    party, group = of.place.party_body(of.rng), of.place.group()
    agencies = [body for body in of.place.draw(of.rng, 3, plain=True) if body.function != party.function]
    text = f"责任单位：{party.name}，{of.names(agencies, opened=False)[0]}，{group.name}"
    roles = ([party, *agencies], LEAD, "shared"), ([group], "LEADS|COOPERATES", "shared|implement")
    return of.phrase("name:ranks parted by commas", text, *roles)


def _suffix_once(of: Phrases) -> Phrase:
    words = of.rng.sample(stems(of.place.word), of.rng.randint(2, 4))
    lead = of.place.draw(of.rng, 1, plain=True)
    bodies = (Body(f"{word}部门", of.place.word, _function(f"{word}部门")) for word in words)
    kept = list({body.function: body for body in bodies if body.function != lead[0].function}.values())
    if len(kept) < 2:
        return _suffix_once(of)
    listed = "、".join(body.own.removesuffix("部门") for body in kept)
    text = f"{lead[0].name}牵头，{of.place.word}{listed}等部门配合"
    return of.phrase("name:suffix said once", text, (lead, LEAD, "lead"), (kept, HELP, "cooperate"))


def _two_names(of: Phrases) -> Phrase:
    word = of.place.word
    main, second = of.rng.choice(
        (("市场监管局", "知识产权局"), ("教育局", "体育局"), ("司法局", "依法治理办"), ("财政局", "国资局"))
    )
    if not word:
        return _group_helps(of)
    if of.place.region.level == "province":
        main, second = of.rng.choice(
            (("市场监管局", "知识产权局"), ("文化和旅游厅", "文物局"), ("自然资源厅", "海洋局"))
        )
    name = f"{word}{main}（{second}）"
    office = Body(name, "", main, whole=True, aliases=(word + main,))
    others = [body for body in of.place.draw(of.rng, 2, plain=True) if _function(main) != body.function]
    others = [body for body in others if _function(second) != body.function] or [of.place.party_body(of.rng)]
    text = f"{name}牵头，{of.names(others)[0]}配合"
    return of.phrase("name:two names", text, ([office], LEAD, "lead"), (others, HELP, "cooperate"))


def _across_ranks(of: Phrases) -> Phrase:
    """省委宣传部、文化和旅游厅: the level carries over ranks."""
    party = of.place.party_body(of.rng)
    agencies = [body for body in of.place.draw(of.rng, 3, plain=True) if body.function != party.function]
    text = f"{party.name}、{'、'.join(body.own for body in agencies)}按职责分工负责"
    return of.phrase("name:level across ranks", text, ([party, *agencies], LEAD, "shared"))


def _leading_group(of: Phrases) -> Phrase:
    """市质量强市工作领导小组办公室 and the members of a group, who are one."""
    office = Body(
        of.rng.choice(("营商环境工作领导小组办公室", "文明城市建设指挥部", "安全生产委员会办公室")),
        of.place.word,
        "小组",
    )
    members = Body(f"{of.place.word}绿色发展领导小组各成员单位", "", "成员", whole=True, group=True)
    roles = ([office], LEAD, "lead"), ([members], HELP, "cooperate")
    return of.phrase("name:leading group", f"{office.name}牵头，{members.name}配合", *roles)


def _with_related(of: Phrases) -> Phrase:
    """…、市教育局及相关市级部门配合: an open list."""
    bodies = of.place.draw(of.rng, of.rng.randint(3, 4))
    word = of.place.word
    last = of.rng.choice((f"及相关{word}级部门" if len(word) == 1 else "等有关部门", "、各有关单位", "及有关单位"))
    text = f"{bodies[0].name}牵头，{'、'.join(body.name for body in bodies[1:])}{last}配合"
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:], HELP, "cooperate")
    return of.phrase("name:及相关市级部门", text, *roles)


def _places_help(of: Phrases) -> Phrase:
    """市商务局牵头,东河县人民政府、西河县人民政府配合: places within, by name."""
    lead, parts = of.place.draw(of.rng, 1), of.place.named_parts(of.rng)
    if not parts:
        return _group_helps(of)
    text = f"{lead[0].name}牵头，{'、'.join(body.name for body in parts)}配合"
    return of.phrase("name:governments within", text, (lead, LEAD, "lead"), (parts, HELP, "cooperate|implement"))


def _function(name: str) -> str:
    found = load_reference().departments.match(name)
    return found.function if found else name


NAMES: tuple[Callable[[Phrases], Phrase], ...] = (
    _elided_helpers, _group_helps, _ranks, _suffix_once, _two_names, _across_ranks,
    _leading_group, _with_related, _places_help,
)  # fmt: skip
