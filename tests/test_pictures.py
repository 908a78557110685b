"""Pictures: pages that stand alone, say everything they leave out, and let no word of a document run."""

import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.pictures import network
from graph.errors import NotFound, ParameterError
from graph.model import Node as StoredNode
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import ROOT, Command
from visualize import layout
from visualize.boxes import boxes, broken
from visualize.layers import layers
from visualize.limits import ROUTED
from visualize.pictures import PICTURES, Arrange, drawn, page
from visualize.style import LOOKS
from visualize.subgraph import Edge, Node, Subgraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAN = "doc:4a8ec7e260358fa4"  # 推进质量强盟战略实施意见
MARKET = "dept:152900:市场监管"
ASKED: dict[str, tuple[str, dict[str, object]]] = {
    "all": ("responsibilities", {}),
    "document": ("responsibilities", {"document_id": PLAN}),
    "department": ("responsibilities", {"department_id": MARKET}),
    "region": ("responsibilities", {"region_id": "region:500000"}),
    "lineage": ("lineage", {}),
    "line": ("lineage", {"document_id": PLAN}),
    "star": ("neighbourhood", {"id": MARKET}),
    "wide star": ("neighbourhood", {"id": PLAN}),
    "near": ("neighbourhood", {"id": MARKET, "depth": "2"}),
    "far": ("neighbourhood", {"id": MARKET, "depth": "3", "limit": "600"}),
}


@pytest.fixture(scope="module")
def store(filled_store: str) -> Iterator[GraphStore]:
    with closing(open_store(filled_store, read_only=True)) as opened:
        yield opened


def facts(html: str) -> dict[str, Any]:
    """What the page's own script is told."""
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


# what a picture shows


def test_responsibilities_of_all(store: GraphStore) -> None:
    told = facts(drawn(store, "responsibilities", {}))
    assert {kind["kind"]: kind["count"] for kind in told["kinds"]} == {"Department": 38, "Task": 48, "Project": 63}
    assert sum(line["count"] for line in told["lines"]) == len(told["edges"]) == 218
    assert {line["line"]: bool(line["dashes"]) for line in told["lines"]} == {
        "lead": False,
        "cooperate": True,
        "shared": True,
    }
    line, about, quote = told["edges"]["c2d8b926de7c691b"]
    assert (line, quote) == ("lead", "(盟市場監管局負責)")
    assert ["文件", "推进质量强盟战略实施意见"] in about


def test_responsibilities_of_a_department_show_who_else_answers(store: GraphStore) -> None:
    html = drawn(store, "responsibilities", {"department_id": MARKET})
    told = facts(html)
    sources = {edge["from"] for edge in drawn_edges(html)}
    assert MARKET in sources
    assert len(sources) > 1
    ends = {edge["to"] for edge in drawn_edges(html) if edge["from"] == MARKET}
    assert ends == {one for one, node in told["nodes"].items() if node[0] != "Department"}


def test_responsibilities_of_a_task(store: GraphStore) -> None:
    told = facts(drawn(store, "responsibilities", {"task_id": "task:7b3b075381e74748:1"}))
    assert set(told["nodes"]) == {MARKET, "task:7b3b075381e74748:1"}


def drawn_edges(html: str) -> list[dict[str, Any]]:
    found = re.search(r"edges = new vis\.DataSet\((\[.*?\])\);", html)
    assert found
    listed: list[dict[str, Any]] = json.loads(found[1])
    return listed


def drawn_places(html: str) -> dict[str, tuple[float, float]]:
    found = re.search(r"nodes = new vis\.DataSet\((\[.*?\])\);", html)
    assert found
    return {node["id"]: (node["x"], node["y"]) for node in json.loads(found[1])}


def test_lineage_stands_below_the_outline(store: GraphStore) -> None:
    html = drawn(store, "lineage", {})
    heights = {one: y for one, (_, y) in drawn_places(html).items()}
    [outline] = [one for one, node in facts(html)["nodes"].items() if node[1] == "质量发展纲要(2011-2020年)"]
    assert heights[outline] == min(heights.values())
    assert all(heights[edge["from"]] > heights[edge["to"]] for edge in drawn_edges(html))


def test_a_line_of_documents_is_part_of_the_whole(store: GraphStore) -> None:
    whole, line = facts(drawn(store, "lineage", {})), facts(drawn(store, "lineage", {"document_id": PLAN}))
    assert PLAN in line["nodes"]
    assert set(line["nodes"]) < set(whole["nodes"])
    assert set(line["edges"]) < set(whole["edges"])


def test_a_circle_of_documents_is_drawn() -> None:
    ids = [f"doc:{n}" for n in range(4)]
    nodes = tuple(Node(one, "Document", one) for one in ids)
    steps = zip(ids, (*ids[1:3], ids[0], ids[0]), strict=True)
    edges = tuple(Edge(f"k{n}", "DERIVES_FROM", a, b) for n, (a, b) in enumerate(steps))
    assert facts(page(Subgraph("圈", "circle", nodes, edges), layers))["nodes"].keys() == set(ids)


def test_a_picture_that_was_cut_says_so(store: GraphStore) -> None:
    for name, values, total in (("responsibilities", {}, 149), ("lineage", {}, 30)):
        html = drawn(store, name, {**values, "limit": "20"})
        told = facts(html)
        assert len(told["nodes"]) == 20
        assert f"另有 {total - 20} 个节点" in told["missing"]
        assert told["missing"] in html.partition("<main>")[0]
    assert facts(drawn(store, "responsibilities", {}))["missing"] == ""
    assert facts(drawn(store, "neighbourhood", {"id": MARKET, "limit": 5}))["missing"]


def test_a_subject_without_edges_and_an_empty_store(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "store")) as opened:
        assert "没有可画的内容" in facts(drawn(opened, "responsibilities", {}))["missing"]
        opened.replace(h.OUTLINE, h.outline().part)
        told = facts(drawn(opened, "responsibilities", {"task_id": "task:0a1"}))
        assert list(told["nodes"]) == ["task:0a1"]


@pytest.mark.parametrize(
    ("name", "values", "error", "complaint"),
    [
        ("nothing", {}, ParameterError, "there is no picture nothing: it is one of responsibilities"),
        ("lineage", {"depth": "2"}, ParameterError, "lineage does not know depth"),
        ("neighbourhood", {}, ParameterError, "neighbourhood needs id"),
        ("neighbourhood", {"id": "doc:no"}, NotFound, "nothing in the graph has the id doc:no"),
        ("neighbourhood", {"id": MARKET, "depth": "9"}, ParameterError, "depth is a number from 1 to 4"),
        ("neighbourhood", {"id": MARKET, "depth": "two"}, ParameterError, "depth is a number"),
        ("responsibilities", {"limit": "0"}, ParameterError, "limit is a number of nodes from 1 to 10000"),
        ("responsibilities", {"department_id": "dept:no"}, NotFound, "there is no department dept:no"),
        ("responsibilities", {"document_id": MARKET}, NotFound, "is no document but a department"),
        ("responsibilities", {"region_id": "region:no"}, NotFound, "there is no region region:no"),
        ("responsibilities", {"task_id": "task:no"}, NotFound, "there is no task task:no"),
        ("responsibilities", {"task_id": "task:no", "document_id": PLAN}, ParameterError, "takes task_id alone"),
        ("lineage", {"document_id": "doc:no"}, NotFound, "there is no document doc:no"),
    ],
)
def test_what_cannot_be_drawn(
    name: str, values: dict[str, object], error: type[Exception], complaint: str, store: GraphStore
) -> None:
    with pytest.raises(error, match=re.escape(complaint)):
        drawn(store, name, values)


@pytest.mark.parametrize("pages", ["javascript:alert(1)", "ftp://x", 'http://x"onclick=', "x"])
def test_links_lead_to_pages_only(pages: str, store: GraphStore) -> None:
    with pytest.raises(ParameterError, match="address of the pages"):
        drawn(store, "lineage", {}, pages)


# lines and boxes

Way = list[tuple[float, float]]
Sides = tuple[float, float, float, float]  # left, top, right, bottom
BESIDE = [case for case in ASKED if case not in ("near", "far")]  # pictures in which lines run beside boxes
TIERS = ("质量发展纲要", "省质量强省建设实施意见", "市人民政府关于推进质量强市工作的实施意见", "县质量提升行动方案")


def lineage_of(count: int) -> Subgraph:
    """An outline, provinces, cities, counties: each derives from one document of every tier above, and some are cited."""
    chance = random.Random(count)
    nodes, edges = [Node("doc:0", "Document", TIERS[0], top=True)], []
    read: list[list[str]] = [["doc:0"], [], [], []]
    for number in range(1, count):
        tier, one = 1 + (number > count // 8) + (number > count // 3), f"doc:{number}"
        cited = number > 20 and number % 4 == 0
        nodes.append(Node(one, "Document", f"{number}{'产品质量监督条例' if cited else TIERS[tier]}", faint=cited))
        readers = [chance.choice(read[3] or read[2] or read[1])] if cited else [one] * tier
        ends = zip(readers, [one] if cited else [chance.choice(read[above]) for above in range(tier)], strict=True)
        edges += [Edge(f"k{number}-{n}", "CITES" if cited else "DERIVES_FROM", *pair) for n, pair in enumerate(ends)]
        if not cited:
            read[tier].append(one)
    return Subgraph("脉络", "lineage", tuple(nodes), tuple(edges))


Drawing = tuple[dict[str, Sides], dict[str, Way], dict[str, tuple[str, str]]]  # boxes, ways of lines, ends of lines


def drawing(html: str) -> Drawing:
    """The boxes and the lines, as the page is told of them."""
    told = facts(html)
    sizes = {one: node[3] for one, node in told["nodes"].items()}
    boxes_drawn = {
        one: (x - sizes[one][0] / 2, y - sizes[one][1] / 2, x + sizes[one][0] / 2, y + sizes[one][1] / 2)
        for one, (x, y) in drawn_places(html).items()
    }
    return boxes_drawn, told["ways"], {edge["id"]: (edge["from"], edge["to"]) for edge in drawn_edges(html)}


def placed(shown: Subgraph, arrange: Arrange) -> Drawing:
    """The same, before it is written as a page."""
    measured = boxes(shown)
    found = arrange(shown, measured)
    sides = {}
    for one, (x, y) in found.places.items():
        across, down = measured[one].width / 2, measured[one].height / 2
        sides[one] = (x - across, y - down, x + across, y + down)
    ways = {key: list(way) for key, way in found.ways.items()}
    return sides, ways, {edge.key: (edge.source, edge.target) for edge in shown.edges}


def meets(start: tuple[float, float], end: tuple[float, float], box: Sides) -> bool:
    """Whether a straight line has a part within a box."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        step, low, high = end[axis] - start[axis], box[axis] - start[axis], box[axis + 2] - start[axis]
        if step == 0 and not low < 0 < high:
            return False
        near, far = sorted((low / step, high / step)) if step else (0.0, 1.0)
        first, last = max(first, near), min(last, far)
    return first < last


def misread(drawn_so: Drawing) -> list[tuple[str, str]]:
    """Each line with each box that it runs behind, or that it ought to end at and does not reach."""
    boxes_drawn, ways, ends_of = drawn_so
    found = []
    for key, ends in ends_of.items():
        way = ways.get(key, [])
        if ends[0] != ends[1]:
            reached = zip(ends, (0, -1), strict=True)
            found += [(key, end) for end, at in reached if not at_side(way[at], boxes_drawn[end])]
        others = [one for one in boxes_drawn if one not in ends]
        found += [(key, one) for one in others for a, b in pairwise(way) if meets(a, b, boxes_drawn[one])]
    return found


def hidden(sides: dict[str, Sides]) -> list[tuple[str, str]]:
    """Each pair of boxes that lie over each other; looked for from the left to the right."""
    found: list[tuple[str, str]] = []
    near: list[str] = []
    for one in sorted(sides, key=lambda one: sides[one]):
        left, top, _, bottom = sides[one]
        near = [other for other in near if left < sides[other][2] - 0.01]
        found += [(other, one) for other in near if top < sides[other][3] - 0.01 and sides[other][1] < bottom - 0.01]
        near.append(one)
    return found


def at_side(point: tuple[float, float], box: Sides) -> bool:
    x, y = point
    across, down = max(box[0] - x, x - box[2]), max(box[1] - y, y - box[3])
    return abs(max(across, down)) < 0.11


def test_geometry_is_told_apart() -> None:
    box = (0.0, 0.0, 10.0, 4.0)
    assert meets((-5, -5), (15, 9), box)
    assert meets((5, -5), (5, 9), box)
    assert meets((1, 1), (2, 2), box)
    assert not meets((-5, 0), (0, 9), box)
    assert not meets((0, -5), (0, 9), box), "along the side"
    assert not meets((12, -5), (12, 9), box)
    assert at_side((10, 2), box)
    assert not at_side((12, 2), box)
    assert not at_side((5, 2), box)
    assert hidden({"a": box, "b": (9, 3, 12, 8), "c": (10, 0, 12, 3)}) == [("a", "b")]


@pytest.mark.parametrize("case", BESIDE)
def test_no_line_runs_behind_a_box(case: str, store: GraphStore) -> None:
    assert misread(drawing(drawn(store, *ASKED[case]))) == []


@pytest.mark.parametrize("count", [60, 120])
def test_no_line_of_a_large_lineage_runs_behind_a_box(count: int) -> None:
    shown = lineage_of(count)
    sides, ways, ends = placed(shown, layers)
    assert sum(len(way) > 6 for way in ways.values()) > 20, "there are long edges"
    assert misread((sides, ways, ends)) == []
    assert len(ways) == len(shown.edges)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40), st.sets(st.integers(0, 11)))
@settings(deadline=None, max_examples=60)
def test_no_line_of_any_lineage_runs_behind_a_box(steps: list[tuple[int, int]], top: set[int]) -> None:
    nodes = tuple(Node(f"doc:{n}", "Document", f"{n}号文件" * (1 + n % 4), top=n in top) for n in range(12))
    edges = tuple(Edge(f"k{n}", "CITES", f"doc:{a}", f"doc:{b}") for n, (a, b) in enumerate(steps))
    shown = Subgraph("", "", nodes, edges)
    assert misread(placed(shown, layers)) == []


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
@settings(deadline=None, max_examples=40)
def test_no_line_around_a_node_runs_behind_a_box(steps: list[tuple[int, int]]) -> None:
    nodes = tuple(Node(f"task:{n}", "Task", f"第{n}项工作" * (1 + n % 4)) for n in range(12))
    joined = [(0, n) for n in range(1, 6)] + [(n - 5, n) for n in range(6, 12)]
    edges = tuple(Edge(f"k{n}", "PART_OF", f"task:{a}", f"task:{b}") for n, (a, b) in enumerate([*joined, *steps]))
    sides, ways, ends = placed(Subgraph("", "", nodes, edges, "task:0"), layout.around)
    assert misread((sides, ways, ends)) == []
    assert hidden(sides) == []


def test_the_neighbours_of_a_star_stand_on_both_sides(store: GraphStore) -> None:
    places = drawn_places(drawn(store, *ASKED["star"]))
    x, _ = places.pop(MARKET)
    assert len({(round(left) < x) for left, _ in places.values()}) == 2
    assert abs(sum(1 if other < x else -1 for other, _ in places.values())) <= 1


# large pictures


@pytest.mark.parametrize("count", [ROUTED + 1, 1000])
def test_a_large_picture_of_responsibilities_is_of_blocks(count: int) -> None:
    shown = network(count)
    sides, ways, _ = placed(shown, layout.duties)
    assert set(sides) == {node.id for node in shown.nodes}
    assert not ways
    assert hidden(sides) == []
    width = max(box[2] for box in sides.values()) - min(box[0] for box in sides.values())
    height = max(box[3] for box in sides.values()) - min(box[1] for box in sides.values())
    assert 1.1 < width / height < 1.6, "the shape of a window beside the panel"
    for edge in shown.edges:
        if edge.line == "lead":
            one, task = sides[edge.source], sides[edge.target]
            assert one[2] < task[0] < one[2] + 1000, "what it leads stands on its right"
            assert abs((one[1] + one[3]) - (task[1] + task[3])) / 2 < 1000


def test_a_department_with_much_work_has_it_in_several_columns() -> None:
    nodes = tuple(Node(f"task:{n}", "Task", f"第{n}项") for n in range(240))
    edges = tuple(Edge(f"k{n}", "lead", "dept:1", node.id) for n, node in enumerate(nodes))
    sides, _, _ = placed(Subgraph("", "", (Node("dept:1", "Department", "局"), *nodes), edges), layout.duties)
    assert hidden(sides) == []
    assert max(box[3] for box in sides.values()) - min(box[1] for box in sides.values()) < 2500


def test_a_large_lineage_stands_in_levels() -> None:
    shown = lineage_of(400)
    sides, ways, ends = placed(shown, layers)
    assert set(sides) == {node.id for node in shown.nodes}
    assert not ways
    assert hidden(sides) == []
    assert all(sides[below][1] >= sides[above][3] for below, above in ends.values())


def test_those_in_a_circle_stand_below_what_they_rest_on() -> None:
    steps = (("circle:1", "circle:2"), ("circle:2", "circle:1"), ("circle:2", "top"), ("low", "circle:1"))
    nodes = tuple(Node(one, "Document", one) for one in ("low", "circle:1", "circle:2", "top"))
    edges = tuple(Edge(f"k{n}", "DERIVES_FROM", *ends) for n, ends in enumerate(steps))
    heights = {one: y for one, (_, y) in drawn_places(page(Subgraph("", "", nodes, edges), layers)).items()}
    assert heights["top"] < min(heights["circle:1"], heights["circle:2"])
    assert heights["low"] > max(heights["circle:1"], heights["circle:2"])


# the page


@pytest.mark.parametrize("case", ASKED)
def test_a_page_names_nothing_outside(case: str, store: GraphStore) -> None:
    html = drawn(store, *ASKED[case])
    own = re.sub(r"<script\b.*?</script>|<style>.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r"(?:src|href|url)\s*[=(]", own)
    assert "default-src 'none'" in own
    assert html.count("<html") == html.count("</html>") == html.count("<body>") == html.count("</body>") == 1
    assert "node_modules" not in html
    assert "bootstrap" not in html


DRAWN_ALL = """
import sys
from graph.store import open_store
from tests.test_pictures import ASKED, drawn, layers, layout, lineage_of, network, page
with open(sys.argv[2], "w", encoding="utf-8") as file:
    store = open_store(sys.argv[1], read_only=True)
    file.writelines(drawn(store, *ASKED[case]) for case in ("all", "lineage", "star", "far"))
    file.writelines(page(lineage_of(count), layers) for count in (60, 300))
    file.write(page(network(300), layout.duties))
"""


def test_the_same_graph_gives_the_same_bytes_in_every_process(filled_store: str, tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", DRAWN_ALL, filled_store, tmp_path / seed],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    assert [process.wait(60) for process in running] == [0, 0]
    told = [(tmp_path / seed).read_bytes() for seed in ("1", "2")]
    assert told[0] == told[1]
    assert told[0].count(b"<!DOCTYPE html>") == 7


@pytest.mark.parametrize("case", ASKED)
def test_no_box_hides_another(case: str, store: GraphStore) -> None:
    name, values = ASKED[case]
    picture = PICTURES[name]
    shown = picture.show(store, picture.bound(values))
    sides, _, _ = placed(shown, picture.arrange)
    assert set(sides) == {node.id for node in shown.nodes}
    assert hidden(sides) == []


def test_many_nodes_are_placed_by_springs_without_overlap() -> None:
    nodes = tuple(Node(f"task:{n}", "Task", f"加强第{n}类产品监督抽查") for n in range(300))
    edges = tuple(Edge(f"k{n}", "PART_OF", f"task:{n}", f"task:{n // 3}") for n in range(1, 300))
    shown = Subgraph("", "", nodes, edges, "task:0")
    places = layout.around(shown, boxes(shown)).places
    assert len(set(places.values())) == 300
    assert layout.around(shown, boxes(shown)).places == places


@given(st.text(), st.integers(2, 15), st.integers(1, 4))
def test_a_name_is_broken_into_few_lines(text: str, widest: int, most: int) -> None:
    lines = broken(text, widest, most)
    assert 1 <= len(lines) <= most
    assert all(lines)
    assert "".join(lines) == (text.strip() or "?") or lines[-1].endswith("…")


def test_numbers_and_brackets_stay_whole() -> None:
    assert broken("质量发展纲要(2011-2020年)", 10, 4) == ("质量发展纲要", "(2011-2020年)")
    assert broken("江油市“十三五”质量发展规划", 10, 4) == ("江油市“十三五”", "质量发展规划")


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("label", LOOKS)
def test_letters_stand_out(label: str) -> None:
    darker, lighter = sorted((luminance(LOOKS[label].fill), luminance(LOOKS[label].letters)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


# in the browser


@dataclass
class Opened:
    """A picture in the browser, with whatever went wrong and all that was asked for."""

    page: "Page"
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def names_shown(self) -> set[str]:
        script = "() => nodes.get().filter((node) => !node.hidden).map((node) => node.label.replace(/\\n/g, ''))"
        return set(self.page.evaluate(script))

    def edges_shown(self) -> int:
        count: int = self.page.evaluate("() => edges.get().filter((edge) => !edge.hidden).length")
        return count


Show = Callable[[str], Opened]


SCREEN: Any = {"width": 1280, "height": 800}


@pytest.fixture
def show(chromium: "Browser", tmp_path: Path) -> Iterator[Show]:
    """Opens a page from a file, with the network off; whatever else it asks for is refused and told."""
    context = chromium.new_context(locale="zh-CN", accept_downloads=True, viewport=SCREEN)
    context.set_offline(True)

    def opened(html: str) -> Opened:
        path = tmp_path / "picture.html"
        path.write_text(html, "utf-8")
        shown = Opened(context.new_page())
        shown.page.on("console", lambda message: shown.problems.append(message.text))
        shown.page.on("pageerror", lambda error: shown.problems.append(str(error)))

        def decide(route: Any) -> None:
            if route.request.url == path.as_uri() or route.request.url.startswith("blob:"):
                route.continue_()
            else:
                shown.requests.append(route.request.url)
                route.abort()

        shown.page.route("**/*", decide)
        shown.page.goto(path.as_uri())
        shown.page.wait_for_function("() => document.documentElement.dataset.drawn", timeout=20_000)
        return shown

    yield opened
    context.close()


@pytest.mark.parametrize("case", ["star", "near"])
def test_a_picture_is_drawn_without_a_network(case: str, store: GraphStore, show: Show) -> None:
    shown = show(drawn(store, *ASKED[case]))
    assert (shown.problems, shown.requests) == ([], [])
    dark = """() => {
      const canvas = document.querySelector("#mynetwork canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let index = 3; index < data.length && dark <= 1000; index += 4) dark += data[index] > 0;
      return dark;
    }"""
    assert shown.page.evaluate(dark) > 1000


def test_an_empty_picture_opens(tmp_path: Path, show: Show) -> None:
    with closing(open_store(tmp_path / "store")) as opened:
        shown = show(drawn(opened, "responsibilities", {}))
    assert shown.problems == []
    assert "没有可画的内容" in shown.page.inner_text("#missing")


def test_searching_finds_and_tells(store: GraphStore, show: Show) -> None:
    shown = show(drawn(store, "responsibilities", {}, "http://127.0.0.1:8000"))
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("() => document.activeElement.id") == "words"
    shown.page.keyboard.type("盟市场")
    assert shown.page.inner_text("#found") == "1 个"
    shown.page.keyboard.press("Enter")
    assert shown.page.inner_text("#panel h2") == "阿拉善盟市场监督管理局"
    assert shown.page.evaluate("() => network.getSelectedNodes()") == [MARKET]
    assert "(盟市場監管局負責)" in shown.page.inner_text("#panel")
    link = shown.page.get_attribute("#panel a.open", "href")
    assert link == "http://127.0.0.1:8000/ui/nodes/dept%3A152900%3A%E5%B8%82%E5%9C%BA%E7%9B%91%E7%AE%A1"
    assert shown.page.get_attribute("#panel li a", "href").startswith("http://127.0.0.1:8000/e/")  # type: ignore[union-attr]
    shown.page.click("#panel li button")  # on to the other end
    assert shown.page.inner_text("#panel small") == "任务 Task"
    shown.page.fill("#words", "没有这个名字")
    assert shown.page.inner_text("#found") == "0 个"


def test_filtering_by_role_and_kind(store: GraphStore, show: Show) -> None:
    shown = show(drawn(store, "responsibilities", {"document_id": PLAN}))
    everything = shown.names_shown()
    shown.page.uncheck("[data-filter=cooperate]")
    assert shown.edges_shown() == 151 - 62
    assert "各相关检验检测机构" in everything - shown.names_shown(), "it only cooperates"
    shown.page.uncheck("[data-filter=Task]")
    assert shown.names_shown() == set()
    shown.page.check("[data-filter=Task]")
    shown.page.check("[data-filter=cooperate]")
    assert shown.names_shown() == everything
    shown.page.fill("#words", "水务局")
    shown.page.keyboard.press("Enter")
    shown.page.click("#panel button >> text=只看相邻")
    assert "阿拉善盟水务局" in shown.names_shown()
    assert len(shown.names_shown()) < len(everything) / 3
    shown.page.keyboard.press("Escape")
    assert shown.names_shown() == everything
    assert shown.problems == []


def test_downloads_hold_the_whole_picture(store: GraphStore, show: Show, tmp_path: Path) -> None:
    shown = show(drawn(store, "responsibilities", {"department_id": MARKET}))
    found = {}
    for ending in ("svg", "png"):
        with shown.page.expect_download() as download:
            shown.page.click(f"#{ending}")
        assert download.value.suggested_filename == f"责任网络_·_阿拉善盟市场监督管理局.{ending}"
        download.value.save_as(tmp_path / f"saved.{ending}")
        found[ending] = (tmp_path / f"saved.{ending}").read_bytes()
    assert found["png"].startswith(b"\x89PNG")
    assert len(found["png"]) > 50_000
    root = ElementTree.fromstring(found["svg"])
    words = {part.text for part in root.iter("{http://www.w3.org/2000/svg}title")}
    told = facts(drawn(store, "responsibilities", {"department_id": MARKET}))
    assert {node[1] for node in told["nodes"].values()} <= words
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) >= len(told["edges"])
    assert (shown.problems, shown.requests) == ([], [])


def test_pointing_and_clicking_tell_the_words(store: GraphStore, show: Show) -> None:
    shown = show(drawn(store, "responsibilities", {"task_id": "task:7b3b075381e74748:1"}))
    x, y = middle_of(shown.page, MARKET, "task:7b3b075381e74748:1")
    shown.page.mouse.move(x - 3, y)
    shown.page.mouse.move(x, y)
    shown.page.wait_for_selector("#tip:not([hidden])")
    assert "(盟市場監管局負責)" in shown.page.inner_text("#tip")
    clicked(shown.page, x, y)
    shown.page.wait_for_selector("#panel blockquote")
    assert shown.page.inner_text("#panel blockquote") == "(盟市場監管局負責)"
    assert shown.page.get_attribute("#panel a.open", "href") == "/e/c2d8b926de7c691b"


SEEN = """() => {
  const told = JSON.parse(document.getElementById("facts").textContent).nodes;
  const canvas = document.querySelector("#mynetwork canvas");
  const part = canvas.width / canvas.clientWidth;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = (...sides) => {
    const [left, top, right, bottom] = sides.map((side) => Math.round(side * part));
    const found = new Map();
    for (let y = Math.max(0, top); y < bottom; y++) {
      for (let x = Math.max(0, left); x < right; x++) {
        const at = 4 * (y * canvas.width + x);
        const colour = data[at] * 65536 + data[at + 1] * 256 + data[at + 2];
        found.set(colour, (found.get(colour) || 0) + 1);
      }
    }
    const most = [...found].sort((a, b) => b[1] - a[1]).slice(0, 2);
    return most.map(([colour]) => "#" + colour.toString(16).padStart(6, "0").toUpperCase());
  };
  const over = pictureNamed().map(({ id, x, y, half, letters }) => {
    const { x: left, y: top } = network.canvasToDOM({ x: x - half.x, y: y - half.y });
    const [width, height] = [2 * half.x * network.getScale(), 2 * half.y * network.getScale()];
    const sides = [left, top, left + width, top + height];
    return { id, letters, sides, colours: colours(...sides) };
  });
  const departments = Object.entries(told).filter(([, [kind]]) => kind === "Department");
  return {
    over,
    window: [0, 0, canvas.clientWidth, canvas.clientHeight],
    letters: Object.fromEntries(departments.map(([id, node]) => [id, node[3][2] * network.getScale()])),
  };
}"""


def test_the_names_of_departments_are_read_in_a_picture_of_1000_nodes(show: Show) -> None:
    shown = show(page(network(1000), layout.duties))
    seen = shown.page.evaluate(SEEN)
    assert len(seen["over"]) >= 150, "of 200 departments"
    assert min(name["letters"] for name in seen["over"]) >= 10
    look = LOOKS["Department"]
    assert {tuple(name["colours"]) for name in seen["over"]} == {(look.fill, look.letters)}, "white on blue"
    assert hidden({name["id"]: tuple(name["sides"]) for name in seen["over"]}) == []
    left, top, right, bottom = seen["window"]
    for name in seen["over"]:
        sides = name["sides"]
        assert left <= sides[0] + 1 and top <= sides[1] + 1 and sides[2] <= right + 1 and sides[3] <= bottom + 1, name
    last = seen["over"][-1]
    shown.page.mouse.click(*middle_of(shown.page, last["id"]))
    shown.page.wait_for_function("(id) => pictureNamed()[0].id === id", arg=last["id"])
    joined = sum(edge.source == last["id"] for edge in network(1000).edges)
    assert shown.page.evaluate("() => network.getSelectedEdges().length") == joined
    assert shown.problems == []


def test_the_names_of_departments_are_read_in_the_picture_of_all(store: GraphStore, show: Show) -> None:
    shown = show(drawn(store, *ASKED["all"]))
    seen = shown.page.evaluate(SEEN)
    assert min(seen["letters"].values()) >= 10
    assert seen["over"] == [], "nothing hides a line"
    assert (shown.problems, shown.requests) == ([], [])


def test_the_names_that_matter_most_are_read_in_a_large_lineage(show: Show) -> None:
    shown = show(page(lineage_of(400), layers))
    seen = shown.page.evaluate(SEEN)
    assert seen["over"][0]["id"] == "doc:0", "the outline has most edges"
    look = LOOKS["Document"]
    assert {name["colours"][0] for name in seen["over"]} == {look.fill}
    assert len(seen["over"]) >= 40
    with shown.page.expect_download() as download:
        shown.page.click("#svg")
    paths = ElementTree.parse(download.value.path()).iter("{http://www.w3.org/2000/svg}path")
    assert {path.get("stroke-opacity") for path in paths if path.get("marker-end")} == {"0.5"}


def test_a_line_is_seen_and_told_along_its_way(store: GraphStore, show: Show, tmp_path: Path) -> None:
    html = drawn(store, "lineage", {})
    shown = show(html)
    told = facts(html)
    sizes = shown.page.evaluate(
        "() => Object.fromEntries(nodes.getIds().map((id) => [id, network.getBoundingBox(id)]))"
    )
    for one, sides in drawing(html)[0].items():
        box = sizes[one]
        assert (box["left"], box["top"], box["right"], box["bottom"]) == pytest.approx(sides, abs=1), one
    key = max(told["ways"], key=lambda one: (len(told["ways"][one]), one))  # the way crosses a row
    start, end = max(pairwise(told["ways"][key]), key=lambda ends: abs(ends[0][1] - ends[1][1]))
    x, y = on_screen(shown.page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    colour = """([x, y]) => {
      const canvas = document.querySelector("#mynetwork canvas");
      const frame = canvas.getBoundingClientRect();
      const part = canvas.width / frame.width;
      return [...canvas.getContext("2d").getImageData((x - frame.x) * part - 2, (y - frame.y) * part - 2, 5, 5).data];
    }"""
    assert any(shown.page.evaluate(colour, [x, y])), "the line is drawn there"
    shown.page.mouse.move(x - 3, y)
    shown.page.mouse.move(x, y)
    shown.page.wait_for_selector("#tip:not([hidden])")
    quote = told["edges"][key][2]
    assert quote
    assert quote in shown.page.inner_text("#tip")
    clicked(shown.page, x, y)
    shown.page.wait_for_selector("#panel blockquote")
    assert shown.page.inner_text("#panel blockquote").strip() == quote.strip()
    assert shown.page.evaluate("() => network.getSelectedEdges()") == [key]
    with shown.page.expect_download() as download:
        shown.page.click("#svg")
    download.value.save_as(tmp_path / "lines.svg")
    paths = {
        path.get("d") for path in ElementTree.parse(tmp_path / "lines.svg").iter("{http://www.w3.org/2000/svg}path")
    }
    assert {"M" + " L".join(f"{x:g} {y:g}" for x, y in way) for way in told["ways"].values()} <= paths
    shown.page.uncheck("[data-filter=DERIVES_FROM]")
    assert shown.edges_shown() == sum(edge[0] != "DERIVES_FROM" for edge in told["edges"].values())
    clicked(shown.page, x, y)
    assert shown.page.locator("#panel blockquote").count() == 0, (
        "a line that is filtered away is not there to be clicked"
    )
    shown.page.check("[data-filter=DERIVES_FROM]")
    clicked(shown.page, x, y)
    shown.page.wait_for_selector("#panel blockquote")
    assert shown.problems == []


def on_screen(shown: "Page", x: float, y: float) -> tuple[float, float]:
    """Where on the screen a place of the drawing is."""
    script = """(place) => {
      const { x, y } = network.canvasToDOM(place);
      const frame = document.querySelector("#mynetwork canvas").getBoundingClientRect();
      return [frame.x + x, frame.y + y];
    }"""
    left, top = shown.evaluate(script, {"x": x, "y": y})
    return left, top


def clicked(shown: "Page", x: float, y: float) -> None:
    """A click by itself: one soon after another is half of a double click, which opens the page of what is there."""
    shown.wait_for_timeout(500)
    shown.mouse.click(x, y)


def middle_of(shown: "Page", *ids: str) -> tuple[float, float]:
    """Where on the screen the middle between nodes is."""
    script = """(ids) => {
      const places = ids.map((id) => network.getPosition(id));
      const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
      const { x, y } = network.canvasToDOM({ x: mean("x"), y: mean("y") });
      const frame = document.querySelector("#mynetwork canvas").getBoundingClientRect();
      return [frame.x + x, frame.y + y];
    }"""
    x, y = shown.evaluate(script, list(ids))
    return x, y


@pytest.mark.parametrize("framed", [False, True])
def test_a_double_click_opens_the_page_in_the_top_window(framed: bool, store: GraphStore, chromium: "Browser") -> None:
    html = drawn(store, "responsibilities", {"task_id": "task:7b3b075381e74748:1"})
    context = chromium.new_context(viewport={"width": 1300, "height": 800})
    answers = {"/picture": html, "/frame": '<iframe src="/picture" style="width:1200px;height:700px"></iframe>'}

    def answer(route: Any) -> None:
        body = answers.get(route.request.url.removeprefix("http://zhitu.test"), "<p>page</p>")
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    context.route("**/*", answer)
    shown = context.new_page()
    shown.goto(f"http://zhitu.test/{'frame' if framed else 'picture'}")
    frame: Any = shown.frames[-1]
    frame.wait_for_function("() => document.documentElement.dataset.drawn")
    x, y = middle_of(frame, MARKET)
    if framed:
        box = shown.query_selector("iframe").bounding_box()  # type: ignore[union-attr]
        assert box
        x, y = x + box["x"], y + box["y"]
    shown.mouse.dblclick(x, y)
    shown.wait_for_url("http://zhitu.test/ui/nodes/**")
    context.close()


HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "</script><script>window.hit=1</script>",
    '<a href="javascript:window.hit=1">href</a>',
    "{{DRAWING}}{{FACTS}}",
    "${window.hit=1}`\\u003cscript>\u2028</title><!--",
)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[GraphStore]:
    """A store in which every word of a document is an attack."""
    words = "\n".join(HOSTILE)
    it = h.Written(h.LEAGUE, f"{HOSTILE[0]}{HOSTILE[1]}", f"{words}\n质量工作\n")
    it.mention(h.OUTLINE, HOSTILE[2], name=HOSTILE[2], ingested=False)
    it.edge(it.id, "DERIVES_FROM", h.OUTLINE, HOSTILE[1])
    it.region("region:152900")
    for number, name in enumerate(HOSTILE):
        department = it.department("region:152900", f"部门{number}", name, name)
        task = it.own(
            "HAS_TASK", f"task:1a{number}", name, name=f"{name}{number}", kind="item", order=number, path=(name,)
        )
        for relation, mode in (("LEADS", "scoped"), ("COOPERATES", "cooperate")):
            it.edge(department, relation, task, name, mode=mode, scope=name)
    assert all(isinstance(node, StoredNode) for node in it.nodes.values())
    with closing(open_store(tmp_path / "hostile")) as opened:
        opened.replace(it.id, it.part)
        yield opened


EVERYTHING_TOLD = """() => {
  const emit = (event, told) => network.body.emitter.emit(event, told);
  const pointer = { DOM: { x: 9, y: 9 } };
  const words = (id) => document.getElementById(id).textContent;
  const ofNodes = nodes.getIds().map((id) => {
    emit("click", { nodes: [id], edges: [] });
    emit("hoverNode", { node: id, pointer });
    return words("panel") && words("tip") && words("panel") + words("tip");
  });
  const ofEdges = edges.getIds().map((key) => {
    emit("click", { nodes: [], edges: [key] });
    emit("hoverEdge", { edge: key, pointer });
    return words("panel") && words("tip") && words("panel") + words("tip");
  });
  return [...ofNodes, ...ofEdges];
}"""


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("responsibilities", {"department_id": "dept:152900:部门3"}),
        ("lineage", {"document_id": h.LEAGUE}),
        ("neighbourhood", {"id": h.LEAGUE, "depth": "2"}),
    ],
)
def test_words_of_documents_never_run(name: str, values: dict[str, object], hostile: GraphStore, show: Show) -> None:
    html = drawn(hostile, name, values)
    assert facts(html)["nodes"]
    shown = show(html)
    told = shown.page.evaluate(EVERYTHING_TOLD)
    assert all(told)
    assert any(attack in words for words in told for attack in HOSTILE)
    for node_id in shown.page.evaluate("() => nodes.getIds().slice(0, 4)"):
        shown.page.mouse.move(*middle_of(shown.page, node_id))
    with shown.page.expect_download() as download:
        shown.page.click("#svg")
    ElementTree.parse(download.value.path())
    assert shown.page.evaluate("() => [window.hit, document.querySelectorAll('img').length]") == [None, 0]
    assert (shown.problems, shown.requests) == ([], [])


def test_hostile_words_are_shown_as_text(hostile: GraphStore, show: Show) -> None:
    shown = show(drawn(hostile, "responsibilities", {"document_id": h.LEAGUE}))
    assert HOSTILE[0] in shown.page.inner_text("h1")
    assert shown.page.title().startswith(f"责任网络 · {HOSTILE[0]}{HOSTILE[1]}")
    shown.page.fill("#words", HOSTILE[1])
    shown.page.keyboard.press("Enter")
    assert shown.page.inner_text("#panel h2") == HOSTILE[1]
    assert HOSTILE[1] in shown.page.inner_text("#panel blockquote")


# the command


def test_the_pictures_are_listed(command: Command) -> None:
    ran = command("draw", "--list", "--format", "json")
    listed = {row["name"]: row["parameters"] for row in json.loads(ran.out)}
    assert list(listed) == ["responsibilities", "lineage", "chain", "neighbourhood"]
    assert listed["neighbourhood"] == ["id", "depth=1", "limit=150"]


def test_the_command_writes_a_picture(filled_store: str, tmp_path: Path, command: Command) -> None:
    path = tmp_path / "责任网络.html"
    ran = command("draw", "responsibilities", f"document_id={PLAN}", "-o", path, "--store", filled_store)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert facts(path.read_text("utf-8"))["pages"] == "http://127.0.0.1:8000"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("nothing", "-o", "{folder}/x.html"), "there is no picture nothing"),
        (("lineage",), "-o picture.html"),
        (("lineage", "-o", "{folder}/no/x.html"), "there is no folder"),
        (("lineage", "document_id=doc:no", "-o", "{folder}/x.html"), "there is no document doc:no"),
        (("lineage", "document", "-o", "{folder}/x.html"), "key=value"),
        (("lineage", "-o", "{folder}/x.html", "--pages", "javascript:1"), "address of the pages"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: tuple[str, ...], complaint: str, filled_store: str, tmp_path: Path, command: Command
) -> None:
    ran = command("draw", *(one.format(folder=tmp_path) for one in arguments), "--store", filled_store)
    assert ran.code == 1
    [line] = ran.err.splitlines()
    assert complaint in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arrange", [layout.duties, layers, layout.around])
def test_one_node_alone_can_be_placed(arrange: Arrange) -> None:
    shown = Subgraph("一", "one", (Node("doc:1", "Document", "一"),), (), "doc:1")
    assert list(facts(page(shown, arrange))["nodes"]) == ["doc:1"]
