"""A process that hangs is started again; a busy one is left alone."""

from __future__ import annotations

import pytest

from runtime.errors import StartError
from runtime.processes import Process
from runtime.progress import Reporter
from runtime.watching import Watch


class Manager:
    """As much of a process manager as a watch uses."""

    def __init__(self, process: Process) -> None:
        self.processes = (process,)
        self.alive = True
        self.statename = "RUNNING"
        self.restarted: list[str] = []

        self.pid = 1
        self.age = 5

    def states(self) -> dict[str, dict[str, object]]:
        return {"rasa": {"statename": self.statename, "pid": self.pid, "start": 1000, "now": 1000 + self.age}}

    def restart(self, name: str) -> None:
        self.restarted.append(name)
        self.pid += 1


@pytest.fixture
def manager() -> Manager:
    return Manager(Process(name="rasa", title="Rasa", command=(), ready="", alive=""))


def looks(manager: Manager, answers: list[bool]) -> list[str]:
    remaining = iter(answers)
    watch = Watch(manager, Reporter(to_stderr=True), answers=lambda _: next(remaining))  # type: ignore[arg-type]
    for _ in answers:
        watch.look()
    return manager.restarted


def test_three_silences_in_a_row_restart_it(manager: Manager) -> None:
    assert looks(manager, [False, False, False]) == ["rasa"]


def test_an_answer_in_between_is_enough(manager: Manager) -> None:
    assert looks(manager, [False, False, True, False, False]) == []


def test_it_is_given_time_to_start_before_it_is_restarted_again(manager: Manager) -> None:
    assert looks(manager, [False, False, False, False, False]) == ["rasa"]


@pytest.mark.parametrize(("age", "restarted"), [(170, []), (190, ["rasa"])])
def test_what_was_killed_and_starts_slowly_is_left_its_time(manager: Manager, age: int, restarted: list[str]) -> None:
    watch = Watch(manager, Reporter(to_stderr=True), answers=lambda _: manager.pid == 1)  # type: ignore[arg-type]
    watch.look()
    manager.pid, manager.age = 2, age
    for _ in range(5):
        watch.look()
    assert manager.restarted[:1] == restarted


def test_what_supervisord_gave_up_is_started_again(manager: Manager) -> None:
    manager.statename = "FATAL"
    assert looks(manager, [False]) == ["rasa"]


def test_without_supervisord_everything_stops(manager: Manager) -> None:
    manager.alive = False
    with pytest.raises(StartError):
        looks(manager, [True])
