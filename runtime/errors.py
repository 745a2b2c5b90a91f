"""What can go wrong between the code and a running assistant.

RuntimeProblem
├── AlreadyRunningError   another `troly up` holds this home
├── NotRunningError       nothing to stop or to ask
├── PortInUseError        a wanted port is taken by another program
├── PreparationError      training or indexing failed
├── ProblemError          the assistant refused a request, or did not answer it in time
└── StartError            a process did not come up, or went down for good
"""

from __future__ import annotations


class RuntimeProblem(Exception):  # noqa: N818 - the base of the tree; its leaves end in Error
    """Base of everything this package raises; the message says what to do next."""


class AlreadyRunningError(RuntimeProblem):
    """Another assistant runs from the same home."""

    def __init__(self, address: str | None) -> None:
        where = f"at {address}" if address else "and is still starting"
        super().__init__(f"The assistant is already running {where}. `troly down` stops it.")
        self.address = address


class NotRunningError(RuntimeProblem):
    """No assistant runs from this home."""


class PortInUseError(RuntimeProblem):
    """A port that was asked for is taken."""

    def __init__(self, variable: str, port: int) -> None:
        super().__init__(
            f"Port {port} is used by another program. Stop that program, or choose another port: "
            f"{variable}={port + 1 if port < 65535 else 8000} make up"
        )
        self.variable = variable
        self.port = port


class PreparationError(RuntimeProblem):
    """The model could not be trained or the index not be built."""


class ProblemError(RuntimeProblem):
    """A request was refused: the problem document's code and detail."""


class StartError(RuntimeProblem):
    """A process is not ready in time, or keeps ending."""
