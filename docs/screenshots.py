"""The pictures of the README, taken of the real pages on the five source documents: python -m docs.screenshots."""

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import zhitu
from graph.settings import Settings
from tests.browser import installed, launched
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
MARKET = quote("dept:152900:市场监管", safe=":")


def main() -> None:
    """Read the documents into a store of its own, serve it, and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        if zhitu.main(["ingest", str(ROOT / "seeds" / "documents"), "--store", store]):
            sys.exit("the source documents could not be read")
        FOLDER.mkdir(exist_ok=True)
        with zhitu.open(store) as graph:
            duties = graph.query("responsibilities_of_department", department_id="dept:152900:市场监管", role="LEADS")
            key = next(duty.key for duty in duties if duty.mode == "lead")
        with serving(Settings(store=store)) as address:
            take(address, key)


def take(address: str, key: str) -> None:
    """Each page at a size that a README shows well."""
    pages = {
        "evidence": f"/e/{key}",
        "lineage": "/ui/pictures/lineage",
        "network": f"/ui/pictures/responsibilities?department_id={MARKET}",
    }
    with launched() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page = context.new_page()
        for name, path in pages.items():
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(800)  # the picture's first drawing
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/pictures/{name}.png")
        context.close()


if __name__ == "__main__":
    if installed() is None:
        sys.exit("the pictures need Chromium: make browser")
    main()
