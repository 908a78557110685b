"""Data flows one way, and imports follow it; heavy packages stay in one module each and out of the start."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("commands", "graph", "ingest", "api", "visualize", "cypher", "seeds")
MAY_IMPORT = {
    "commands": {"commands", "api", "graph", "ingest", "visualize"},
    "graph": {"graph", "cypher", "seeds"},
    "ingest": {"ingest", "graph", "seeds"},
    "visualize": {"visualize", "graph"},
    "api": {"api", "graph", "ingest", "visualize"},
    "cypher": set(),
    "seeds": set(),
}
ONLY_IN = {
    "kglite": "graph/engines/embedded.py",
    "neo4j": "graph/engines/neo4j.py",
    "py2neo": "graph/objects.py",
    "pyvis": "visualize/network.py",
    "spacy": "ingest/spacy_pipeline.py",
}
HEAVY = {
    "spacy",
    "fastapi",
    "uvicorn",
    "kglite",
    "neo4j",
    "py2neo",
    "pyvis",
    "rich",
    "yaml",
    "orjson",
    "ahocorasick_rs",
    "pandas",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports anywhere, early or late."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name their package in full"
            names.add((node.module or "").partition(".")[0])
    return names


MODULES = dict(modules())


@pytest.mark.parametrize("name", MODULES)
def test_imports_follow_the_flow_of_data(name: str) -> None:
    ours = imported(MODULES[name]) & {*PACKAGES, "zhitu", "tests", "bench"}
    assert ours <= MAY_IMPORT[name.partition("/")[0]]


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_heavy_package_is_imported_in_one_module(package: str) -> None:
    importers = {name for name, tree in MODULES.items() if package in imported(tree)}
    assert importers <= {ONLY_IN[package]}


def test_only_entry_points_read_the_environment() -> None:
    """A module that reads the environment on its own cannot be told what to do."""
    readers = {
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert {name for name in readers if not name.startswith("commands/")} <= {"api/app.py"}


def test_the_command_starts_light() -> None:
    """`zhitu --help` answers at once because nothing heavy is imported for it."""
    script = (
        "import json, sys, zhitu\ntry: zhitu.main(['--help'])\nexcept SystemExit: print(json.dumps(list(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(ran.stdout.splitlines()[-1])}
    assert not loaded & HEAVY
