"""supervisord that ends when the command that started it ends, however that happens.

It is started with a pipe as its standard input, held open by its parent. The pipe closes when the parent
dies, be it killed: then supervisord stops its processes and ends too, and nothing runs on unwatched.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from supervisor import supervisord


def main() -> None:
    """Run supervisord with the configuration file named on the command line, in the foreground."""
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    supervisord.main(["--configuration", sys.argv[1], "--nodaemon"])


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
