"""``loxsmith recombine``: what recombinases make of a molecule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from loxsmith.cli._console import Console, common
from loxsmith.cli._tables import counted, entry, listed, table

_FILE = click.Path(path_type=Path)


@click.command(short_help="Let Cre, Flp, Dre, ... act on any molecule.")
@click.argument("file", type=_FILE)
@click.option("--with", "agents", required=True, metavar="AGENTS",
              help="Flp,Cre: one after the other. Flp+Cre: both at once.")  # fmt: skip
@click.option("--also", type=_FILE, multiple=True, metavar="FILE",
              help="A further molecule that is present, such as an exchange donor; may be repeated.")  # fmt: skip
@click.option("-o", "--out", type=_FILE, metavar="DIR", help="Write one GenBank file per product.")
@click.option("--force", is_flag=True, help="Write into DIR although it holds files.")
@common
def recombine(
    console: Console, file: Path, agents: str, also: tuple[Path, ...], out: Path | None, force: bool
) -> None:
    """Let recombinases act on the molecule in FILE (GenBank, FASTA, SnapGene), to closure.

    \b
    loxsmith recombine floxed.gb --with Cre
    loxsmith recombine allele.gb --with Flp,Cre -o products
    loxsmith recombine pad.gb --also donor.gb --with Cre
    """
    from loxsmith import wiring
    from loxsmith.recombination import programme
    from loxsmith.wiring.folder import fill, refuse_existing
    from loxsmith.wiring.recombined import Given, recombined, write_recombined

    programme(agents)
    if out is not None:
        refuse_existing(out, force=force, empty_is_fine=True)
    molecules = [wiring.read(path) for path in (file, *also)]
    inputs = [
        Given(id=f"partner_{i}" if i else "input", file=str(path), name=molecule.name)
        for i, (path, molecule) in enumerate(zip((file, *also), molecules, strict=True))
    ]
    with console.working(f"Recombining {file.name}"):
        graph = wiring.recombine(molecules[0], agents, molecules[1:])
        if out is not None:
            fill(out, lambda folder: write_recombined(graph, agents, folder))
        value = recombined(graph, inputs, written=out is not None)
    console.hand_over(value)
    console.show("\n".join(_told(value, agents, out)))


def _told(value: Mapping[str, Any], agents: str, out: Path | None) -> Iterator[str]:
    """Tell the graph in words."""
    products = value["products"]
    rows = [[p["id"], _made(p), p["length"], p["topology"], _sites(p["sites"])] for p in products]
    yield table(["product", "made by", "bp", "form", "sites"], rows, right=["bp"], wrap=True)
    yield ""
    yield _end(value, agents)
    for warning in value["warnings"]:
        yield entry("Warning", warning)
    if out is not None:
        yield f"{counted(len(products), 'GenBank file')} in {out}."


def _made(product: Mapping[str, Any]) -> str:
    if product["parent"] is None:
        return "given"
    return f"{product['kind']} of {product['parent']} by {product['agent']}"


def _sites(sites: Sequence[Mapping[str, Any]]) -> str:
    named = (f"{s['name']}{' (48 bp)' if s['extended'] else ''} {s['start']:,}{s['strand']}" for s in sites)
    return ", ".join(named) or "none"


def _end(value: Mapping[str, Any], agents: str) -> str:
    lengths = {product["id"]: product["length"] for product in value["products"]}
    ends = [f"{name} ({lengths[name]:,} bp)" for name in value["terminal"]]
    if not value["graph"]:
        return f"{agents} has nothing to do here: no two of its sites can recombine."
    if not ends:
        return "There is no end state: the reaction runs both ways for as long as the recombinase is there."
    if value["unique_end"]:
        return f"Every way ends in {ends[0]}."
    if len(ends) == 1:
        return f"The end state is {ends[0]}, but not every way leads there."
    return f"There are {len(ends)} end states: {listed(ends)}."
