"""What cannot be decided or compared: one clear sentence by command and over HTTP, and not a byte is changed."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from graph.build import ingest
from graph.decisions.deciding import Said, decide
from graph.decisions.decision import Decision, to_line
from graph.exports.jsonl import lines_of_store
from graph.reference import Reference
from graph.settings import Settings
from tests.conftest import Command
from tests.neo4j_server import at
from tests.serving import serving
from tests.test_decisions import CITY, OFFICE, PROVINCE, VARIANT, document_id, duties, read

KEY = "a-long-key"
THIRD, MISSING = "dept:510700:财政", "dept:510700:没有这个局"
Change = Callable[[], object]

BAD = [  # verdict, about, more, status, what is said
    ("different", (VARIANT, THIRD), {}, 422, "contradict each other"),
    ("same", (OFFICE, VARIANT), {"when": "2020-01-01"}, 422, "one already"),
    ("different", (OFFICE, VARIANT), {"when": "2020-01-01"}, 422, "later decision"),
    ("same", (OFFICE, MISSING), {}, 404, "nothing in the graph has the id"),
    ("different", ("task:none", "task:nobody"), {}, 404, "nothing in the graph has the id"),
    ("unsure", (OFFICE, "region:510700"), {}, 422, "two of one kind"),
    ("certified", ("doc:none",), {}, 404, "no document has this id"),
    ("certified", ("0" * 64,), {}, 404, "no document shows the text"),
    ("correct", ("0" * 16,), {"right": "市农业局"}, 404, "no duty has the key"),
    ("withdrawn", ("0" * 16,), {}, 404, "is in force"),
    ("dealt_with", ("finding:1",), {"who": "  "}, 422, "signed"),
    ("dealt_with", ("finding:1",), {"when": "2026-02-30"}, 422, "is no date"),
    ("dealt_with", ("finding:1",), {"when": "明天"}, 422, "is no date"),
    ("dealt_with", ("finding:1",), {"when": "2026-13-01T08:00"}, 422, "is no date"),
]
BAD_CORRECTIONS = [
    ((), 422, "one of both"),
    (("dept:510700:没有这个局",), 404, "no department has the id"),
    (("局" * 101,), 422, "100"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """A store with decisions: two offices are one, and a third is one with them."""
    place = tmp_path_factory.mktemp("bad") / "store"
    with closing(at(str(place))) as store:
        ingest(store, reference, [read(CITY, "city.txt"), read(PROVINCE, "province.txt")])
        decide(store, reference, Said("same", (OFFICE, VARIANT), "王芳", when="2024-01-01"))
        decide(store, reference, Said("same", (VARIANT, THIRD), "李强", when="2024-01-02"))
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "store")


@pytest.fixture
def api(place: Path) -> Iterator[httpx.Client]:
    with serving(Settings(store=str(place), api_key=KEY)) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


@pytest.fixture
def unchanged(place: Path) -> Iterator[None]:
    """Decisions, readings and graph are the same bytes afterwards."""
    before, graph = kept(place), exported(place)
    yield
    assert kept(place) == before
    assert exported(place) == graph


def kept(place: Path) -> dict[str, bytes]:
    files = [place / "decisions.jsonl", *(place / "readings").rglob("*")]
    return {str(path): path.read_bytes() for path in files if path.is_file()}


def exported(place: Path) -> list[str]:
    with closing(at(str(place), read_only=True)) as store:
        return list(lines_of_store(store))


def lead(place: Path) -> str:
    with closing(at(str(place), read_only=True)) as store:
        return next(row.key for row in duties(store) if row.role == "LEADS" and "提升" in row.task)


def documents(place: Path) -> tuple[str, str]:
    with closing(at(str(place), read_only=True)) as store:
        return document_id(store, "绵阳市质量强市行动方案"), document_id(store, "四川省质量强省实施意见")


def one_sentence(text: str, said: str) -> None:
    [line] = text.strip().splitlines()
    assert said.lower() in line.lower(), line


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("verdict", "about", "more", "status", "said"), BAD)
def test_the_command_refuses(
    place: Path, command: Command, verdict: str, about: tuple[str, ...], more: dict[str, str], status: int, said: str
) -> None:
    names = {"right": "--lead", "who": "--who", "when": "--when"}
    told = [part for name, value in ({"who": "赵敏"} | more).items() for part in (names[name], value)]
    ran = command("decide", verdict, *about, *told, "--store", place)
    assert (ran.code, ran.out) == (1, "")
    one_sentence(ran.err, said)


def test_over_http_each_has_its_status(api: httpx.Client, place: Path) -> None:
    before, graph = kept(place), api.get("/exports/jsonl").content
    for verdict, about, more, status, said in BAD:
        told = {"verdict": verdict, "about": list(about), "who": "赵敏", **more}
        told |= {"right": [more["right"]]} if "right" in more else {}
        answer = api.post("/decisions", json=told, headers={"X-API-Key": KEY})
        assert answer.status_code == status, answer.text
        one_sentence(answer.json()["detail"], said)
        assert kept(place) == before
    assert api.get("/exports/jsonl").content == graph


def test_a_bad_correction_over_http(api: httpx.Client, place: Path) -> None:
    rows = api.get("/responsibilities", params={"role": "LEADS"}).json()["items"]
    before = kept(place)
    for right, status, said in BAD_CORRECTIONS:
        told = {"verdict": "correct", "about": [rows[0]["key"]], "who": "赵敏", "right": list(right)}
        answer = api.post("/decisions", json=told, headers={"X-API-Key": KEY})
        assert answer.status_code == status, answer.text
        one_sentence(answer.json()["detail"], said)
        assert kept(place) == before


@pytest.mark.usefixtures("unchanged")
def test_a_bad_correction_by_the_command(place: Path, command: Command) -> None:
    key = lead(place)
    for right, _, said in BAD_CORRECTIONS:
        told = [part for name in right for part in ("--lead", name)]
        ran = command("decide", "correct", key, *told, "--who", "赵敏", "--store", place)
        assert ran.code == 1
        one_sentence(ran.err, said)
    both = ("--lead", "市农业局", "--cooperates", "市教育局", "--who", "赵敏", "--store", place)
    ran = command("decide", "correct", key, *both)
    assert ran.code == 1
    one_sentence(ran.err, "--lead or --cooperates")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((Decision("different", (VARIANT, THIRD), "赵敏", "2026-01-01"),), "contradict each other"),
        ((Decision("different", (OFFICE, VARIANT), "赵敏", "2024-01-01"),), "contradict each other"),
        ((Decision("same", (OFFICE, MISSING), "赵敏", "2026-01-01"),), "nothing in the graph has the id"),
        ((Decision("certified", ("0" * 64,), "赵敏", "2026-01-01"),), "no document shows the text"),
        (
            (
                Decision("dealt_with", ("finding:1",), "赵敏", "2026-01-01"),
                Decision("dealt_with", ("finding:1",), "李强", "2026-01-01", told={"note": "x"}),
            ),
            "contradict each other",
        ),
    ],
    ids=["chain", "moment", "office", "text", "each other"],
)
def test_a_file_of_which_one_cannot_be_kept_brings_nothing(
    place: Path, tmp_path: Path, command: Command, lines: tuple[Decision, ...], said: str
) -> None:
    sound = Decision("dealt_with", ("finding:9",), "赵敏", "2026-01-01")
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join(f"{to_line(each)}\n" for each in (sound, *lines)), "utf-8")
    ran = command("decisions", "import", path, "--store", place)
    assert ran.code == 1
    one_sentence(ran.err, said)
    assert "nothing was changed" in ran.err


@pytest.mark.usefixtures("unchanged")
def test_a_file_that_is_damaged_brings_nothing(place: Path, tmp_path: Path, command: Command) -> None:
    path = tmp_path / "decisions.jsonl"
    sound = to_line(Decision("dealt_with", ("finding:9",), "赵敏", "2026-01-01"))
    for wrong in ("{", sound.replace("2026-01-01", "2026-02-31"), sound.replace("赵敏", " ")):
        path.write_text(f"{sound}\n{wrong}\n", "utf-8")
        ran = command("decisions", "import", path, "--store", place)
        assert ran.code == 1
        one_sentence(ran.err, "line 2")


@pytest.mark.usefixtures("unchanged")
def test_a_diff_of_what_is_no_version(place: Path, tmp_path: Path, command: Command) -> None:
    city, province = documents(place)
    for names, said in (
        ((city, province), "are no versions of one document"),
        ((city,), "only one version"),
        ((city, "doc:none"), "no document has the id"),
        ((city, "f" * 64), "was read"),
        ((tmp_path / "none.txt", city), "no such file"),
    ):
        ran = command("diff", *names, "--store", place)
        assert (ran.code, ran.out) == (1, "")
        one_sentence(ran.err, said)


def test_a_diff_of_what_is_no_version_over_http(api: httpx.Client, place: Path) -> None:
    before = kept(place)
    rows = {row["document"]: row["document_id"] for row in api.get("/documents").json()["items"]}
    city, province = (rows[title] for title in ("绵阳市质量强市行动方案", "四川省质量强省实施意见"))
    for asked, status, said in (
        ({"a": city, "b": province}, 422, "are no versions of one document"),
        ({"a": city}, 422, "only one version"),
        ({"a": city, "b": "doc:none"}, 404, "no document has the id"),
        ({"a": city, "b": "f" * 64}, 404, "was read"),
        ({"a": city, "b": "no id"}, 422, "no id of a document"),
    ):
        answer = api.get("/diff", params=asked)
        assert answer.status_code == status, answer.text
        one_sentence(answer.json()["detail"], said)
    assert kept(place) == before
