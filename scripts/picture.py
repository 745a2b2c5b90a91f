"""The picture in the README, taken from a running assistant.

.venv/bin/python scripts/picture.py http://127.0.0.1:8000 docs/images/widget.png
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

QUESTION = "Đến năm 2030 Minh Long đặt mục tiêu bao nhiêu phần trăm người dân có chữ ký số?"
LONGEST_WAIT = 15_000  # milliseconds


def main(address: str, target: str) -> None:
    """Open the demonstration page of Minh Long, ask, wait for the source, save the picture."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--headless", "--disable-gpu"]
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="vi-VN", reduced_motion="reduce")
        page.goto(f"{address}/?agency=minh-long")
        page.get_by_role("button", name="Mở trợ lý ảo").first.click()
        box = page.get_by_role("textbox", name="Nhập")
        box.fill(QUESTION)
        box.press("Enter")
        page.get_by_text("Nguồn:").first.wait_for(timeout=LONGEST_WAIT)
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
