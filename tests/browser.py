"""The system's Chromium for tests of pages and pictures; where there is none, those tests are skipped and say so."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> str | None:
    """Where the system's browser is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched() -> "Iterator[Browser]":
    """The browser, for as long as the block lasts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=installed(), headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One browser for all tests; each opens a context of its own."""
    if installed() is None:
        pytest.skip("no Chromium: install it (Debian, Ubuntu: apt install chromium fonts-noto-cjk)")
    with launched() as browser:
        yield browser
