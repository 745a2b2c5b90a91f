"""Ports: free ones for the private processes, one's own for good, and a clear word when a wanted one is taken."""

from __future__ import annotations

import contextlib
import errno
import random
import socket

from runtime.errors import PortInUseError, RuntimeProblem
from settings import Settings

PRIVATE_HOST = "127.0.0.1"
PRIVATE_PORTS = range(20_000, 32_768)
"""Below the ports that Linux gives to outgoing connections: none of these takes one between its choice and its use."""


def free_ports(count: int) -> list[int]:
    """Return ``count`` different ports of ``PRIVATE_PORTS`` that nothing listens on at the moment."""
    ports: list[int] = []
    with contextlib.ExitStack() as held:
        for port in random.sample(PRIVATE_PORTS, len(PRIVATE_PORTS)):
            if len(ports) == count:
                break
            one = held.enter_context(socket.socket())
            with contextlib.suppress(OSError):  # taken
                one.bind((PRIVATE_HOST, port))
                ports.append(port)
    return ports


def bound_socket(host: str, port: int, variable: str) -> socket.socket:
    """A socket at ``host:port`` that does not listen yet.

    Raises ``PortInUseError`` naming ``variable`` when it is taken, ``RuntimeProblem`` when ``host`` is not ours.
    """
    own = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if own.family == socket.AF_INET6:
            own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # as uvicorn binds one
        own.bind((host, port))
    except OSError as error:
        own.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(variable, port) from None
        raise RuntimeProblem(f"Cannot listen on {host}:{port} ({error.strerror}): check TROLY_HOST") from None
    return own


def ensure_free(host: str, port: int, variable: str) -> None:
    """Raise ``PortInUseError`` when ``host:port`` is taken, ``RuntimeProblem`` when ``host`` is not ours."""
    bound_socket(host, port, variable).close()


def with_ports(settings: Settings) -> Settings:
    """Return ``settings`` with every port known: those set are checked, the others picked.

    Raises ``PortInUseError`` naming the variable of a wanted port that is taken.
    """
    ensure_free(settings.host, settings.port, "TROLY_PORT")
    if settings.rasa_port is not None:
        ensure_free(PRIVATE_HOST, settings.rasa_port, "TROLY_RASA_PORT")
    if settings.action_port is not None:
        ensure_free(PRIVATE_HOST, settings.action_port, "TROLY_ACTION_PORT")
    rasa, action = free_ports(2)
    return settings.model_copy(
        update={"rasa_port": settings.rasa_port or rasa, "action_port": settings.action_port or action}
    )
