"""The container set-up, without a Docker engine: both files are read, and what they start is started here as well."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhitu
from graph.settings import Settings
from tests.conftest import ROOT

REFERENCE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def services() -> dict[str, Any]:
    return yaml.safe_load(text("docker-compose.yml"))["services"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines joined."""
    lines = [line for line in text("Dockerfile").splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def told(name: str) -> list[str]:
    """What follows each instruction of this name."""
    return [rest for instruction, rest in instructions() if instruction == name]


def copied() -> list[str]:
    """The paths that come from the repository into the image."""
    return [path for rest in told("COPY") if not rest.startswith("--from=") for path in rest.split()[:-1]]


def health_check() -> list[str]:
    """The command that the image's health check runs."""
    [check] = told("HEALTHCHECK")
    return json.loads(check.partition(" CMD ")[2])


def example() -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", text(".env.example"), re.MULTILINE))


def test_images_are_pinned_to_a_version() -> None:
    images = [service["image"] for service in services().values() if "image" in service]
    images += [rest.split()[0] for rest in told("FROM")]
    assert len(images) == 3
    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []


def test_ports_are_open_on_this_machine_only() -> None:
    ports = [port for service in services().values() for port in service["ports"]]
    assert ports
    assert [port for port in ports if not re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)] == []


def test_each_service_is_checked_and_the_api_waits() -> None:
    """The API has its check in the image."""
    neo4j, api = services()["neo4j"], services()["api"]
    assert neo4j["healthcheck"]["test"][0] == "CMD-SHELL"
    assert "cypher-shell" in neo4j["healthcheck"]["test"][1]
    assert (ROOT / api["build"] / "Dockerfile").samefile(ROOT / "Dockerfile")
    assert health_check()
    assert api["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert {service["restart"] for service in (neo4j, api)} == {"unless-stopped"}


def test_the_data_lies_in_a_named_volume() -> None:
    mounted = dict(volume.split(":") for volume in services()["neo4j"]["volumes"])
    assert mounted["neo4j-data"] == "/data"
    assert set(mounted) == set(yaml.safe_load(text("docker-compose.yml"))["volumes"])


def test_the_api_may_do_little() -> None:
    api = services()["api"]
    assert api["read_only"] is True
    assert api["tmpfs"] == ["/tmp"]
    assert api["cap_drop"] == ["ALL"]
    assert api["security_opt"] == ["no-new-privileges:true"]


def test_neo4j_gets_settings_only() -> None:
    """Its image makes a setting of every NEO4J_… but these, and does not start with one that Neo4j does not know."""
    names = set(services()["neo4j"]["environment"])
    assert {name for name in names if not re.fullmatch(r"NEO4J_[a-z_]+", name)} == {"NEO4J_AUTH"}
    assert {
        f"NEO4J_server_memory_{size}" for size in ("heap_initial__size", "heap_max__size", "pagecache_size")
    } <= names


def test_no_password_stands_anywhere() -> None:
    """Passwords and keys are references without a default; the password is required, with a sentence."""
    secrets = [
        value
        for service in services().values()
        for name, value in service["environment"].items()
        if re.search("AUTH|PASSWORD|KEY", name)
    ]
    assert len(secrets) == 3
    found = [REFERENCE.fullmatch(value.removeprefix("neo4j/")) for value in secrets]
    assert all(one and (one[2] == "?" or not one[3]) for one in found), secrets
    assert any(one and one[1] == "NEO4J_PASSWORD" and one[2] == "?" and ".env.example" in one[3] for one in found)
    assert example()["NEO4J_PASSWORD"] == example()["ZHITU_API_KEY"] == ""
    assert not re.search("PASSWORD|SECRET|KEY", text("Dockerfile"))
    assert ".env" in text(".gitignore").splitlines()
    assert "$${NEO4J_AUTH#neo4j/}" in text("docker-compose.yml")  # the check reads it inside, so it is not printed


def test_every_variable_is_explained() -> None:
    """Those of the compose file are those of .env.example, with the same defaults and words before each."""
    plain = text("docker-compose.yml").replace("$$", "")
    used = {name: fallback if sign == "-" else "" for name, sign, fallback in reversed(REFERENCE.findall(plain))}
    assert used == example()
    paragraphs = text(".env.example").split("\n\n")
    assert [paragraph for paragraph in paragraphs if not paragraph.startswith("# ")] == []


class Asked(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_settings_read_what_the_api_is_given() -> None:
    asked = Asked()
    Settings.gathered(asked)
    given = set(services()["api"]["environment"])
    assert {"ZHITU_STORE", "ZHITU_NEO4J_PASSWORD", "ZHITU_API_KEY", "ZHITU_HOSTS"} <= given
    assert given - asked.names == set()


def test_the_store_is_the_other_service() -> None:
    assert services()["api"]["environment"]["ZHITU_STORE"] == "bolt://neo4j:7687"
    assert "127.0.0.1:7687:7687" in services()["neo4j"]["ports"]


def test_what_is_copied_exists_and_is_let_through() -> None:
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    first, *rest = [line for line in text(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert first == "*"
    assert {line[1:] for line in rest if line.startswith("!")} == {path.split("/")[0] for path in copied()}


def test_the_whole_package_is_copied() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    parts = project["tool"]["setuptools"]
    needed = {package.rstrip("*") for package in parts["packages"]["find"]["include"]}
    needed |= {f"{module}.py" for module in parts["py-modules"]} | set(project["project"]["license-files"])
    assert needed | {project["project"]["readme"], "pyproject.toml"} <= set(copied())


def test_it_is_built_in_two_stages_and_run_by_nobody_in_particular() -> None:
    stages = [rest.split() for rest in told("FROM")]
    assert [stage[0] for stage in stages] == [stages[0][0]] * 2  # one interpreter: the environment is moved whole
    names = [name for name, _ in instructions()]
    last = names[len(names) - names[::-1].index("FROM") :]
    assert last.index("USER") < last.index("ENTRYPOINT")
    [user] = told("USER")
    [uid] = re.findall(r"useradd --uid (\d+)", text("Dockerfile"))
    assert user == f"{uid}:{uid}" != "0:0"
    assert not [rest for rest in told("RUN") if "apt" in rest]


def pins(name: str) -> dict[str, set[str]]:
    """Each pinned version of a lock with its hashes."""
    found = re.findall(r"^([\w.-]+==[\w.+]+)(.*?)(?=^\S|\Z)", text(name), re.MULTILINE | re.DOTALL)
    return {pin: set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", rest)) for pin, rest in found}


def test_the_image_is_locked_as_the_rest_is() -> None:
    """The image's lock has what it needs, in the versions of requirements.lock, and names no place to fetch it from."""
    lock, whole = pins("requirements-serve.lock"), pins("requirements.lock")
    assert {pin for pin, hashes in lock.items() if not hashes or hashes != whole.get(pin)} == set()
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["api"], *extras["neo4j"], *extras["visualize"], "setuptools"]
    assert {re.split(r"[<>=;]", one)[0] for one in wanted} <= {pin.split("==")[0] for pin in lock}
    assert not re.search(r"://|^-", text("requirements-serve.lock"), re.MULTILINE)
    assert any("--require-hashes -r requirements-serve.lock" in rest for rest in told("RUN"))


def test_one_port_throughout() -> None:
    [command], [exposed] = told("CMD"), told("EXPOSE")
    assert json.loads(command)[-2:] == ["--port", exposed]
    assert services()["api"]["ports"] == [f"127.0.0.1:{exposed}:{exposed}"]
    assert f", {exposed}," in health_check()[-1]


@contextmanager
def started(store: str) -> Iterator[str]:
    """The port of what the image starts, started here: only address and port are others."""
    [entry], [command] = told("ENTRYPOINT"), told("CMD")
    program, *arguments = json.loads(entry) + json.loads(command)
    changed = {"0.0.0.0": "127.0.0.1", "8000": "0"}
    line = [str(Path(sys.executable).with_name(program)), *(changed.get(one, one) for one in arguments)]
    environment = {**os.environ, "ZHITU_STORE": store}
    with subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            said = server.stderr.readline()
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert port, said
            yield port[1]
        finally:
            server.send_signal(signal.SIGTERM)  # as `docker compose stop` does
            server.communicate(timeout=20)


def healthy(port: str) -> bool:
    """Whether the image's health check is content; a proxy in the environment does not mislead it."""
    program, *arguments = health_check()
    assert program == "python"
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9"}
    line = [sys.executable, *(one.replace("8000", port) for one in arguments)]
    return subprocess.run(line, env=environment, capture_output=True, check=False).returncode == 0


def test_what_the_image_starts_starts_here(filled_store: str) -> None:
    with started(filled_store) as port:
        assert healthy(port)
    assert not healthy(port)


def test_the_commands_of_the_page_are_known() -> None:
    """What docs/docker.md gives to the API's container is understood, and the folder in the image is there."""
    lines = [line.partition("  #")[0] for line in re.findall(r"docker compose run (.* api .*)", text("docs/docker.md"))]
    given = [shlex.split(line.replace("`", " ").partition(" api ")[2].rstrip(" .")) for line in lines]
    assert ["ingest", "seeds/documents"] in given
    for arguments in given:
        zhitu.parser().parse_args(arguments)
    assert "seeds/documents" in copied()


def test_compose_reads_the_file(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker compose is not installed: the compose file was only parsed")
    environment = {name: value for name, value in os.environ.items() if name not in example()}

    def config(password: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "env").write_text(text(".env.example").replace("PASSWORD=", f"PASSWORD={password}"), "utf-8")
        line = [docker, "compose", "--env-file", str(tmp_path / "env"), "config", "--quiet"]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert config("x" * 12).returncode == 0
    refused = config("")
    assert refused.returncode != 0
    assert ".env.example" in refused.stderr
