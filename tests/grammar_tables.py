"""Tables of duties as they stand in texts: flattened, a row a line with tabs, or a cell a line."""

from tests.grammar_duties import LEAD, Phrase
from tests.grammar_placing import Items
from tests.grammar_sheet import chinese

_TIMES = ("2026年底", "2025年12月", "长期坚持", "2027年6月底前")


def duty_table(items: Items, title: str) -> None:
    """The division of work, with who leads and who helps, or one column of all who answer."""
    sheet, rng = items.sheet, items.rng
    apart, timed, parted = rng.random() < 0.6, rng.random() < 0.4, rng.random() < 0.3
    bodies = ("牵头单位", "配合单位") if apart else (rng.choice(("责任单位", "责任部门")),)
    rows: list[tuple[str, ...]] = [("序号", rng.choice(("重点任务", "工作任务")), *bodies, *(["完成时限"] * timed))]
    said: list[tuple[str, Phrase]] = []
    for order in range(1, rng.randint(4, 9)):
        if parted and order in (1, 4) and sheet.tabs:
            rows.append((f"（{chinese(1 + order // 4)}）{sheet.action()}", *[""] * (len(rows[0]) - 1)))
        cell = sheet.sentence(1)
        cells, phrase = _duties(items, apart)
        rows.append((str(order), cell, *cells, *([rng.choice(_TIMES)] * timed)))
        said.append((cell, phrase))
    sheet.line(title)
    flat = sheet.table(rows) + (" with sections" if parted and sheet.tabs else "") + (" and deadlines" if timed else "")
    for cell, phrase in said:
        sheet.row_duty(phrase, cell, flat)


def _duties(items: Items, apart: bool) -> tuple[tuple[str, ...], Phrase]:
    """The cells of a row that name bodies, and what they say."""
    bodies = items.duties.draw(2, 4)
    others = "、".join(body.name for body in bodies[1:])
    if apart:
        roles = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], "COOPERATES", "cooperate")
        return (bodies[0].name, others), items.duties.phrase("table:牵头单位,配合单位", others, *roles)
    cell = f"{bodies[0].name}、{others}"
    if items.ranked:
        roles = (bodies[:1], LEAD, "lead"), (bodies[1:], "COOPERATES", "cooperate|shared")
        return (cell,), items.duties.phrase("table:责任单位 by rank", cell, *roles)
    return (cell,), items.duties.phrase("table:责任单位", cell, (bodies, LEAD, "shared"))
