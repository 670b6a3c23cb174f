"""Takes a picture of every page in both languages, as wide as a phone and as a desk, into build/shots/."""

import shutil
import sys
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tools.browsing import find_chromium, launch, new_page, sign_in
from tools.showcase import ROOT, Page, Site, list_pages, make_instance, serve

__all__ = ["main"]

TARGET = ROOT / "build" / "shots"
WIDTHS = (360, 1280)
LANGUAGES = ("en", "hi")


def main(names: list[str]) -> None:
    """Pictures of all pages, or of those named, taken from a demonstration made for the purpose."""
    if find_chromium() is None:
        sys.exit("Chromium is missing: install the package chromium")
    instance = ROOT / "build" / "showcase"
    shutil.rmtree(instance, ignore_errors=True)
    make_instance(instance)
    TARGET.mkdir(parents=True, exist_ok=True)
    with serve(instance) as site, launch() as browser:
        take_all(
            browser, site, TARGET, [page for page in list_pages(site) if not names or page.name in names]
        )


def take_all(browser: Browser, site: Site, target: Path, pages: list[Page]) -> None:
    """A picture of each page in each language and width: NAME.LANGUAGE.WIDTH.png."""
    by_account: dict[str | None, list[Page]] = defaultdict(list)
    for page in pages:
        by_account[page.account].append(page)
    for account, theirs in by_account.items():
        for language in LANGUAGES:
            for width in WIDTHS:
                tab = new_page(browser, site, language=language, width=width)
                if account:
                    sign_in(tab, site, account)
                    # The account's own language would win over the one the profile prefers.
                    tab.goto(f"/language/{language}")
                for page in theirs:
                    take(tab, page, target / f"{page.name}.{language}.{width}.png")
                tab.context.close()


def take(tab: Tab, page: Page, target: Path) -> None:
    """One picture of the whole page, once its fonts are there."""
    tab.goto(page.path)
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=target, full_page=True)


if __name__ == "__main__":
    main(sys.argv[1:])
