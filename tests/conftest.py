"""What several tests share: the reference data, the source documents, a store that holds them, the command."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from graph.reference import Reference

pytest_plugins = ("tests.browser", "tests.neo4j_server")

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "seeds" / "documents"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden anew from what is read now")


@pytest.fixture(scope="session")
def reference() -> "Reference":
    from graph.reference import load_reference

    return load_reference()


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


def run_command(*arguments: object) -> Ran:
    """The command in this process: exit code, standard output, standard error."""
    import zhitu

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = zhitu.main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse: --help and wrong usage
            code = stop.code if isinstance(stop.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def command() -> Command:
    return run_command


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds the source documents; not to be written to."""
    url = str(tmp_path_factory.mktemp("filled") / "store")
    ran = run_command("ingest", DOCUMENTS, "--store", url)
    assert ran.code == 0, ran.err
    return url
