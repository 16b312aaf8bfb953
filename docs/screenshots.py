"""Take the screenshots that the documentation shows, from the site as it is.

Run by ``make screenshots``; needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from kfor_i18n import create_app

IMAGES = Path(__file__).parent / "images"
SHOTS = {
    "page-en.png": ("/en/", "light", (1280, 1560)),
    "page-sl.png": ("/sl/", "light", (1280, 1560)),
    "page-sl-dark.png": ("/sl/", "dark", (1280, 1560)),
    "languages-sl.png": ("/sl/jeziki/", "light", (1280, 900)),
    "phone-sl.png": ("/sl/", "light", (390, 844)),
}


def main() -> None:
    """Take them all."""
    executable = shutil.which("chromium")
    if executable is None:
        sys.exit("Chromium is missing; install it (Debian: apt-get install chromium)")
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, (path, scheme, (width, height)) in SHOTS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(f"http://127.0.0.1:{server.server_port}{path}")
            page.screenshot(path=IMAGES / name)
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
