"""Holds two promises that import-linter cannot: one front door per engine, and nothing read at import.

Run without arguments; prints each breach and exits 1 when there is one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "loxsmith"

DOORS = {
    "primer3": "adapters/primers.py",
    "mappy": "adapters/aligner.py",
    "httpx": "adapters/http.py",
    "sassy": "adapters/bulges.py",
    "sqlalchemy": "store",
    "jinja2": "package/report.py",
    "click": "cli",
    "Bio": "genome/_biopython.py",
    "pydna": "nowhere: it is an oracle for tests and benchmarks",
}
"""Third-party engine and the one module, or chapter, that may import it."""


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and top-level package of every import in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


def breaches() -> Iterator[str]:
    """Yield one line for each import through another door than the engine's own."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        for line, package in imported(path):
            door = DOORS.get(package)
            if door is not None and place != door and not place.startswith(f"{door}/"):
                yield f"src/loxsmith/{place}:{line} imports {package}, whose door is {door}"


def main() -> int:
    """Print breaches; return how the process should end."""
    found = list(breaches())
    print("\n".join(found) or "one door each: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
