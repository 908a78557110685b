"""`zhitu serve` as a user starts it: it says where it answers, and stops when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, Command

ZHITU = [sys.executable, "-c", "import sys, zhitu; sys.exit(zhitu.main())"]


def test_it_says_where_it_answers_and_stops_when_told(filled_store: str) -> None:
    environment = {**os.environ, "ZHITU_STORE": filled_store}
    with subprocess.Popen(
        [*ZHITU, "serve", "--port", "0"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        told = re.match(r"zhitu: (http://127\.0\.0\.1:\d+)/ ", line)
        assert told, line
        assert httpx.get(f"{told[1]}/readyz", timeout=20).json() == {"status": "ok"}
        assert httpx.get(f"{told[1]}/documents", timeout=20).json()["items"]
        server.send_signal(signal.SIGINT)
        logged = server.stderr.read()
        assert server.wait(20) == 0
    assert re.search(r"[0-9a-f]{12} GET /documents 200 [\d.]+ ms", logged)
    assert "Traceback" not in logged


def test_a_port_that_is_taken_is_told_in_one_line(command: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = command("serve", "--port", port, "--store", tmp_path)
    assert ran.code == 1
    assert re.fullmatch(rf"zhitu: 127\.0\.0\.1:{port} cannot be taken \(.*\): give another --port.*\n", ran.err)


@pytest.mark.parametrize("port", ["x", "-1", "70000"])
def test_a_port_that_is_none(command: Command, port: str) -> None:
    assert command("serve", "--port", port).code == 2
