"""supervisord that ends when the command that started it ends, however that happens, and is quick to start again.

It is started with a pipe as its standard input, held open by its parent. The pipe closes when the parent
dies, be it killed: then supervisord stops its processes and ends too, and nothing runs on unwatched.

What ended is started again at once, where supervisord of itself would look after a second. Sockets that it inherits
(``Process.door``) listen from its start to its end: what calls while their process is away waits in the kernel.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading

from supervisor.datatypes import SocketConfig
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor


class Door(SocketConfig):  # type: ignore[misc]
    """A socket that was bound by whoever started us; only copies of it are ever closed."""

    def __init__(self, number: str) -> None:
        self.url = number

    def create_and_bind(self) -> socket.socket:
        """A copy, which supervisord closes while the process is away."""
        return socket.socket(fileno=os.dup(int(self.url)))


class Options(ServerOptions):  # type: ignore[misc]
    """``socket`` of an fcgi-program is the number of a socket that is inherited."""

    def parse_fcgi_socket(self, sock: str, *_: object) -> Door:
        """In place of a URL."""
        return Door(sock)

    def cleanup_fds(self) -> None:
        """Before a reload (SIGHUP): the sockets stay."""


class PromptSupervisor(Supervisor):  # type: ignore[misc]
    """Looks for what to start as soon as something has ended."""

    def reap(self, once: bool = False, recursionguard: int = 0) -> None:
        """Take note of what ended, then start it."""
        super().reap(once, recursionguard)
        if not recursionguard:
            for group in self.process_groups.values():
                group.transition()


def main() -> None:
    """Run supervisord with the configuration file named on the command line, in the foreground."""
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    first = True
    while True:
        options = Options()
        options.realize(["--configuration", sys.argv[1], "--nodaemon"], doc=__doc__)
        options.first, options.test = first, False
        with contextlib.suppress(ExitNow):
            PromptSupervisor(options).main()
        options.close_httpservers()
        options.close_logger()
        first = False
        if options.mood < SupervisorStates.RESTARTING:
            return


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
