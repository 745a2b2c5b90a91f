"""The pages that the gateway renders itself: documents, the desk, notices."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")


class Templates:
    """The templates with their style sheet, which they carry inside: the page loads nothing but the logo."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._style = (folder / "document.css").read_text(encoding="utf-8")
        self._folder = folder
        self.changed = max(path.stat().st_mtime for path in folder.iterdir())
        digest = b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        """Content-Security-Policy of every page: no script, no style but this one."""
        self.form_policy = self.policy.replace("form-action 'none'", "form-action 'self'")
        """That of a page with a form."""

    def render(self, name: str, **values: object) -> bytes:
        """The page ``name``; every value is escaped."""
        from markupsafe import Markup

        style = Markup(self._style)  # noqa: S704  our own file
        return self._environment.get_template(name).render(style=style, **values).encode()

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # not for every start

        return Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
