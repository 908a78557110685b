"""The script for cypher-shell: the real shell loads it into a real server, and what comes back is the graph."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.exports.cypher import lines_of_script, literal
from graph.exports.jsonl import Piece
from graph.model import Edge, Node
from graph.schema import load_schema
from tests.conftest import Command
from tests.neo4j_server import JARS, LOGIN, ask

HOSTILE = (
    'a "quoted" word',
    "it's `so`",
    "\\",
    "ends in two \\\\",
    '\\"; MATCH (n) DETACH DELETE n; //',
    '"] AS x MATCH (n) DETACH DELETE n;',
    "\\u0022; \\u0041 \\\\u0041 \\n \\é",
    "one\n:begin\n:exit\n;\n",
    "\r\n// comment\r\n/* and */ $x {y}",
    "\x00\x01\x07\x08\t\x0b\x0c\x1a\x1b[31m\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff",
    "质量😀𠮷",
    " ",
)  # fmt: skip


def load(script: str, url: str, folder: Path) -> None:
    """Run the shell as people do, in a locale that knows no Chinese."""
    if not shutil.which("java") or not any(JARS.glob("cypher-shell-*.jar")):
        pytest.skip("no cypher-shell: make neo4j fetches one into .neo4j/ (needs Java and Maven)")
    path = folder / "graph.cypher"
    path.write_bytes(script.encode())
    told = {"NEO4J_USERNAME": LOGIN.user, "NEO4J_PASSWORD": LOGIN.password, "LC_ALL": "C"}
    command = ["java", "-cp", f"{JARS}/*", "org.neo4j.shell.Main", "-a", url, "-d", LOGIN.database]
    ran = subprocess.run(
        [*command, "--format", "plain", "--non-interactive", "-f", str(path)],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def lines_on(url: str) -> list[str]:
    """What the bare driver finds, as lines of the interchange format: 1 and 1.0 are two things in them."""
    nodes = ask(url, "MATCH (n) RETURN labels(n) AS labels, n.id AS id, properties(n) AS properties")
    edges = ask(url, "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS properties")
    told: list[dict[str, Any]] = []
    for node in nodes:
        [label] = node["labels"]
        assert node["properties"].pop("id") == node["id"]
        told.append({"type": "node", "label": label, "id": node["id"], "properties": node["properties"]})
    for edge in edges:
        ends = {"source": edge["a"], "target": edge["b"]}
        told.append({"type": "edge", "label": edge["t"], **ends, "properties": edge["properties"]})
    return sorted(orjson.dumps(one, option=orjson.OPT_SORT_KEYS).decode() for one in told)


def test_the_loaded_graph_is_the_exported_one_however_often_it_is_loaded(
    filled_store: str, empty_neo4j: str, tmp_path: Path, command: Command
) -> None:
    script = command("export", "--format", "cypher", "--store", filled_store)
    exported = command("export", "--store", filled_store)
    assert (script.code, script.err) == (0, "")
    for _ in range(2):
        load(script.out, empty_neo4j, tmp_path)
        assert lines_on(empty_neo4j) == sorted(exported.out.splitlines())
    made = {row["name"] for row in ask(empty_neo4j, "SHOW CONSTRAINTS YIELD name")}
    assert {f"{label.lower()}_id" for label in load_schema().labels} <= made


def test_one_document_is_loaded_alone(filled_store: str, empty_neo4j: str, tmp_path: Path, command: Command) -> None:
    listed = json.loads(command("query", "documents", "limit=1", "--format", "json", "--store", filled_store).out)
    alone = ("export", "--document", listed[0]["document_id"], "--store", filled_store)
    exported = command(*alone).out.splitlines()
    load(command(*alone, "--format", "cypher").out, empty_neo4j, tmp_path)
    assert lines_on(empty_neo4j) == sorted(exported)


def test_a_document_that_is_not_there_gives_no_script(filled_store: str, command: Command) -> None:
    ran = command("export", "--format", "cypher", "--document", "doc:none", "--store", filled_store)
    assert (ran.code, ran.out) == (1, "")
    assert "doc:none" in ran.err


def test_what_a_document_says_never_becomes_a_statement(empty_neo4j: str, tmp_path: Path) -> None:
    nodes = [
        Node("Task", f"task:{text}", {"name": text, "path": (text, "二"), "order": number})
        for number, text in enumerate(HOSTILE)
    ]
    edges = [
        Edge("PART_OF", "Task", node.id, "Task", nodes[0].id, {"quote": node.properties["name"]}) for node in nodes
    ]
    load("\n".join(lines_of_script([(nodes, edges)])), empty_neo4j, tmp_path)
    found = ask(empty_neo4j, "MATCH (n) RETURN n.id AS id, n.name AS name, n.path AS path ORDER BY n.order")
    assert found == [
        {"id": node.id, "name": text, "path": [text, "二"]} for node, text in zip(nodes, HOSTILE, strict=True)
    ]
    quotes = ask(empty_neo4j, "MATCH (a)-[r:PART_OF]->() RETURN a.id AS id, r.quote AS quote ORDER BY a.order")
    assert quotes == [{"id": node.id, "quote": text} for node, text in zip(nodes, HOSTILE, strict=True)]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), max_size=60))
def test_any_text_comes_back(neo4j_url: str, texts: list[str]) -> None:
    assert ask(neo4j_url, f"RETURN {literal(texts)} AS texts") == [{"texts": texts}]


NUMBERS = [0, -1, 2**63 - 1, -(2**63), 0.0, 1.0, 0.98, 1e-7, 1e22, 1.7976931348623157e308, 5e-324, True, False]


def test_numbers_stay_what_they_were(neo4j_url: str) -> None:
    [row] = ask(neo4j_url, f"RETURN {literal(NUMBERS)} AS numbers")
    assert list(map(repr, row["numbers"])) == list(map(repr, NUMBERS))


def tasks(count: int) -> Piece:
    nodes = [Node("Task", f"task:{number:04}", {"name": "提升", "order": number}) for number in range(count)]
    edges = [Edge("PART_OF", "Task", node.id, "Task", "task:0000", {"quote": "提升"}) for node in nodes]
    return nodes, edges


def test_each_statement_is_one_line_of_ascii() -> None:
    lines = [line for line in lines_of_script([tasks(1201)]) if not line.startswith("//")]
    assert all(line.isascii() and line.isprintable() and line.endswith(";") for line in lines)
    starts = [line.partition(" AS ")[0] for line in lines]
    assert starts == [
        *(line.partition(" AS ")[0] for line in lines[: len(load_schema().labels)]),
        *("UNWIND range(0, 499)", "UNWIND range(0, 499)", "UNWIND range(0, 200)") * 2,
    ]
    assert all(start.startswith("CREATE CONSTRAINT") for start in starts[: len(load_schema().labels)])


def test_the_same_graph_gives_the_same_bytes() -> None:
    nodes, edges = map(list, tasks(700))
    shuffled = random.Random(1).sample(nodes, len(nodes)), random.Random(2).sample(edges, len(edges))
    assert list(lines_of_script([(nodes, edges)])) == list(lines_of_script([shuffled]))


def test_no_more_than_a_piece_is_in_memory() -> None:
    asked = []

    def pieces() -> Iterator[Piece]:
        for number in range(3):
            asked.append(number)
            yield tasks(2)

    lines = lines_of_script(pieces())
    while not next(lines).startswith("UNWIND"):
        assert not asked
    assert asked == [0]


def test_names_of_the_schema_need_no_escape_in_backticks() -> None:
    schema = load_schema()
    names = {name for one in (*schema.labels.values(), *schema.relationships.values()) for name in one.properties}
    assert all(
        name.isidentifier() and not name.startswith("_") for name in (*names, *schema.labels, *schema.relationships)
    )
