"""Columns of tables: header cells known by their words, and which cell looks like which column."""

import re
from collections.abc import Mapping, Sequence

Words = Mapping[str, tuple[str, ...]]

ORDINAL, GROUP, NAME, UNIT, KIND, VALUE, BODY, DEADLINE, OTHER = (
    "ordinal", "group", "name", "unit", "kind", "value", "body", "deadline", "other",
)  # fmt: skip
_LISTS = (
    ("ordinal_headers", ORDINAL), ("group_headers", GROUP), ("unit_headers", UNIT), ("kind_headers", KIND),
    ("value_headers", VALUE), ("measure_headers", NAME), ("task_headers", NAME), ("project_headers", NAME),
    ("body_headers", BODY), ("deadline_headers", DEADLINE), ("other_headers", OTHER),
)  # fmt: skip
_YEAR_HEADER = re.compile(
    r"到?(?:(?:19|20)\d\d(?:[-~至](?:19|20)\d\d)?年?|[“\"]?十[一二三四五六七]五[”\"]?(?:期?末|期间|时期)?|基期年?|基准年)"
    r"(?:底|末|度)?(?:总体|具体|预期|发展|规划|工作|阶段|年度|约束|主要)*"
    r"(?:目标|指标|实际|现状|完成|预计|实绩|计划|基期|基数|水平|数据|情况|年均增[长速]率?|累计|任务)*(?:值|数)?"
)
_LONGEST_HEADER = 40  # characters, with what a bracket says of it: 责任单位(第一个为牵头单位)
_BRACKET = re.compile(r"\([^()]*\)$")
_INNER = re.compile(r"\([^()]{1,4}\)")  # 牵头(责任)单位
_BLANK = re.compile(r"\s+")
ORDINAL_CELL = re.compile(r"\(?(\d{1,3}|[一二三四五六七八九十]{1,3})\)?[.、]?")
_VALUE_CELL = re.compile(
    r"(?:[≥≤><=~约±+-]|不低于|不少于|不超过|超过|大于|小于|\[|〔|\()*\d[\d,.]*(?:\s*[-~至:/]\s*\d[\d,.]*)?"
    r"(?:[%‰以上下内左右个百分点家项件万亿元分倍余及\])〕*]|年均|累计|\(\S{1,8}\))*"
)
_EMPTY_CELL = re.compile(r"[-—―–/⁄∕\\*、…无]{1,4}")
_KIND_CELL = re.compile(r"\(?(?:约束|预期|指导)(?:性)?(?:指标)?\)?")
_DATE_CELL = re.compile(r"(?:19|20)\d\d[年.-]|每年|长期|持续|年底|季度|\d{1,2}月|全年|常年|即时|立行立改|按.{0,6}时限")
_MOST = 40  # cells of one row
_UNIT_SHAPE = re.compile(r"[\u4e00-\u9fffA-Za-zμ%‰℃]{1,6}(?:/[\u4e00-\u9fffA-Za-zμ%0-9]{1,6})?[23²³]?")


class Columns:
    """Knows header cells and cells of tables by the words of seeds/words/targets.yaml."""

    def __init__(self, words: Words) -> None:
        self._headers = {header: role for name, role in reversed(_LISTS) for header in words[name]}
        units = [unit for kind in ("count", "amount", "time") for unit in words[f"{kind}_units"]]
        self._units = frozenset([*units, *words["unit_cells"]])
        self._multipliers = tuple(sorted(words["number_multipliers"], key=len, reverse=True))
        self._body_endings = tuple(words["body_endings"])
        self._torn_bodies = tuple(words["torn_bodies"])
        self._torn_places = tuple(words["torn_places"])
        self._value_starts = tuple(words["text_value_starts"])
        self.longest = max(len(header) for header in self._headers) + 4

    def role(self, header: str) -> str:
        """What a header cell heads; "" where it is none. 2020年目标 and the like head values."""
        cell = _BLANK.sub("", header[:_LONGEST_HEADER])
        bare = _BRACKET.sub("", cell)
        if len(bare) > self.longest:
            return ""
        role = self._headers.get(cell) or self._headers.get(bare) or self._headers.get(_INNER.sub("", cell))
        if role:
            return role
        return VALUE if cell and _YEAR_HEADER.fullmatch(_BRACKET.sub("", cell)) else ""

    def is_unit(self, cell: str) -> bool:
        """Whether the cell is a unit: 亿元, 件/万人, μg/m3."""
        cell = _BLANK.sub("", cell)
        if cell in self._units or self._bare(cell) in self._units:
            return True
        first, slash, rest = cell.partition("/")
        return bool(slash) and len(cell) <= 10 and self.is_unit(first) and bool(_UNIT_SHAPE.fullmatch(rest))

    def begins_unit(self, cell: str) -> bool:
        """Whether the cell is the beginning of a unit that was torn: 万立 of 万立方米."""
        bare = self._bare(cell)
        return len(cell) <= 4 and bool(bare) and any(unit.startswith(bare) for unit in self._units)

    def _bare(self, cell: str) -> str:
        return next((cell[len(word) :] for word in self._multipliers if cell.startswith(word)), cell)

    def is_figure(self, cell: str) -> bool:
        """Whether the cell is a figure: 96, ≥95, 30-35, 85以上."""
        return bool(_VALUE_CELL.fullmatch(_BLANK.sub("", cell)))

    def is_empty(self, cell: str) -> bool:
        """Whether the cell only marks that there is no value: -, /."""
        return bool(_EMPTY_CELL.fullmatch(_BLANK.sub("", cell)))

    def is_kind(self, cell: str) -> bool:
        """Whether the cell says 约束性 or 预期性."""
        return bool(_KIND_CELL.fullmatch(_BLANK.sub("", cell)))

    def is_value(self, cell: str) -> bool:
        """Whether the cell may stand in a column of values: a figure, none, or a short value in words."""
        return self.is_figure(cell) or self.is_empty(cell) or (len(cell) <= 24 and cell.startswith(self._value_starts))

    def is_body(self, cell: str) -> bool:
        """Whether the cell reads like a list of bodies."""
        return len(cell) <= 400 and "。" not in cell[:-1] and cell.rstrip("。;").endswith(self._body_endings)

    def is_torn_body(self, above: str, here: str) -> bool:
        """Whether a line goes on with the name of a body: 各区、县(市) and 人民政府."""
        return above.endswith(self._torn_places) and here.startswith(self._torn_bodies)

    def fitness(self, cell: str, role: str) -> float:
        """How well a cell stands in a column of this role."""
        if role == ORDINAL:
            return 3.0 if ORDINAL_CELL.fullmatch(cell) else -6.0
        if role == KIND:
            return 5.0 if self.is_kind(cell) else -4.0
        if role == UNIT:
            return 3.0 if self.is_unit(cell) else 1.5 if self.is_empty(cell) else -4.0
        if role == VALUE:
            return 3.0 if self.is_figure(cell) else 1.0 if self.is_value(cell) else -2.0
        plain = not (self.is_figure(cell) or self.is_kind(cell) or self.is_empty(cell))
        if role == BODY:
            return 2.5 if plain and self.is_body(cell) else 0.4 if self.is_empty(cell) else -1.0
        if role == DEADLINE:
            return 2.0 if _DATE_CELL.search(cell) and len(cell) <= 40 else 0.3 if self.is_empty(cell) else -1.0
        return (1.5 if role == NAME else 1.0) if plain else -1.0

    def fit(self, cells: Sequence[str], roles: Sequence[str]) -> list[int]:
        """For each cell the column it stands in, in order, at most one cell a column; -1 where none is left."""
        best: dict[tuple[int, int], tuple[float, int]] = {}
        surplus = [-1] * max(len(cells) - _MOST, 0)
        cells = cells[:_MOST]

        def score(cell: int, column: int) -> float:
            if cell == len(cells):
                return 0.0
            if column == len(roles):
                return -8.0 * (len(cells) - cell)
            if (cell, column) in best:
                return best[cell, column][0]
            options = [
                (self.fitness(cells[cell], roles[column]) + score(cell + 1, column + 1), 1),
                (score(cell, column + 1), 2),
                (score(cell + 1, column) - 8.0, 0),
            ]
            best[cell, column] = max(options, key=lambda option: option[0])
            return best[cell, column][0]

        score(0, 0)
        places, cell, column = [], 0, 0
        while cell < len(cells):
            step = best[cell, column][1] if column < len(roles) else 0
            if step == 1:
                places.append(column)
            elif step == 0:
                places.append(-1)
            cell += step != 2
            column += step != 0
        return places + surplus
