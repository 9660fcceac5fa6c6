"""Reads the TOML form of a request from a file or from text."""

from __future__ import annotations

import tomllib
from pathlib import Path

from loxsmith.errors import DataError, RequestError

LARGEST = 1_000_000
"""Largest request file, in bytes."""


def read_toml(source: Path | str) -> dict[str, object]:
    """Give the fields of a TOML request.

    Args:
        source: a path; or the text itself, recognised by a line break or ``=``.

    Raises:
        DataError: the file is absent, a folder, larger than 1 MB, or not UTF-8.
        RequestError: the text is no TOML; the message gives the line.
    """
    if isinstance(source, str) and ("\n" in source or "=" in source or not source.strip()):
        text, where = source, "The request"
    else:
        text, where = _read(Path(source)), f"The request file {source}"
    if not text.strip():
        raise RequestError(f"{where} is empty.", hint='Write at least gene = "Tnf" and change = "p.A223R".')
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RequestError(f"{where} is no TOML: {problem}.", hint="Mend that line.") from None


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(
                f"The request file {path} is larger than 1 MB.", hint="Put sequences into @file.fa."
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"The request file {path} is not UTF-8 text.", hint="Save it as UTF-8.") from None
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise DataError(
            f"The request file {path} cannot be read: {reason}.", hint="Check the path.", file=str(path)
        ) from None
