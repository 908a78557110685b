"""Small documents made by hand, as parts of the graph and as readings: what the store's tests put in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph.model import Edge, ExtractorReport, Mention, Node, Part, Reading, Span, Statement, Value, Waiting

REGIONS = {  # id: name, level, the region above
    "region:100000": ("中国", "country", None),
    "region:150000": ("内蒙古自治区", "province", "region:100000"),
    "region:152900": ("阿拉善盟", "prefecture", "region:150000"),
    "region:510000": ("四川省", "province", "region:100000"),
    "region:510700": ("绵阳市", "prefecture", "region:510000"),
    "region:510781": ("江油市", "county", "region:510700"),
}
LABELS = {
    "region": "Region",
    "dept": "Department",
    "doc": "Document",
    "task": "Task",
    "indicator": "Indicator",
    "target": "Target",
    "project": "Project",
    "award": "Award",
}
OUTLINE, LEAGUE, CITY, COUNTY = (f"doc:0a00000000000{number}" for number in ("009", "152", "781", "200"))


@dataclass
class Written:
    """A document being written down: its text, and the nodes and edges that the text gives."""

    id: str
    name: str
    text: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = {"name": self.name, "ingested": True, "sha256": self.sha256, "source": f"{self.name}.txt"}
        self.node(self.id, **told, **self.properties)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def node(self, node_id: str, **properties: Value) -> str:
        label = LABELS[node_id.partition(":")[0]]
        self.nodes[node_id] = Node(label, node_id, properties)
        return node_id

    def own(self, relation: str, node_id: str, quote: str, **properties: Value) -> str:
        """A node of this document alone, with the relationship that leads to it."""
        start = self.text.index(quote)
        self.node(node_id, document_id=self.id, start_char=start, end_char=start + len(quote), text=quote, **properties)
        self.edge(self.id, relation, node_id, quote)
        return node_id

    def mention(self, node_id: str, quote: str, **properties: Value) -> str:
        """A shared node with what this document states of it."""
        self.node(node_id, **properties)
        self.edge(self.id, "MENTIONS", node_id, quote, forms=(quote,), count=self.text.count(quote))
        return node_id

    def edge(self, source: str, relation: str, target: str, quote: str, **properties: Value) -> None:
        start = self.text.index(quote)
        place: dict[str, Value] = {"document_id": self.id, "start_char": start, "end_char": start + len(quote)}
        told: dict[str, Value] = {"quote": quote, "extractor": "handmade/1", "confidence": 0.9}
        self.edges.append(_edge(source, relation, target, {**place, **told, **properties}))

    def fact(self, source: str, relation: str, target: str, quote: str, **properties: Value) -> None:
        """A fact of the reference data."""
        self.edges.append(
            _edge(source, relation, target, {"source": "seeds/handmade.csv", "quote": quote, **properties})
        )

    def region(self, region_id: str, quote: str = "") -> str:
        """A region with those above it; mentioned where the text names it."""
        name, level, above = REGIONS[region_id]
        told: dict[str, Value] = {"name": name, "level": level, "adcode": region_id.removeprefix("region:")}
        if quote:
            self.mention(region_id, quote, **told)
        elif region_id not in self.nodes:
            self.node(region_id, **told)
        if above:
            self.region(above) if above not in self.nodes else None
            self.fact(region_id, "PART_OF", above, f"{name},{level}")
        return region_id

    def department(self, region_id: str, function: str, name: str, quote: str, **properties: Value) -> str:
        """A department that the text names, with its region."""
        node_id = f"dept:{region_id.removeprefix('region:')}:{function}"
        told: dict[str, Value] = {"name": name, "function": function, "kind": "agency", "level": REGIONS[region_id][1]}
        self.mention(node_id, quote, **{**told, "aliases": (quote,), **properties})
        self.fact(node_id, "BELONGS_TO", region_id, f"{function},{name}")
        return node_id

    @property
    def part(self) -> Part:
        return Part(self.id, tuple(self.nodes.values()), tuple(self.edges))

    @property
    def reading(self) -> Reading:
        itself = Mention("Document", self.name, self.span(self.name), {"issue_date": "2012-02-06", "kind": "plan"})
        named = Mention("Region", "中国", self.span(self.text[:2]), {"forms": ("中国", "全国")})
        claim = Statement(
            itself, "GOVERNS", named, self.span(self.text[:2]), "metadata/1", 0.5, {"page": 1, "open": True}
        )
        report = ExtractorReport(3, 1, {"a person": 1}, (Waiting(self.span(self.text[:4]), "no such office"),))
        return Reading(self.sha256, f"{self.name}.txt", "utf-8", self.text, itself, (claim,), {"metadata": report})

    def span(self, quote: str) -> Span:
        start = self.text.index(quote)
        return Span(start, start + len(quote), quote)


def _edge(source: str, relation: str, target: str, properties: Mapping[str, Value]) -> Edge:
    ends = (LABELS[source.partition(":")[0]], source, LABELS[target.partition(":")[0]], target)
    return Edge(relation, *ends, properties)


def outline() -> Written:
    """The national outline: one task and one figure."""
    text = "质量发展纲要(2011-2020年)\n到2015年，产品质量国家监督抽查合格率稳定在90%以上。加快质量法治建设。严格企业质量主体责任。国务院\n"
    told = {
        "doc_number": "国发〔2012〕9号",
        "issue_date": "2012-02-06",
        "period_start": 2011,
        "period_end": 2020,
        "kind": "plan",
    }
    it = Written(OUTLINE, "质量发展纲要(2011-2020年)", text, told)
    it.region("region:100000", "国家")
    it.edge(it.id, "GOVERNS", "region:100000", "国家")
    council = it.department("region:100000", "政府", "国务院", "国务院", kind="government")
    it.edge(it.id, "ISSUED_BY", council, "国务院")
    it.own(
        "HAS_TASK",
        "task:0a1",
        "严格企业质量主体责任",
        name="严格企业质量主体责任",
        kind="item",
        order=1,
        path=("三、强化企业质量主体作用",),
    )
    it.own(
        "HAS_TASK",
        "task:0a2",
        "加快质量法治建设",
        name="加快质量法治建设",
        kind="item",
        order=2,
        path=("四、加强质量监督管理",),
    )
    passes = it.mention("indicator:01", "产品质量国家监督抽查合格率", name="产品质量监督抽查合格率", unit="%")
    figure = "产品质量国家监督抽查合格率稳定在90%以上"
    it.own("SETS", "target:0a1", figure, name=figure, value=90, unit="%", comparator=">=", year=2015, status="target")
    it.edge("target:0a1", "MEASURES", passes, figure)
    return it


def league() -> Written:
    """A league's plan: an item with a measure, who leads it, a figure, an award, a project, a former office."""
    text = (
        "阿拉善盟质量发展规划\n依据《质量发展纲要(2011-2020年)》(国发〔2012〕9号)，制定本规划。\n"
        "(一)落实企业质量主体责任。推行首席质量官制度(盟市场监管局牵头,盟水务局等配合)。\n"
        "产品质量监督抽查合格率达到96.5%(盟质监局负责)。设立盟长质量奖。建设检验检测中心。\n"
    )
    it = Written(
        LEAGUE,
        "阿拉善盟质量发展规划",
        text,
        {"issue_date": "2013-05-01", "period_end": 2015, "former_ids": ("doc:0b",)},
    )
    it.region("region:152900", "阿拉善盟")
    it.edge(it.id, "GOVERNS", "region:152900", "阿拉善盟")
    it.mention(
        OUTLINE,
        "国发〔2012〕9号",
        name="质量发展纲要(2011-2020年)",
        ingested=False,
        doc_number="国发〔2012〕9号",
        former_ids=("doc:0c",),
    )
    it.edge(it.id, "DERIVES_FROM", OUTLINE, "依据《质量发展纲要(2011-2020年)》(国发〔2012〕9号)")
    market = it.department("region:152900", "市场监管", "阿拉善盟市场监督管理局", "盟市场监管局")
    water = it.department("region:152900", "水务", "阿拉善盟水务局", "盟水务局")
    former = it.department("region:152900", "质监", "阿拉善盟质量技术监督局", "盟质监局")
    it.fact(former, "SUCCEEDED_BY", market, "质监,市场监管,2018", year=2018)
    item = it.own(
        "HAS_TASK",
        "task:1a1",
        "落实企业质量主体责任",
        name="落实企业质量主体责任",
        kind="item",
        order=1,
        number="(一)",
        path=("(一)落实企业质量主体责任",),
    )
    measure = it.own(
        "HAS_TASK",
        "task:1a1:1",
        "推行首席质量官制度",
        name="推行首席质量官制度",
        kind="measure",
        path=("(一)落实企业质量主体责任",),
    )
    it.edge(measure, "PART_OF", item, "推行首席质量官制度")
    phrase = "(盟市场监管局牵头,盟水务局等配合)"
    it.edge(market, "LEADS", measure, phrase, mode="lead")
    it.edge(water, "COOPERATES", measure, phrase, mode="cooperate", open_list=True)
    passes = it.mention(
        "indicator:01", "产品质量监督抽查合格率", name="产品质量监督抽查合格率", aliases=("产品抽检合格率",), unit="%"
    )
    figure = "产品质量监督抽查合格率达到96.5%"
    target = it.own(
        "SETS", "target:1a1", figure, name=figure, value=96.5, unit="%", comparator=">=", year=2015, status="target"
    )
    it.edge(target, "MEASURES", passes, figure)
    it.edge(former, "LEADS", target, "(盟质监局负责)", mode="sole")
    award = it.mention(
        "award:152900:盟长质量奖", "盟长质量奖", name="盟长质量奖", level="prefecture", region_id="region:152900"
    )
    it.edge(it.id, "NAMES", award, "设立盟长质量奖")
    it.edge(award, "GRANTED_BY", "region:152900", "设立盟长质量奖")
    it.own("PLANS", "project:1a1", "建设检验检测中心", name="检验检测中心")
    return it


def city() -> Written:
    """A city's plan that derives from the outline under another name, and mentions the league's market office."""
    text = (
        "江油市质量强市实施方案\n贯彻落实国务院《质量发展纲要》，学习阿盟市场监管局经验。\n"
        "一、严格企业质量主体责任。市市场监管局负责。二、加强质量宣传。\n产品质量监督抽查合格率达到88%。\n"
    )
    it = Written(
        CITY, "江油市质量强市实施方案", text, {"issue_date": "2014-07-01", "kind": "plan", "period_end": "2015-12-31"}
    )
    it.region("region:510781", "江油市")
    it.region("region:152900", "阿盟")
    it.edge(it.id, "GOVERNS", "region:510781", "江油市")
    it.mention(OUTLINE, "《质量发展纲要》", name="质量发展纲要", ingested=False, issuer="国务院")
    it.edge(it.id, "DERIVES_FROM", OUTLINE, "贯彻落实国务院《质量发展纲要》")
    it.department("region:152900", "市场监管", "阿拉善盟市场监督管理局", "阿盟市场监管局")
    own = it.department("region:510781", "市场监管", "江油市市场监督管理局", "市市场监管局")
    task = it.own(
        "HAS_TASK",
        "task:2a1",
        "严格企业质量主体责任",
        name="严格企业质量主体责任",
        kind="item",
        order=1,
        path=("一、严格企业质量主体责任",),
    )
    it.own(
        "HAS_TASK", "task:2a2", "加强质量宣传", name="加强质量宣传", kind="item", order=2, path=("二、加强质量宣传",)
    )
    it.edge(own, "LEADS", task, "市市场监管局负责", mode="sole")
    passes = it.mention(
        "indicator:01",
        "产品质量监督抽查合格率",
        name="产品质量监督抽查合格率",
        aliases=("监督抽查合格率",),
        unit="百分比",
    )
    figure = "产品质量监督抽查合格率达到88%"
    it.own("SETS", "target:2a1", figure, name=figure, value=88, unit="%", comparator="=", year=2015, status="target")
    it.edge("target:2a1", "MEASURES", passes, figure)
    return it


def former_office() -> Written:
    """A note that names the league's former office only, not what became of it."""
    it = Written(COUNTY, "质量工作简报", "质量工作简报\n中国，2011年。阿盟质监局作了发言。\n")
    it.region("region:152900", "阿盟")
    it.department("region:152900", "质监", "阿拉善盟质量技术监督局", "阿盟质监局", valid_to=2018)
    return it


def linked_league() -> Written:
    """The league's plan with the links that lead to the outline's task and figure."""
    it = league()
    it.edge("task:1a1", "DERIVES_FROM", "task:0a1", "落实企业质量主体责任", score=0.8, method="heading/1")
    it.edge(
        "target:1a1", "DERIVES_FROM", "target:0a1", "产品质量监督抽查合格率达到96.5%", score=1.0, method="indicator/1"
    )
    return it


def without(part: Part, node_id: str) -> Part:
    """The part without one node and all that touches it."""
    edges = tuple(edge for edge in part.edges if node_id not in (edge.source, edge.target))
    return replace(part, nodes=tuple(node for node in part.nodes if node.id != node_id), edges=edges)


def nothing_of(document_id: str) -> Part:
    """The empty part, which takes a document out."""
    return Part(document_id, (), ())
