"""The configuration that supervisord runs from."""

from __future__ import annotations

import configparser
import stat
from pathlib import Path

from runtime.processes import processes
from runtime.supervisor_config import socket_path, write_config
from settings import Settings
from tests.runtime.conftest import SECRET, TOKEN


def written(settings: Settings) -> tuple[Path, configparser.RawConfigParser]:
    settings.run_dir.mkdir(parents=True)
    path = write_config(settings, processes(settings), {"gateway": 7})
    parser = configparser.RawConfigParser()
    parser.read(path)
    return path, parser


def test_every_process_is_restarted_and_started_in_order(settings: Settings) -> None:
    _, config = written(settings)
    programs = [config[section] for section in config.sections() if "program:" in section]
    assert [one["priority"] for one in programs] == ["1", "2", "3"]
    assert {one["autorestart"] for one in programs} == {"true"}
    assert {one["umask"] for one in programs} == {"077"}


def test_it_holds_no_secret(settings: Settings) -> None:
    path, _ = written(settings)
    assert SECRET not in path.read_text()
    assert TOKEN not in path.read_text()


def test_only_the_owner_may_talk_to_it(settings: Settings) -> None:
    _, config = written(settings)
    assert int(config["unix_http_server"]["chmod"], 8) == stat.S_IRUSR | stat.S_IWUSR


def test_a_percent_sign_in_a_path_is_no_placeholder(settings: Settings, tmp_path: Path) -> None:
    _, config = written(settings.model_copy(update={"home": tmp_path / "50%s"}))
    assert "50%%s" in config["supervisord"]["logfile"]


def test_a_path_too_long_for_a_socket_is_replaced(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    assert len(str(socket_path(deep))) < 104
    assert socket_path(deep) == socket_path(deep)
    assert socket_path(deep) != socket_path(tmp_path / ("y" * 100))
    assert socket_path(Path("/srv/troly/var/run")) == Path("/srv/troly/var/run/supervisor.sock")
