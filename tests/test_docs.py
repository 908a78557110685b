"""What the README promises exists: commands, folders, packages; each figure names the command that gives it."""

import re
import tomllib
from pathlib import Path

import pytest

import zhitu
from tests.conftest import ROOT, Command

READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, *sorted((ROOT / "docs").glob("*.md")))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
USERS_PACKAGES = ("neo4j", "py2neo", "fastapi", "uvicorn", "spacy", "pyvis")


def subcommands() -> set[str]:
    [action] = [action for action in zhitu.parser()._actions if action.metavar == "COMMAND"]
    return set(action.choices or ())


def by_name(path: Path) -> str:
    return path.name


def commands_in(page: Path) -> list[list[str]]:
    """The command lines in the page's code: fenced blocks and `inline`."""
    text = page.read_text("utf-8")
    code = [line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    code += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    words = [line.removeprefix("$ ").split() for line in code]
    return [line for line in words if len(line) > 1 and line[0].rpartition("/")[2] in ("make", "zhitu")]


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_its_commands_exist(page: Path) -> None:
    for program, first, *_ in commands_in(page):
        known = TARGETS if program == "make" else {*subcommands(), "--help", "COMMAND"}
        assert first in known, f"{page.name}: {program} {first}"


@pytest.mark.parametrize("readme", READMES, ids=by_name)
def test_the_readme_is_complete(readme: Path) -> None:
    """Every subcommand, every folder and every package that the user named stands in it."""
    text = readme.read_text("utf-8")
    told = {first for program, first, *_ in commands_in(readme) if program.endswith("zhitu")}
    assert subcommands() <= told
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    tracked = {"graph", "ingest", "api", "cypher", "visualize", "seeds", "tests", "docs", "bench"}
    assert tracked <= folders
    assert not [folder for folder in tracked if f"`{folder}/`" not in text]
    assert not [package for package in USERS_PACKAGES if package not in text]


@pytest.mark.parametrize("readme", READMES, ids=by_name)
def test_each_figure_names_its_command(readme: Path) -> None:
    """The rows of the table of figures end in the command that measures them."""
    rows = [line for line in readme.read_text("utf-8").splitlines() if line.startswith("| ")]
    figures = [row for row in rows if re.search(r"\d (?:s|MiB|%)|× |F1", row)]
    assert figures
    assert all(re.search(r"`(?:make|zhitu) [^`]+`", row) for row in figures)


@pytest.mark.parametrize("readme", READMES, ids=by_name)
def test_the_answers_shown_are_real(readme: Path, filled_store: str, command: Command) -> None:
    """What stands below a command in a block is what that command prints."""
    blocks = re.findall(r"```console\n\$ zhitu (.*?)\n(.*?)```", readme.read_text("utf-8"), re.DOTALL)
    assert blocks
    for arguments, printed in blocks:
        assert command(*arguments.split(), "--store", filled_store).out == printed


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_its_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_users_packages_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[\[<>=]", requirement)[0] for requirement in told}
    assert set(USERS_PACKAGES) <= names
