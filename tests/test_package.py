"""The package holds all that it needs, and what others made is unchanged."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT

PACKAGES = ("commands", "graph", "ingest", "api", "visualize", "cypher", "seeds")


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    """Templates, queries and reference data too, not only modules."""
    copy = tmp_path / "source"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *PACKAGES, "zhitu.py", "pyproject.toml", "README.md", "LICENSE"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    names = [name for name in (_plain(line) for line in listed) if (ROOT / name).is_file()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path)]
    subprocess.run([*build, str(copy)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if name.startswith(PACKAGES)} - held == set()


def _plain(line: str) -> str:
    """A name as git prints it: quoted, with octal escapes, where it is not ASCII."""
    if not line.startswith('"'):
        return line
    return line.strip('"').encode().decode("unicode_escape").encode("latin-1").decode()


def test_what_others_made_is_unchanged() -> None:
    vendor = ROOT / "api" / "static" / "vendor"
    rows = re.findall(r"^\| (\S+) \| (\S+) \| [\d.]+ \| Apache-2.0 \| ([0-9a-f]{64}) \|$", _text(vendor), re.MULTILINE)
    assert {name for name, *_ in rows} == {path.name for path in vendor.glob("*.[jc]s*")}
    for name, _, sha256 in rows:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == sha256
    assert len(list(vendor.glob("*.LICENSE"))) == len({package.removesuffix("-dist") for _, package, _ in rows})


def _text(vendor: Path) -> str:
    return (vendor / "README.md").read_text("utf-8")
