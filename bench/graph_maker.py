"""A large graph as documents would give it, part by part: made by rule, the same one each time, for any engine.

Regions and departments are those of the reference data; each region issues three documents, the first of which derives
from the first of the region above, the others from the one before: up to five steps to the outline.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph.departments import DepartmentFunction
from graph.model import Edge, Node, Part, Value, content_id
from graph.reference import Reference, load_reference
from graph.regions import LEVELS, Region
from graph.store import GraphStore

KINDS = ("质量发展规划", "质量提升行动方案", "质量工作要点")  # what a region issues, one deriving from the other
CHAPTERS = ("一、夯实质量基础", "二、落实主体责任", "三、加强质量监督", "四、推动质量创新", "五、强化保障措施")
ITEMS, OFFICES, TARGETS, PROJECTS = 20, 12, 10, 2  # of a document
_VERBS = ("加强", "完善", "推进", "健全", "提升", "强化", "深化")
_OBJECTS = ("产品质量安全监管", "质量信用体系建设", "服务质量标准化", "工程质量管理", "检验检测能力", "质量品牌培育",
            "计量基础建设", "食品安全追溯体系", "环境质量监测", "质量人才培养", "首席质量官制度")  # fmt: skip
_SUBJECTS = ("产品质量", "农产品质量安全", "食品", "药品", "建设工程", "交通工程", "水利工程", "服务业", "旅游", "环境")
_MEASURED = ("监督抽查合格率", "抽检合格率", "一次验收合格率", "顾客满意度", "标准化率", "覆盖率")
_SENTENCE = "建立部门协同、上下联动的工作机制,完善相关制度和标准,加大监督检查力度,定期通报进展情况。"


@dataclass
class Draft:
    """A document being written down; `length` is how much text there is so far."""

    id: str
    name: str
    random: random.Random
    length: int = 0
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)

    @property
    def part(self) -> Part:
        return Part(self.id, tuple(self.nodes.values()), tuple(self.edges))

    def node(self, label: str, node_id: str, **properties: Value) -> None:
        self.nodes[node_id] = Node(label, node_id, properties)

    def edge(self, source: str, relation: str, target: str, label: str, words: str, **properties: Value) -> None:
        """A relationship from a node of the draft, resting on words that come next in the text."""
        start, self.length = self.length, self.length + len(words)
        place: dict[str, Value] = {"document_id": self.id, "start_char": start, "end_char": self.length, "quote": words}
        told = {**place, "extractor": f"{relation.lower()}/1", "confidence": 0.98, **properties}
        self.edges.append(Edge(relation, self.nodes[source].label, source, label, target, told))

    def fact(self, source: str, relation: str, target: str, words: str) -> None:
        """A relationship that rests on the reference data."""
        ends = (self.nodes[source].label, source, self.nodes[target].label, target)
        self.edges.append(Edge(relation, *ends, {"source": f"seeds/made.csv#/{words}", "quote": words}))

    def own(self, label: str, relation: str, node_id: str, words: str, **properties: Value) -> str:
        """A node of this document alone."""
        start = self.length
        self.edge(self.id, relation, node_id, label, words, path=properties["path"])
        place: dict[str, Value] = {"document_id": self.id, "start_char": start, "end_char": self.length, "text": words}
        self.node(label, node_id, **place, **properties)
        return node_id

    def mention(self, label: str, node_id: str, words: str, **properties: Value) -> str:
        """A shared node."""
        self.node(label, node_id, **properties)
        self.edge(self.id, "MENTIONS", node_id, label, words, forms=(words,), count=self.random.randint(1, 9))
        return node_id


def fill(store: GraphStore, nodes: int) -> float:
    """Put a graph of so many nodes into the store; the seconds that it took."""
    started = time.perf_counter()
    for part in parts(nodes):
        store.replace(part.document_id, part)
    return time.perf_counter() - started


def parts(nodes: int, items: int = ITEMS) -> Iterator[Part]:
    """The documents, those above first, until the graph has at least so many nodes; about three edges to a node.

    `items` is the number of tasks of each.
    """
    reference = load_reference()
    functions = _functions(reference)
    firsts: dict[str | None, Draft] = {}
    seen: set[str] = set()
    for region in sorted(reference.regions, key=lambda region: (LEVELS.index(region.level), region.adcode)):
        upstream = firsts.get(region.parent_id)
        for kind in KINDS if region.valid_to is None else ():
            upstream = _written(region, kind, upstream, functions, reference, items)
            firsts.setdefault(region.id, upstream)
            yield upstream.part
            seen.update(upstream.nodes)
            if len(seen) >= nodes:
                return


def _functions(reference: Reference) -> list[DepartmentFunction]:
    """Offices that there are today in every place."""
    today = (each for each in reference.departments if each.valid_to is None and each.scope == "local")
    return list(islice((each for each in today if each.kind == "agency"), OFFICES))


def _written(
    region: Region,
    kind: str,
    upstream: Draft | None,
    functions: Sequence[DepartmentFunction],
    reference: Reference,
    items: int,
) -> Draft:
    name = f"{region.name}{kind}"
    draft = Draft(f"doc:{content_id('made', name)}", name, random.Random(name))
    number = f"{(*region.aliases, region.name)[0]}政发〔2013〕{draft.random.randint(1, 200)}号"
    told: dict[str, Value] = {"doc_number": number, "issue_date": f"2013-{draft.random.randint(1, 12):02}-01"}
    draft.node("Document", draft.id, name=name, ingested=True, sha256=content_id(name) * 4, kind="plan",
               source=f"{name}.txt", period_start=2013, period_end=2020, **told)  # fmt: skip
    _put_regions(draft, region, reference)
    offices = [_put_office(draft, each, region, reference) for each in functions]
    draft.edge(draft.id, "ISSUED_BY", offices[0], "Department", draft.nodes[offices[0]].properties["name"])  # type: ignore[arg-type]
    if upstream:
        draft.mention("Document", upstream.id, f"《{upstream.name}》", name=upstream.name, ingested=False)
        draft.edge(draft.id, "DERIVES_FROM", upstream.id, "Document", f"根据《{upstream.name}》")
    for order in range(1, items + 1):
        _put_item(draft, order, CHAPTERS[(order - 1) * len(CHAPTERS) // items], offices, upstream)
    for order in range(TARGETS):
        _put_target(draft, order, offices, upstream)
    _put_works(draft, region)
    return draft


def _put_regions(draft: Draft, region: Region, reference: Reference) -> None:
    """The region that the document governs, with those above it."""
    lower = region
    draft.mention("Region", region.id, region.name, name=region.name, level=region.level, adcode=region.adcode)
    draft.edge(draft.id, "GOVERNS", region.id, "Region", region.name)
    for above in reference.regions.ancestors(region.id):
        draft.node("Region", above.id, name=above.name, level=above.level, adcode=above.adcode)
        draft.fact(lower.id, "PART_OF", above.id, f"{lower.adcode},{lower.name}")
        lower = above


def _put_office(draft: Draft, function: DepartmentFunction, region: Region, reference: Reference) -> str:
    name = reference.departments.full_name(function, region)
    short = reference.departments.official_name(function, region.level)
    told: dict[str, Value] = {"name": name, "function": function.function, "kind": "agency", "level": region.level}
    office = draft.mention(
        "Department", f"dept:{region.adcode}:{function.function}", short, aliases=(short, function.function), **told
    )
    draft.fact(office, "BELONGS_TO", region.id, f"{function.function},{region.adcode}")
    return office


def _put_item(draft: Draft, order: int, chapter: str, offices: Sequence[str], upstream: Draft | None) -> None:
    """A numbered task; most have two measures, which offices answer for, else they answer for the item itself."""
    chance = draft.random
    heading = f"{chance.choice(_VERBS)}{chance.choice(_OBJECTS)}"
    path = (chapter, f"({order}){heading}")
    told: dict[str, Value] = {"path": path, "number": f"({order})", "order": order}
    words = f"({order}){heading}。{_SENTENCE * chance.randint(2, 6)}"
    node_id = f"task:{content_id(draft.id, order)}"
    item = draft.own("Task", "HAS_TASK", node_id, words, name=heading, kind="item", **told)
    draft.items.append(item)
    answered = []
    for number in range(1, 3 if order % 4 else 1):
        words = f"{chance.choice(_VERBS)}{chance.choice(_OBJECTS)},{_SENTENCE}"
        measure = draft.own("Task", "HAS_TASK", f"{item}:{number}", words, name=words[:11], kind="measure", path=path)
        draft.edge(measure, "PART_OF", item, "Task", words)
        answered.append(measure)
    for task in answered or [item]:
        _put_duties(draft, task, offices, path)
    if upstream and chance.random() < 0.75:
        told = {"score": 0.8, "method": "heading/1", "upstream_quote": heading}
        draft.edge(item, "DERIVES_FROM", upstream.items[order - 1], "Task", heading, **told)


def _put_duties(draft: Draft, task: str, offices: Sequence[str], path: tuple[str, ...]) -> None:
    """One office leads, up to two cooperate; the words name them all."""
    leader, *others = draft.random.sample(offices, draft.random.randint(1, 3))
    short = [office.rpartition(":")[2] + "局" for office in (leader, *others)]
    words = f"({short[0]}牵头,{'、'.join(short[1:])}配合)" if others else f"({short[0]}负责)"
    label = draft.nodes[task].label
    draft.edge(leader, "LEADS", task, label, words, path=path, mode="lead" if others else "sole")
    for office in others:
        draft.edge(office, "COOPERATES", task, label, words, path=path, mode="cooperate")


def _put_target(draft: Draft, order: int, offices: Sequence[str], upstream: Draft | None) -> None:
    """A figure for one of sixty indicators."""
    subject, measured = _SUBJECTS[order % len(_SUBJECTS)], draft.random.choice(_MEASURED)
    indicator, value = f"{subject}{measured}", draft.random.randint(80, 100)
    words = f"到2015年,{indicator}达到{value}%以上"
    told: dict[str, Value] = {"value": value, "unit": "%", "comparator": ">=", "year": 2015, "status": "target"}
    path = (CHAPTERS[0],)
    node_id = f"target:{content_id(draft.id, order)}"
    target = draft.own("Target", "SETS", node_id, words, name=f"{indicator}>={value}%", path=path, **told)
    draft.targets.append(target)
    node_id = draft.mention("Indicator", f"indicator:{content_id(indicator)}", indicator, name=indicator, unit="%")
    draft.edge(target, "MEASURES", node_id, "Indicator", words)
    if order < 2:
        _put_duties(draft, target, offices, path)
    if upstream and draft.random.random() < 0.6:
        told = {"score": 1.0, "method": "indicator/1"}
        draft.edge(target, "DERIVES_FROM", upstream.targets[order], "Target", words, **told)


def _put_works(draft: Draft, region: Region) -> None:
    """Projects, and an award of the region."""
    for number in range(PROJECTS):
        name = f"{region.name}{draft.random.choice(_OBJECTS)}项目{number + 1}"
        told: dict[str, Value] = {"name": name, "path": (CHAPTERS[4],)}
        draft.own("Project", "PLANS", f"project:{content_id(draft.id, number)}", f"建设{name}", **told)
    name = f"{region.name}质量奖"
    award = f"award:{region.adcode}:质量奖"
    draft.mention("Award", award, name, name=name, level=region.level, region_id=region.id)
    draft.edge(draft.id, "NAMES", award, "Award", f"评选{name}")
    draft.edge(award, "GRANTED_BY", region.id, "Region", name)
