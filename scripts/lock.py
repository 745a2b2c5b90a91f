"""``make lock``: resolve both environments anew; write their lock files, with hashes, without addresses.

torch stands without a hash: the same version comes from the package index, from PyTorch's index of builds
without CUDA or from a folder of wheels, and each of these files has a hash of its own (docs/adr/0006).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from runtime import uv  # noqa: E402
from runtime.environments import BOT, MAIN, TOOLS, Environment  # noqa: E402

_WITHOUT_HASH = "torch"


def main() -> None:
    """Write the four lock files; a development lock repeats every version of the plain one."""
    for environment in (MAIN, BOT):
        project = environment.lock.parent / "pyproject.toml"
        torch = _torch_pin(project)
        _write(environment, [project], environment.lock, torch)
        _write(
            environment,
            [project, "--group", f"{project}:dev", "--constraint", environment.lock],
            environment.development_lock,
            torch,
        )


def _write(environment: Environment, sources: list[Path | str], lock: Path, torch: str | None) -> None:
    command = [
        uv.find_uv(TOOLS),
        *("pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-package", _WITHOUT_HASH),
        *("--python", environment.python, "--output-file", lock),
        *uv.options(),
        *sources,
    ]
    lock.unlink(missing_ok=True)
    subprocess.run([str(word) for word in command], check=True, cwd=REPOSITORY, env=uv.environment())
    content = re.sub(r"^#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = [entry for entry in re.split(r"\n(?=\S)", content.strip()) if entry]
    if torch:
        entries = sorted([*entries, torch], key=lambda entry: entry.split("==")[0])
    lock.write_text("\n".join(entries) + "\n", encoding="utf-8")
    print(f"{lock.relative_to(REPOSITORY)}: {len(entries)} packages")


def _torch_pin(project: Path) -> str | None:
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return next((one for one in wanted if one.startswith(f"{_WITHOUT_HASH}==")), None)


if __name__ == "__main__":
    main()
