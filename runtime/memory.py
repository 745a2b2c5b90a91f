"""How much memory a process holds."""

from __future__ import annotations

import subprocess


def resident_megabytes(pid: int) -> float | None:
    """Resident memory of a process in megabytes (10⁶ bytes), or ``None`` when it is gone."""
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    kibibytes = answer.stdout.strip()
    return int(kibibytes) * 1024 / 1e6 if kibibytes.isdigit() else None
