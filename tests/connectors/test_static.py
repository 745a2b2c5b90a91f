"""The widget's files and the demonstration page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2 as httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from connectors.web.static import add_static

pytestmark = pytest.mark.asyncio


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A widget of three files."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "v1.js").write_text("// widget\n" + "export const a = 1;\n" * 200)
    (tmp_path / "demo" / "index.html").write_text("<!doctype html><title>Xã</title>")
    (tmp_path / "demo" / "demo.css").write_text("body{}")
    return tmp_path


@pytest_asyncio.fixture
async def pages(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_static(app, folder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        yield client


async def test_a_module_may_be_loaded_by_any_page_and_is_revalidated(pages: httpx.AsyncClient) -> None:
    response = await pages.get("/w/v1.js")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["content-encoding"] == "gzip"
    again = await pages.get("/w/v1.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "no-cache"


async def test_a_changed_file_has_another_tag(pages: httpx.AsyncClient, folder: Path) -> None:
    before = (await pages.get("/w/v1.js")).headers["etag"]
    (folder / "v1.js").write_text("// widget, newer")
    response = await pages.get("/w/v1.js", headers={"If-None-Match": before})
    assert (response.status_code, response.text) == (200, "// widget, newer")


@pytest.mark.parametrize("path", ["/", "/?agency=minh-long"])
async def test_the_demonstration_page(pages: httpx.AsyncClient, path: str) -> None:
    response = await pages.get(path)
    assert response.status_code == 200
    assert response.text == "<!doctype html><title>Xã</title>"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe-inline" not in response.headers["content-security-policy"]
    assert (await pages.head(path)).status_code == 200


async def test_nothing_outside_the_folder_is_served(pages: httpx.AsyncClient, folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    for path in ("/w/..%2fsecret.txt", "/w/%2e%2e/secret.txt", "/w/demo/..%2f..%2f..%2fsecret.txt", "/w/"):
        response = await pages.get(path)
        assert response.status_code == 404


async def test_a_page_that_did_not_change_keeps_its_policy(pages: httpx.AsyncClient) -> None:
    # Given a browser that has the page already
    first = await pages.get("/")

    # When it asks whether its copy still holds
    again = await pages.get("/", headers={"If-None-Match": first.headers["etag"]})

    # Then the answer carries the page's policy, which the browser applies to its copy
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
