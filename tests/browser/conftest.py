"""A furnished demonstration for each test file, a Chromium for the session, a witness for each test."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tools.browsing import Witness, find_chromium, launch, new_page
from tools.showcase import Page as ShownPage
from tools.showcase import Site, list_pages, make_instance, serve

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    if find_chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: install the package chromium-headless-shell or chromium")
        pytest.skip("no Chromium on this machine: install the package chromium-headless-shell or chromium")
    with launch() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def instance_template(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a furnished demonstration, made once even when several processes test."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    folder = shared / "showcase"
    with (shared / "showcase.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            make_instance(folder)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="module")
def site(instance_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of this test file's own on a fresh copy of the demonstration."""
    folder = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(instance_template, folder)
    with serve(folder) as site:
        yield site


@pytest.fixture(scope="module")
def witness(site: Site) -> Witness:
    """Sees everything that goes wrong in the pages of this file."""
    return Witness(site.url.removeprefix("http://"))


@pytest.fixture(autouse=True)
def nothing_goes_wrong(witness: Witness) -> Iterator[None]:
    """Fails a test in which a page asked a foreign host, broke the content policy, or the server failed."""
    witness.faults.clear()
    yield
    assert witness.faults == []


@pytest.fixture(scope="module")
def open_page(browser: Browser, site: Site, witness: Witness) -> Iterator[OpenPage]:
    """Opens a page in a profile of its own; takes the options of `tools.browsing.new_page`."""
    pages: list[Page] = []

    def open_one(**options: object) -> Page:
        pages.append(new_page(browser, site, witness=witness, **options))  # type: ignore[arg-type]
        return pages[-1]

    yield open_one
    for page in pages:
        page.context.close()


@pytest.fixture(scope="module")
def tabs(site: Site, open_page: OpenPage) -> axe.Tabs:
    """The tabs of a file that looks at every page."""
    return axe.Tabs(site, open_page)


@pytest.fixture(scope="module")
def pages(site: Site) -> list[ShownPage]:
    """Every page in every state of it."""
    return list_pages(site)
