"""The gateway's own words, read from ``texts.vi.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from ruamel.yaml import YAML

from connectors.errors import TextsError
from connectors.privacy import Kind
from knowledge_base.answer.reply import Outcome

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
TEXTS_FILE = Path(__file__).with_name("texts.vi.yml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Part):
    """A suggestion offered as a button; without a payload it sends its title as a question."""

    title: Words
    payload: Words | None = None


class AssistantTexts(_Part):
    """How the assistant introduces itself."""

    name: Words
    name_everywhere: Words
    disclosure: Words
    welcome: Words
    questions: list[Question]


class PrivacyTexts(_Part):
    """What stands for personal data, and how a visitor is told. Every kind has a name."""

    names: dict[Kind, Words]
    warning: Words
    warning_secret: Words
    nothing_else: Words

    @field_validator("names")
    @classmethod
    def _every_kind(cls, names: dict[Kind, str]) -> dict[Kind, str]:
        if missing := [kind.value for kind in Kind if kind not in names]:
            raise ValueError(f"no name for {', '.join(missing)}")
        return names


class AccountTexts(_Part):
    """What is said once a conversation's data was deleted, or could not be."""

    erased: Words
    erased_links: Words
    not_erased: Words


class LinkingTexts(_Part):
    """What is said about codes and links. ``places`` names channels, ``failures`` what can come of a typed code."""

    code: Words
    start_link: Words
    keep: Words
    typed: Words
    linked: Words
    told: Words
    failures: dict[str, Words]
    private: Words
    undone: Words
    parted: Words
    none: Words
    nothing: Words
    shown: Words
    asked: Words
    answered: Words
    show_button: Words
    undo_button: Words
    places: dict[str, Words]


class NoticeText(_Part):
    """What the gateway answers by itself."""

    outcome: Outcome
    text: Words


class ChatTexts(_Part):
    """What stands around a reply on platforms that draw no citations, buttons or files themselves."""

    source: Words
    number: Words
    clause: Words
    file: Words
    choose: Words
    about: Words


class FormText(_Part):
    """A platform's form for name and phone."""

    title: Words
    subtitle: Words


class PageText(_Part):
    """A short page for an official."""

    title: Words
    detail: Words


class DeskTexts(_Part):
    """What officials read of dead letters.

    ``reasons`` are by the failure's code; one that ends in ``_`` is for all codes that begin so.
    """

    places: dict[str, Words]
    reasons: dict[str, Words]
    tries: Words
    doubtful: Words
    window_free: Words
    window_paid: Words
    window_over: Words
    quota: Words
    quotas: dict[str, Words]
    billed: Words
    waiting: Words
    done: dict[str, Words]
    decisions: dict[str, Words]
    nobody: Words

    def reason(self, code: str) -> str:
        """Why a part with this failure was not delivered."""
        if code in self.reasons:
            return self.reasons[code]
        kinds = [kind for kind in self.reasons if kind.endswith("_") and code.startswith(kind)]
        return self.reasons[max(kinds, key=len)] if kinds else self.reasons["other"]


class ProblemText(_Part):
    """Status and wording of one problem code."""

    status: Annotated[int, Field(ge=400, le=599)]
    title: Words
    detail: Words


class Texts(_Part):
    """All texts. ``apology(code)`` falls back to the general one."""

    assistant: AssistantTexts
    privacy: PrivacyTexts
    account: AccountTexts
    linking: LinkingTexts
    notices: dict[str, NoticeText]
    chat: ChatTexts
    call_back_button: Words
    zalo_form: FormText
    repeated: Words
    telegram_commands: dict[str, Words]
    zalo_pages: dict[str, PageText]
    desk: DeskTexts
    apologies: dict[str, Words]
    problems: dict[str, ProblemText]

    def apology(self, code: str) -> str:
        """What to say when a turn failed with ``code``."""
        return self.apologies.get(code, self.apologies["failed"])


def load_texts(path: Path = TEXTS_FILE) -> Texts:
    """Read and check the texts. Raises ``TextsError`` naming file and field."""
    try:
        return Texts.model_validate(YAML(typ="safe").load(path))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise TextsError(f"{path}: {field}: {first['msg']} (got {first['input']!r})") from None
