"""Ports are free when they are picked, and a taken one is named."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from runtime.errors import PortInUseError, RuntimeProblem
from runtime.ports import PRIVATE_PORTS, ensure_free, free_ports, with_ports
from settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_picked_ports_differ_and_are_free() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert set(ports) <= set(PRIVATE_PORTS)
    for port in ports:
        ensure_free("127.0.0.1", port, "TROLY_PORT")


def test_private_ports_are_picked_unless_they_are_set(settings: Settings) -> None:
    unset = settings.model_copy(update={"rasa_port": None, "action_port": None})
    picked = with_ports(unset)
    assert picked.rasa_port != picked.action_port
    assert None not in (picked.rasa_port, picked.action_port)
    assert with_ports(settings).rasa_port == settings.rasa_port


@pytest.mark.parametrize("field", ["port", "rasa_port", "action_port"])
def test_a_taken_port_is_named_with_its_variable(settings: Settings, taken: int, field: str) -> None:
    with pytest.raises(PortInUseError, match=f"Port {taken} .*TROLY_{field.upper()}={taken + 1}"):
        with_ports(settings.model_copy(update={field: taken}))


def test_an_address_that_is_not_ours_is_no_port_problem() -> None:
    with pytest.raises(RuntimeProblem, match="TROLY_HOST"):
        ensure_free("192.0.2.1", free_ports(1)[0], "TROLY_PORT")
