"""``loxsmith parts``: the library, each part with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from loxsmith.cli._console import Console, common
from loxsmith.cli._tables import counted, entry, letters, table
from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.knowledge import Part


@click.group(short_help="List the parts that payloads are made of, or show one.")
def parts() -> None:
    """List the parts that payloads are made of, or show one, each with its source."""


@parts.command("list")
@click.option("--kind", metavar="KIND", help="Only parts of this kind, such as tag or polyA.")
@common
def list_(console: Console, kind: str | None) -> None:
    """List the parts of the library."""
    from loxsmith.knowledge import parts as all_parts

    found = all_parts() if kind is None else _of_kind(kind)
    console.hand_over([_listed(part) for part in found])
    rows = [[p.name, p.kind, p.length, p.label or "-", _called(p), p.source] for p in found]
    console.show(table(["name", "kind", "bp", "label", "also called", "source"], rows, right=["bp"]))
    if not console.json:
        console.note(f"{counted(len(found), 'part')}. `loxsmith parts show NAME` gives the sequence.")


@parts.command()
@click.argument("name")
@common
def show(console: Console, name: str) -> None:
    """Show the part called NAME: sequence, protein, source, and how it was checked."""
    from loxsmith.knowledge import part

    found = part(name)
    console.hand_over({**_listed(found), **_checked(found)})
    facts = (
        ("Also called", ", ".join(found.aliases)),
        ("Kind", found.kind),
        ("Label", found.label),
        ("Source", found.source),
        ("Licence", found.licence),
        ("Checked", "; ".join(found.evidence)),
        ("Note", found.note),
    )
    lines = [found.name, *(entry(title, text, indent=14) for title, text in facts if text)]
    lines += [entry("Length", f"{found.length:,} bp", indent=14)]
    lines += [letters("Sequence", found.sequence, indent=14)]
    if found.protein:
        lines += [entry("Codes for", counted(len(found.protein), "residue"), indent=14)]
        lines += [letters("Protein", found.protein, indent=14)]
    console.show("\n".join(lines))


def _of_kind(kind: str) -> tuple[Part, ...]:
    from loxsmith.knowledge import parts as all_parts

    found = tuple(part for part in all_parts() if part.kind.casefold() == kind.strip().casefold())
    if not found:
        kinds = sorted({part.kind for part in all_parts()}, key=str.casefold)
        raise RequestError(
            f"There is no kind of part called {kind!r}.", hint=f"There are {', '.join(kinds)}.", kind=kind
        )
    return found


def _called(part: Part) -> str:
    return ", ".join(alias for alias in part.aliases if " " not in alias) or "-"


def _listed(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "aliases": list(part.aliases),
        "kind": part.kind,
        "length": part.length,
        "label": part.label,
        "source": part.source,
        "licence": part.licence,
        "note": part.note,
    }


def _checked(part: Part) -> dict[str, Any]:
    return {"sequence": part.sequence, "protein": part.protein or None, "evidence": list(part.evidence)}
