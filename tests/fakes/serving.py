"""Servers in a thread of their own, on a loopback port that is free or given: any, and the fakes' common part."""

from __future__ import annotations

import argparse
import socket
import threading
import time
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette

STARTED_WITHIN_SECONDS = 60.0


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


class Listening:
    """What every fake server does: it listens, stops, and comes back on the same port."""

    http: Any = "auto"
    """Uvicorn's protocol: ``CuttableProtocol`` where faults close connections."""
    keep_alive_seconds = 5

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._thread: ServerThread | None = None

    @property
    def port(self) -> int:
        """The port it listens on, the same one after a restart."""
        return self._port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def app(self) -> Starlette:
        """Its routes."""
        raise NotImplementedError

    def start(self) -> Self:
        """Listen; nothing new when it does already."""
        if self._thread is None:
            config = uvicorn.Config(
                self.app(),
                http=self.http,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
                timeout_keep_alive=self.keep_alive_seconds,
            )
            self._thread = ServerThread(uvicorn.Server(config), self._port).start()
            self._port = self._thread.port
        return self

    def serve(self) -> None:
        """Listen in this thread, until Ctrl-C."""
        uvicorn.run(
            self.app(),
            host="127.0.0.1",
            port=self._port,
            http=self.http,
            log_level="warning",
            access_log=False,
            timeout_keep_alive=self.keep_alive_seconds,
        )

    def stop(self) -> None:
        """Stop listening; ``start`` comes back on the same port."""
        if self._thread:
            self._thread.stop()
            self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def command_line(described: str | None, port: int) -> argparse.ArgumentParser:
    """What every fake's own command takes; ``described`` is its module's docstring."""
    parser = argparse.ArgumentParser(description=(described or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--assistant", default="http://127.0.0.1:8000", help="where the assistant answers")
    return parser
