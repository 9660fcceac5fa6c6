"""``loxsmith sites``: the recombinase sites, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from loxsmith.cli._console import Console, common
from loxsmith.cli._tables import table

if TYPE_CHECKING:
    from loxsmith.knowledge import Site


@click.group(short_help="List the recombinase sites that are recognised.")
def sites() -> None:
    """List the recombinase sites that are recognised, each with its source."""


@sites.command("list")
@common
def list_(console: Console) -> None:
    """List the sites; two of one recombinase recombine when their spacers agree."""
    from loxsmith.knowledge import sites as all_sites

    console.hand_over([_listed(site) for site in all_sites()])
    rows = [[s.name, s.recombinase, len(s.sequence), s.spacer, _label(s), s.source] for s in all_sites()]
    console.show(table(["name", "cut by", "bp", "spacer", "label", "source"], rows, right=["bp"]))


def _label(site: Site) -> str:
    words = ["inert"] if site.inert else []
    return ", ".join([*words, site.confidence])


def _listed(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "aliases": list(site.aliases),
        "recombinase": site.recombinase,
        "family": site.family,
        "sequence": site.sequence,
        "minimal": site.minimal,
        "spacer": site.spacer,
        "length": len(site.sequence),
        "half": site.half or None,
        "inert": site.inert,
        "confidence": site.confidence,
        "source": site.source,
        "note": site.note,
    }
