"""A part of the graph as a page made with pyvis, which is imported here alone; the page loads nothing from outside."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from graph.errors import ZhituError
from graph.exports.table import label_of
from graph.exports.xlsx import plain
from visualize.boxes import MARGIN, Box
from visualize.placed import Placed
from visualize.style import LOOKS, Line, line_of
from visualize.subgraph import Node, Subgraph

_CURVED = 300  # edges: more are drawn as straight lines, which is quicker
_INK = 600  # edges that may lie behind boxes, drawn in full, before they hide each other
_FIRST_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)  # of vis-network: for parts of it that are switched off
_DRAWS = "drawGraph();"
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "multiselect": False,
        "tooltipDelay": 200,
    },
    "nodes": {
        "shape": "box",
        "margin": MARGIN,
        "borderWidthSelected": 4,
        "scaling": {"label": {"enabled": False, "drawThreshold": 4}},
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}},
        "selectionWidth": 2,
        "hoverWidth": 1,
    },
}


def page(shown: Subgraph, measured: Mapping[str, Box], placed: Placed, pages: str) -> str:
    """The page: pyvis' network, and around it our legend, search, panel and downloads."""
    html = _pyvis_html(shown, measured, placed)
    head, _, rest = html.partition("<center>")
    body = rest.partition("<body>")[2]
    drawing, draws, end = body.rpartition(_DRAWS)
    if not (head and drawing and draws):
        raise ZhituError("pyvis writes pages of another form than 0.3.2 does: install pyvis 0.3.2 · pyvis 版本不符")
    scripts = _FIRST_STYLE.sub("", head.partition("<head>")[2], count=1)
    told = _in_script(_facts(shown, measured, placed, pages))
    parts = {
        "TITLE": escape(plain(shown.title)),
        "ENGLISH": escape(shown.english),
        "MISSING": escape(_missing(shown)),
        "LIBRARY": scripts,
        "STYLE": _asset("picture.css"),
        "DRAWING": drawing + end.partition("</body>")[0],
        "FACTS": told,
        "WAYS": _asset("picture_ways.js"),
        "SVG": _asset("picture_svg.js"),
        "SCRIPT": _asset("picture.js"),
    }
    return re.sub(r"\{\{([A-Z]+)\}\}", lambda slot: parts[slot[1]], _asset("picture.html"))


def _pyvis_html(shown: Subgraph, measured: Mapping[str, Box], placed: Placed) -> str:
    """What pyvis writes; its lists are filled directly, for add_node looks through all nodes each time."""
    try:
        from pyvis.network import Network
    except ImportError as error:
        raise ZhituError("pictures need pyvis: pip install 'zhitu[visualize]' · 缺少 pyvis,请先安装") from error
    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    network.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    network.nodes = [_drawn_node(node, measured[node.id], placed) for node in shown.nodes]
    network.edges = list(_drawn_edges(shown, placed))
    network.options = _options(placed)
    return str(network.generate_html())


def _options(placed: Placed) -> dict[str, Any]:
    """Where lines have ways, boxes stay where they are: one that is dragged would come to lie upon a line."""
    return {**_OPTIONS, "interaction": {**_OPTIONS["interaction"], "dragNodes": not placed.ways}}


def _drawn_node(node: Node, box: Box, placed: Placed) -> dict[str, Any]:
    """A node as vis-network takes it. It has no title: pyvis and vis-network would take one with a link for HTML."""
    look = LOOKS[node.label]
    x, y = placed.places[node.id]
    drawn: dict[str, Any] = {"id": node.id, "label": plain_label(box), "x": round(x, 1), "y": round(y, 1)}
    drawn["color"] = {"background": look.fill, "border": look.border, "highlight": {"background": look.fill}}
    drawn["font"] = {"size": box.letters, "color": look.letters}
    drawn["borderWidth"] = 1
    if placed.ways:  # they end at our measure of the box
        drawn["widthConstraint"] = {"minimum": box.width - 2 * MARGIN}
        drawn["heightConstraint"] = {"minimum": box.height - 2 * MARGIN}
    drawn["shapeProperties"] = {"borderRadius": look.corner, "borderDashes": [5, 4] if node.faint else False}
    return drawn


def plain_label(box: Box) -> str:
    """The words in the box, with what XML cannot hold taken out."""
    return "\n".join(map(plain, box.lines))


def _drawn_edges(shown: Subgraph, placed: Placed) -> Iterator[dict[str, Any]]:
    """Edges as vis-network takes them; those between the same two nodes bow apart."""
    parallel: dict[frozenset[str], int] = {}
    strength = _strength(shown, placed)
    for edge in shown.edges:
        line = line_of(edge.line)
        number = parallel.setdefault(frozenset((edge.source, edge.target)), 0)
        parallel[frozenset((edge.source, edge.target))] += 1
        drawn: dict[str, Any] = {"id": edge.key, "from": edge.source, "to": edge.target, "width": line.width}
        drawn["color"] = {"color": _colour(line, strength), "highlight": "#D1006C", "hover": "#D1006C"}
        drawn["dashes"] = list(line.dashes) or False
        bend = placed.bend if placed.ways or len(shown.edges) <= _CURVED else ""
        drawn["smooth"] = _smooth(0 if edge.key in placed.ways else number, bend)
        yield drawn


def _strength(shown: Subgraph, placed: Placed) -> float:
    """How strongly lines are drawn: straight ones run behind boxes, the more the fainter, until they are selected."""
    if placed.bend:
        return 1.0
    return round(max(0.1, min(0.5, _INK / max(1, len(shown.edges)))), 2)


def _colour(line: Line, strength: float) -> str:
    return line.colour if strength == 1 else f"{line.colour}{round(255 * strength):02X}"


def _smooth(number: int, bend: str) -> dict[str, Any] | bool:
    if number:
        return {"enabled": True, "type": "curvedCW", "roundness": round(min(0.9, 0.15 * number), 2)}
    if bend:
        return {"enabled": True, "type": "cubicBezier", "forceDirection": bend, "roundness": 0.5}
    return False


def _facts(shown: Subgraph, measured: Mapping[str, Box], placed: Placed, pages: str) -> dict[str, Any]:
    """What our own script needs to know: names, words for the panel, sizes, legend."""
    return {
        "pages": pages,
        "title": plain(shown.title),
        "english": shown.english,
        "focus": shown.focus,
        "missing": _missing(shown),
        "bend": placed.bend,
        "ways": dict(placed.ways),
        "kinds": list(_kinds(shown)),
        "lines": list(_lines(shown, placed)),
        "nodes": {node.id: _node_facts(node, measured[node.id]) for node in shown.nodes},
        "edges": {edge.key: [edge.line, _plain_pairs(edge.about), plain(edge.quote)] for edge in shown.edges},
    }


def _node_facts(node: Node, box: Box) -> list[Any]:
    size = [box.width, box.height, box.letters, int(box.major), int(node.faint)]
    return [node.label, plain(node.name), _plain_pairs(node.about), size]


def _plain_pairs(pairs: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [[plain(name), plain(value)] for name, value in pairs]


def _kinds(shown: Subgraph) -> Iterator[dict[str, Any]]:
    """The kinds of node in the picture, for the legend."""
    for label, look in LOOKS.items():
        count = sum(node.label == label for node in shown.nodes)
        if count:
            colours = {"fill": look.fill, "border": look.border, "letters": look.letters, "corner": look.corner}
            yield {"kind": label, "chinese": label_of(f"label={label}"), "english": label, "count": count, **colours}


def _lines(shown: Subgraph, placed: Placed) -> Iterator[dict[str, Any]]:
    """The kinds of edge in the picture, for the legend."""
    for name in dict.fromkeys(edge.line for edge in shown.edges):
        line: Line = line_of(name)
        count = sum(edge.line == name for edge in shown.edges)
        told = {"chinese": line.chinese, "english": line.english, "colour": line.colour, "width": line.width}
        drawn = {"dashes": list(line.dashes), "strength": _strength(shown, placed)}
        yield {"line": name, "count": count, **told, **drawn}


def _missing(shown: Subgraph) -> str:
    """What the picture does not show, in a sentence; empty where it shows all."""
    if not shown.nodes:
        return "没有可画的内容 · there is nothing to draw"
    if not shown.left_out and not shown.at_least:
        return ""
    over, more = ("至少", "at least ") if shown.at_least else ("", "")
    return (
        f"图中只画了 {len(shown.nodes)} 个节点,另有{over} {shown.left_out} 个节点、{shown.left_out_edges} 条关系未画"
        f" · {more}{shown.left_out} nodes and {shown.left_out_edges} relationships are left out (limit)"
    )


def _in_script(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _asset(name: str) -> str:
    return files("visualize").joinpath(name).read_text("utf-8")
