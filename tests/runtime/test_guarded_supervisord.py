"""The supervisord of ours, one round of its work at a time."""

from __future__ import annotations

import subprocess
import sys

from runtime.supervisor_config import write_config
from settings import REPOSITORY, Settings
from tests.runtime.conftest import MakeProcess

# In a process of its own: supervisord collects every child there is.
ROUND = """
import os, signal, sys
from runtime.guarded_supervisord import Options, PromptSupervisor
options = Options()
options.realize(["--configuration", sys.argv[1], "--nodaemon"])
options.make_logger()
supervisor = PromptSupervisor(options)
supervisor.add_process_group(options.process_group_configs[0])
[group] = supervisor.process_groups.values()
group.transition()
[process] = group.processes.values()
before, process.laststart = process.pid, process.laststart - 60
os.kill(before, signal.SIGKILL)
os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
supervisor.reap()
print(before, process.pid)
if process.pid:
    os.kill(process.pid, signal.SIGKILL)
"""


def test_what_had_run_well_is_started_again_in_the_round_in_which_it_ended(
    settings: Settings, make_process: MakeProcess
) -> None:
    for folder in (settings.run_dir, settings.log_dir):
        folder.mkdir(parents=True)
    config = write_config(settings, [make_process("one")], {})
    said = subprocess.check_output([sys.executable, "-c", ROUND, str(config)], cwd=REPOSITORY, text=True)
    before, after = map(int, said.splitlines()[-1].split())
    assert after not in (0, before)
