"""Where loxsmith keeps what belongs to this machine: genomes, indexes and the database."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loxsmith.errors import DataError

VARIABLE = "LOXSMITH_HOME"
"""The environment variable that names another place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder, and what can be done there; nothing is created by looking."""

    path: Path
    """Absolute path."""

    named_by: str
    """``LOXSMITH_HOME``, or ``default``."""

    exists: bool
    """Whether the folder is there yet."""

    writable: bool
    """Whether it can be written to, or made."""

    free_bytes: int
    """Free space on its disk."""


def home_path(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return ``LOXSMITH_HOME``, or the platform's folder for a user's data.

    Raises:
        DataError: this account has no home folder and the variable is not set.
    """
    if named := environment.get(VARIABLE, "").strip():
        return Path(named).expanduser().absolute()
    try:
        home = Path.home()
    except RuntimeError:
        raise DataError(
            "This account has no home folder to keep data in.", hint=f"Set {VARIABLE} to a folder."
        ) from None
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "loxsmith"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "loxsmith"
    # The XDG base directory specification asks that a relative path be ignored.
    data = Path(environment.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else home / ".local" / "share") / "loxsmith"


def look_at_home() -> Home:
    """Describe the folder without touching it.

    Raises:
        DataError: this account has no home folder and ``LOXSMITH_HOME`` is not set.
    """
    path = home_path()
    nearest = next(folder for folder in (path, *path.parents) if folder.exists())
    return Home(
        path=path,
        named_by=VARIABLE if os.environ.get(VARIABLE, "").strip() else "default",
        exists=path.is_dir(),
        writable=nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK),
        free_bytes=shutil.disk_usage(nearest).free,
    )
