"""Runs an ASGI server in a thread of its own, on a loopback port that is free or given."""

from __future__ import annotations

import socket
import threading
import time
from typing import Self

import uvicorn

STARTED_WITHIN_SECONDS = 20.0


def loopback_socket(port: int = 0) -> socket.socket:
    """A listening socket; port 0 picks a free one."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening


class ServerThread:
    """``with ServerThread(server) as running: running.url``; the server's own stop is run at the end."""

    def __init__(self, server: uvicorn.Server, port: int = 0) -> None:
        self._server = server
        self._socket = loopback_socket(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def start(self) -> Self:
        """Start and wait until it answers."""
        self._thread.start()
        deadline = time.monotonic() + STARTED_WITHIN_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the server did not start")
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        """Stop and wait until the port is free again."""
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
