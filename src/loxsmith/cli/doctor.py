"""``loxsmith doctor``: versions, disk, genomes, and where files live."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loxsmith import __version__
from loxsmith.cli._console import Console, common
from loxsmith.cli._tables import entry, listed
from loxsmith.errors import LoxsmithError

if TYPE_CHECKING:
    from loxsmith.genome.store import Stored

LIBRARIES = ("biopython", "click", "jinja2", "numpy", "pydantic")
"""What loxsmith cannot do without."""

UNWELL = 5
"""Exit code when a library is missing or a genome cannot be used: data are missing or unreadable."""


@click.command(short_help="Say what is installed, and where files live.")
@common
@click.pass_context
def doctor(ctx: click.Context, console: Console) -> None:
    """Say what is installed and where files live; nothing is created or changed."""
    from loxsmith.genome.home import look_at_home
    from loxsmith.genome.store import leftovers, stored
    from loxsmith.wiring.genomes import BUILT_IN

    home = look_at_home()
    value: dict[str, Any] = {
        "software": {"name": "loxsmith", "version": __version__, "location": str(Path(__file__).parents[1])},
        "python": {"version": platform.python_version(), "implementation": platform.python_implementation()},
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "home": {
            "path": str(home.path),
            "named_by": home.named_by,
            "exists": home.exists,
            "writable": home.writable,
            "free_bytes": home.free_bytes,
        },
        "genomes": [*map(_built_in, BUILT_IN), *map(_added, stored(home.path))],
        "leftovers": [str(path) for path in leftovers(home.path)],
    }
    troubles = list(_troubles(value))
    console.hand_over({**value, "troubles": troubles})
    console.show("\n".join([*_told(value), *(troubles or ["Everything is in place."])]))
    if any(found is None for found in value["libraries"].values()) or any(
        "error" in g for g in value["genomes"]
    ):
        ctx.exit(UNWELL)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _built_in(name: str) -> dict[str, Any]:
    """Open a built-in genome, which proves that its files are whole."""
    from loxsmith.wiring.genomes import described_built_in

    try:
        return described_built_in(name)
    except (LoxsmithError, ImportError, OSError) as problem:
        return {"name": name, "built_in": True, "error": str(problem)}


def _added(held: Stored) -> dict[str, Any]:
    """Describe an added genome; its files are checked by size and sample."""
    from loxsmith.wiring.genomes import described

    facts = described(held)
    return {**facts, "error": facts.pop("trouble")} if held.trouble else facts


def _told(value: Mapping[str, Any]) -> Iterator[str]:
    software, python, home = value["software"], value["python"], value["home"]
    yield entry("loxsmith", f"{software['version']} in {software['location']}")
    yield entry("Python", f"{python['version']} ({python['implementation']}) on {value['platform']}")
    yield entry("Libraries", ", ".join(f"{k} {v or 'missing'}" for k, v in value["libraries"].items()))
    made = "" if home["exists"] else ", made when it is first needed"
    named = f", named by {home['named_by']}" if home["named_by"] != "default" else ""
    yield entry("Home", f"{home['path']} ({home['free_bytes'] / 1e9:.1f} GB free{named}{made})")
    well = [g for g in value["genomes"] if "error" not in g]
    names = [g["name"] for g in well if g["built_in"]]
    yield entry("Genomes", f"{listed(names)} (built in, made up for teaching)" if names else "none")
    for genome in well:
        if not genome["built_in"]:
            indexed = f", {listed(genome['indexes'])}" if genome["indexes"] else ", no index"
            yield entry("", f"{genome['name']} ({genome['bytes'] / 1e6:,.1f} MB on disk{indexed})")


def _troubles(value: Mapping[str, Any]) -> Iterator[str]:
    for name, found in value["libraries"].items():
        if found is None:
            yield f"Library {name} is missing: install loxsmith again."
    for genome in value["genomes"]:
        if "error" in genome:
            yield f"Genome {genome['name']} cannot be opened: {genome['error']}"
    for path in value["leftovers"]:
        yield f"{path} is left of an interrupted `loxsmith genome`: remove it, unless one is running."
    if not value["home"]["writable"]:
        yield f"{value['home']['path']} cannot be written to: set LOXSMITH_HOME to a folder of yours."
