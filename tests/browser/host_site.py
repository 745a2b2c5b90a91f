"""Other people's pages that embed the widget from another origin: strict, careless, foreign."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRICT = (
    "default-src 'none'; script-src 'nonce-abc' {gateway}; connect-src {gateway}; style-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)
TAG = '<script async nonce="abc" src="{gateway}/w/v1.js" data-agency="minh-long"></script>'
CARELESS = """<style>* {{ color: lime !important; font-size: 9px; }} html {{ font-size: 62.5%; }}
  button, dialog, div, va-chat {{ display: none; transform: rotate(9deg); opacity: .1; }}
  p {{ text-transform: uppercase; }}
</style>"""

PAGES = {
    "/strict": ("vi", STRICT, "<h1>Trang có chính sách chặt</h1>" + TAG),
    "/careless": ("vi", "", CARELESS + "<h1>Trang có CSS lấn át</h1>" + TAG),
    "/foreign": ("ar", "", "<h1>صفحة</h1><a href='#x' id='x'>رابط</a>" + TAG + TAG),
    "/early": ("vi", "", "<script>window.VAChat={{q:[['ask','Câu hỏi gửi sớm']]}}</script>" + TAG),
    "/unknown-agency": ("vi", "", TAG.replace("minh-long", "khong-co")),
}


class HostSite:
    """A second origin on loopback. Use as a context manager."""

    def __init__(self, gateway: str) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Page,), {"embedded": gateway}))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The site's origin."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> HostSite:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Page(BaseHTTPRequestHandler):
    embedded: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""

    def do_GET(self) -> None:
        """One of the pages."""
        language, policy, content = PAGES.get(self.path, ("vi", "", ""))
        direction = "rtl" if language == "ar" else "ltr"
        body = (
            f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
            "<title>Host</title>"
            f'<link rel="icon" href="data:,"><body>{content.format(gateway=self.embedded)}</body></html>'
        ).encode()
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if policy:
            self.send_header("Content-Security-Policy", policy.format(gateway=self.embedded))
        self.end_headers()
        self.wfile.write(body)
