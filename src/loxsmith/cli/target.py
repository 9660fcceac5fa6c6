"""``loxsmith target``: what homologous recombination makes of a vector and a locus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from loxsmith.cli._console import Console, common
from loxsmith.cli._tables import counted, entry, table

_FILE = click.Path(path_type=Path)


@click.command(short_help="Recombine a vector or donor into a locus through its arms.")
@click.argument("locus", type=_FILE)
@click.argument("vector", type=_FILE)
@click.option("-o", "--out", type=_FILE, metavar="DIR", help="Write one GenBank file per outcome.")
@click.option("--force", is_flag=True, help="Write into DIR although it holds files.")
@common
def target(console: Console, locus: Path, vector: Path, out: Path | None, force: bool) -> None:
    """Recombine VECTOR into LOCUS through its homology arms, which are found by alignment.

    Both are GenBank, FASTA or SnapGene files. The outcomes that screening must exclude are listed too.

    \b
    loxsmith target locus.gb vector.gb -o outcomes
    """
    from loxsmith import wiring
    from loxsmith.wiring.folder import fill, refuse_existing
    from loxsmith.wiring.targeted import targeted, write_targeted

    if out is not None:
        refuse_existing(out, force=force, empty_is_fine=True)
    place, brought = wiring.read(locus), wiring.read(vector)
    with console.working(f"Aligning {vector.name} to {locus.name}"):
        found = wiring.target(place, brought)
        if out is not None:
            fill(out, lambda folder: write_targeted(found, folder))
        value = targeted(found, brought, written=out is not None)
    console.hand_over(value)
    console.show("\n".join(_told(value, out)))


def _told(value: Mapping[str, Any], out: Path | None) -> Iterator[str]:
    """Tell the outcomes in words."""
    arms = [
        [f"{name[0]}' arm", arm["locus"], arm["vector"], arm["length"], f"{arm['identity']:.2%}"]
        for name, arm in value["arms"].items()
    ]
    yield table(["", "locus", "vector", "bp", "identity"], arms, right=["bp", "identity"])
    many = len(value["differences"])
    turned = "" if value["vector_strand"] == "+" else " It pairs from its other strand."
    yield f"The vector brings {counted(many, 'difference')} to the locus.{turned}"
    yield ""
    rows = [[p["id"], p["length"], _wanted(p), p["note"]] for p in value["products"]]
    yield table(["product", "bp", "wanted", "how it arises"], rows, right=["bp"], wrap=True)
    for warning in value["warnings"]:
        yield entry("Warning", warning)
    if out is not None:
        yield f"{counted(len(rows), 'GenBank file')} in {out}."


def _wanted(product: Mapping[str, Any]) -> str:
    return "yes" if product["intended"] else "no"
