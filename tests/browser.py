"""Debian's Chromium, driven by Playwright; it loads nothing from any other host."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser and end it again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            # A process of root's can not be confined.
            chromium_sandbox=os.geteuid() != 0,
            args=["--disable-gpu"],
        )
        try:
            yield browser
        finally:
            browser.close()
