from __future__ import annotations

from connectors.privacy import Kind, hide, kinds_hidden
from connectors.texts import load_texts

NAMES = load_texts().privacy.names


def test_a_placeholder_takes_the_place() -> None:
    assert hide("sđt 0905 123 456, cccd 051203004567 nhé", NAMES) == "sđt [số điện thoại], cccd [số định danh] nhé"


def test_what_is_hidden_stays_hidden() -> None:
    once = hide("mk là Abc@123, stk 19036688123456", NAMES)
    assert hide(once, NAMES) == once
    assert kinds_hidden(once, NAMES) == [Kind.ACCOUNT, Kind.SECRET]
