"""What happens with input that is no good: one clear line, the right exit code, and a store that stays whole."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DOCUMENTS, ROOT, Command, Ran

GOOD = DOCUMENTS / "alxa-2016.txt"
GIBBERISH = "lorem ipsum dolor sit amet " * 40
RECIPE = "先把土豆洗净切块,再放入锅中加水煮熟。\n出锅以前加一点盐和葱花,味道更好。\n趁热吃最香。\n" * 5


def refused(ran: Ran, *words: object) -> None:
    """Exit code 1 and one line on standard error that has these words; nothing half done on standard output."""
    assert ran.code == 1
    [line] = ran.err.splitlines()
    assert line.startswith("zhitu: ")
    assert not [word for word in words if str(word) not in line], line


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # sparse: takes no room
    return path


BAD_FILES = {
    "empty": lambda path: written(path, b""),
    "blank": lambda path: written(path, b" \n\t\r\n"),
    "binary": lambda path: written(path, bytes(range(256)) * 64),
    "huge": huge,
    "wrong_encoding": lambda path: written(
        path, GOOD.read_text("utf-8").encode("utf-8")[:20_000] + b"\xff\xfe\x80" * 9
    ),
    "damaged_utf16": lambda path: written(path, b"\xff\xfe" + "质量".encode("utf-16-le") + b"\x00\xd8" + b"\x01"),
    "no_chinese": lambda path: written(path, GIBBERISH.encode()),
    "no_policy_document": lambda path: written(path, RECIPE.encode()),
    "missing": lambda path: path,
    "dangling_link": lambda path: (path.symlink_to("nowhere.txt"), path)[1],
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gets_one_clear_line(kind: str, tmp_path: Path, command: Command) -> None:
    path = BAD_FILES[kind](tmp_path / f"{kind}.txt")
    ran = command("extract", path)
    refused(ran, path)
    assert ran.out == ""


def test_a_huge_file_is_refused_unread(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = huge(tmp_path / "huge.txt"), Path.open

    def unread(self: Path, *arguments: Any, **options: Any) -> Any:
        assert self != path, "opened"
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", unread)
    refused(command("extract", path), path, "MB")


def test_a_file_that_vanishes_while_it_is_read(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gone.txt"
    shutil.copy(GOOD, path)
    opened = Path.open

    def vanishing(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == path:
            self.unlink()
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", vanishing)
    refused(command("extract", path), path)


def test_a_folder_with_one_bad_file(tmp_path: Path, command: Command) -> None:
    """The others are read, the bad one is reported, and the exit code says that there was one."""
    folder, store = tmp_path / "documents", tmp_path / "store"
    folder.mkdir()
    shutil.copy(GOOD, folder / "good.txt")
    written(folder / "bad.txt", b"")
    ran = command("ingest", folder, "--store", store)
    refused(ran, folder / "bad.txt")
    assert "good.txt" in ran.out
    assert "good.txt" in command("query", "documents", "ingested=true", "--format", "csv", "--store", store).out
    assert command("store", "check", "--store", store).code == 0


def test_an_empty_folder(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    refused(command("ingest", folder, "--store", tmp_path / "store"), folder)


def test_no_store(tmp_path: Path, command: Command) -> None:
    refused(command("query", "summary", "--store", tmp_path / "none"), tmp_path / "none", "zhitu ingest")
    assert not (tmp_path / "none").exists()


def test_a_store_below_a_file(tmp_path: Path, command: Command) -> None:
    file = written(tmp_path / "file", b"x")
    refused(command("ingest", GOOD, "--store", file), file)
    refused(command("ingest", GOOD, "--store", file / "store"), file)


@pytest.mark.skipif(
    os.geteuid() == 0, reason="root may write everywhere: a folder without write permission needs a user"
)
def test_a_store_folder_without_write_permission(tmp_path: Path, command: Command) -> None:
    store = tmp_path / "store"
    store.mkdir(mode=0o555)
    refused(command("ingest", GOOD, "--store", store), store, "permission")


def test_a_folder_that_is_no_store(tmp_path: Path, command: Command) -> None:
    written(tmp_path / "thesis.txt", b"important")
    refused(command("ingest", GOOD, "--store", tmp_path), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.txt"]


def copied(filled_store: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled_store, tmp_path / "store"))


def test_a_store_of_another_version(filled_store: str, tmp_path: Path, command: Command) -> None:
    store = copied(filled_store, tmp_path)
    held = store / "zhitu.json"
    version = held.read_bytes()
    held.write_bytes(b'{"format": 99}\n')
    for arguments in (("query", "summary"), ("ingest", GOOD)):
        refused(command(*arguments, "--store", store), store, "99")
    held.write_bytes(version)
    assert command("store", "check", "--store", store).code == 0


def test_a_graph_that_does_not_open_is_made_again(filled_store: str, tmp_path: Path, command: Command) -> None:
    store = copied(filled_store, tmp_path)
    before = command("export", "--store", store).out
    (store / "graph.kgl").write_bytes(b"no graph")
    refused(command("query", "summary", "--store", store), store, "zhitu store rebuild")
    assert command("store", "rebuild", "--store", store).code == 0
    assert command("export", "--store", store).out == before


def test_a_second_writer(filled_store: str, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told who writes, and what the store held stays whole."""
    monkeypatch.setattr("graph.engines.embedded.LEASE_WAIT", 0.2)
    store = copied(filled_store, tmp_path)
    before = command("export", "--store", store).out
    hold = (
        "import sys, graph.store as s; store = s.open_store(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        refused(command("ingest", GOOD, "--store", store), store, first.pid)
    finally:
        first.communicate(timeout=60)
    assert command("export", "--store", store).out == before


def test_wrong_parameters(filled_store: str, command: Command) -> None:
    for arguments in (
        ("no_such_query",),
        ("chain_of_task",),
        ("summary", "depth=3"),
        ("tasks", "limit=many"),
        ("tasks", "limit"),
        ("search", "words="),
    ):
        refused(command("query", *arguments, "--store", filled_store))


def test_nothing_of_that_name(filled_store: str, command: Command) -> None:
    refused(command("chain", "没有这样的工作", "--store", filled_store), "没有这样的工作")
    refused(command("chain", "task:0000000000000000", "--store", filled_store))
    refused(command("export", "--document", "doc:0000000000000000", "--store", filled_store), "doc:0000000000000000")


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("ingest",), ("ingest", "x", "--workers", "0"), ("eval",)])
def test_wrong_usage_is_2(arguments: tuple[str, ...], command: Command) -> None:
    assert command(*arguments).code == 2


def test_a_reader_that_goes_away(filled_store: str) -> None:
    """`zhitu export | head -1` ends without a complaint."""
    export = [sys.executable, "-c", "import sys, zhitu; sys.exit(zhitu.main())", "export", "--store", filled_store]
    writer = subprocess.Popen(export, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout is not None and writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    complaint = writer.stderr.read()
    writer.stderr.close()
    assert (writer.wait(timeout=60), complaint) == (0, b"")
