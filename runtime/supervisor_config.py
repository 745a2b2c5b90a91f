"""The configuration file that supervisord runs from, generated anew at each start."""

from __future__ import annotations

import configparser
import hashlib
import os
import shlex
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from runtime.processes import Process, environment
from settings import REPOSITORY, Settings

_SOCKET_PATH_MAX = 100  # sun_path holds 104 bytes on macOS, 108 on Linux


def socket_path(run_dir: Path) -> Path:
    """Where supervisord listens: in ``run_dir``, or in the temporary folder when that is too long a path."""
    path = run_dir / "supervisor.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_MAX:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"troly-{os.getuid()}-{name}.sock"


def write_config(settings: Settings, processes: Sequence[Process], doors: Mapping[str, int]) -> Path:
    """Write the file into ``run_dir`` and return its path. It holds no secret: those are inherited.

    ``doors``: the numbers of the sockets that supervisord inherits, by the name of the process each is for.
    """
    parser = configparser.RawConfigParser()
    parser["unix_http_server"] = {"file": _literal(socket_path(settings.run_dir)), "chmod": "0600"}
    parser["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    parser["supervisord"] = {
        "nodaemon": "true",
        "logfile": _literal(settings.log_dir / "supervisord.log"),
        "logfile_maxbytes": "1MB",
        "logfile_backups": "1",
        "loglevel": "info",
        "pidfile": _literal(settings.run_dir / "supervisord.pid"),
        "childlogdir": _literal(settings.log_dir),
        "directory": _literal(REPOSITORY),
        **({"user": "root"} if os.geteuid() == 0 else {}),
    }
    inherited = environment(settings)
    for priority, process in enumerate(processes, start=1):
        door = doors.get(process.name)
        # What supervisord calls a FastCGI program is one whose standard input is a socket that listens.
        parser[f"{'program' if door is None else 'fcgi-program'}:{process.name}"] = {
            **({} if door is None else {"socket": str(door)}),
            "command": _literal(shlex.join((*_without(process.withheld(inherited)), *process.command))),
            "priority": str(priority),
            "umask": "077",  # what residents ask is nobody else's to read
            "autostart": "true",
            "autorestart": "true",
            "startsecs": "10",
            "startretries": "1",
            "stopsignal": "TERM",
            "stopwaitsecs": str(process.seconds_to_stop),
            "stopasgroup": "true",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": _literal(settings.log_dir / f"{process.name}.log"),
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": "3",
        }
    path = settings.run_dir / "supervisord.conf"
    with path.open("w", encoding="utf-8") as file:
        parser.write(file)
    return path


def _without(names: Sequence[str]) -> list[str]:
    """The beginning of a command that does not inherit these: supervisord itself can set variables, not unset them."""
    return ["/usr/bin/env", *(word for name in names for word in ("-u", name))] if names else []


def _literal(value: str | Path) -> str:
    """Keep supervisord from reading ``%`` in a path as a placeholder."""
    return str(value).replace("%", "%%")
