"""Pictures of 1,000 and 5,000 nodes: written with their layout, and first drawn in a browser.

The reference is pyvis alone with as many nodes and edges: no layout, no label, written the plain way, in the same run.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bench.timing import medians, run_python
from tests.browser import installed, launched
from visualize.layout import around, duties
from visualize.pictures import page
from visualize.subgraph import Edge, Node, Subgraph

SIZES = (1000, 5000)
_SCREEN = {"width": 1280, "height": 800}
_PLAIN = """
import sys
from pyvis.network import Network
network = Network(cdn_resources="in_line")
count = int(sys.argv[1])
for n in range(count): network.add_node(n, label=" ")
for n in range(count): network.add_edge(n, n * 7 % count)
network.toggle_physics(False)
network.generate_html()
"""
_OURS = """
import sys
from bench.pictures import network
from visualize.layout import duties
from visualize.pictures import page
page(network(int(sys.argv[1])), duties)
"""
_FIRST_DRAWN = "() => Number(document.documentElement.dataset.drawn)"


def network(count: int) -> Subgraph:
    """Departments, one for every four tasks, with two or three duties for each task; the same every time."""
    chance = random.Random(1)
    departments = [Node(f"dept:{n}:质量", "Department", f"某某市第{n}质量监督管理局") for n in range(count // 5)]
    tasks = [Node(f"task:{n}", "Task", f"加强第{n}类重点产品质量安全监督抽查") for n in range(count - len(departments))]
    edges = []
    for n, task in enumerate(tasks):
        for role, one in zip(("lead", "cooperate", "shared"), chance.sample(departments, 2 + n % 2), strict=False):
            quote = f"({one.name}负责,会同有关部门配合)"
            edges.append(Edge(f"{n}-{role}", role, one.id, task.id, (("文件", "某某市质量强市建设实施方案"),), quote))
    return Subgraph("责任网络", "Responsibilities", (*departments, *tasks), tuple(edges))


def measure() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, launched() if installed() else nullcontext() as browser:
        for count in SIZES:
            yield from _measure(count, Path(folder), browser)


def _measure(count: int, folder: Path, browser: Any) -> Iterator[str]:
    shown = network(count)
    rounds = 3 if count <= SIZES[0] else 1
    runs = {"ours": lambda: page(shown, duties), "springs": lambda: page(shown, around)}
    written = medians(runs, rounds)
    processes = {"ours": lambda: run_python(_OURS, str(count)), "plain": lambda: run_python(_PLAIN, str(count))}
    started = medians(processes, rounds)
    yield f"picture of {count} nodes, {len(shown.edges)} edges: layout and writing {written['ours']:.2f} s"
    yield f"  the same placed by springs: {written['springs']:.2f} s"
    ratio = started["ours"] / started["plain"]
    yield f"  start included {started['ours']:.2f} s, {ratio:.2f} × pyvis without layout ({started['plain']:.2f} s)"
    if browser is None:
        yield "  first drawn: not measured, there is no chromium here"
        return
    path = folder / f"{count}.html"
    path.write_text(page(shown, duties), "utf-8")
    drawn = sorted(_first_drawn(browser, path) for _ in range(3))
    yield f"  first drawn in the browser after {drawn[1][0]:.2f} s ({path.stat().st_size / 1e6:.1f} MB)"
    yield f"  names of departments drawn over it so that they are read: {drawn[1][1]} of {count // 5}"


def _first_drawn(browser: Any, path: Path) -> tuple[float, int]:
    """Seconds from opening the page to the end of its first drawing, and how many names are drawn over boxes."""
    opened = browser.new_page(viewport=_SCREEN)
    opened.goto(path.as_uri())
    opened.wait_for_function(_FIRST_DRAWN, timeout=60_000)
    milliseconds: float = opened.evaluate(_FIRST_DRAWN)
    names: int = opened.evaluate("() => pictureNamed().length")
    opened.close()
    return milliseconds / 1000, names
