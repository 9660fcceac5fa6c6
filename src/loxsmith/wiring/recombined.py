"""What ``recombine`` hands over: the graph as one JSON value, and one GenBank record per product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from loxsmith.package.genbank import write_genbank
from loxsmith.recombination import Edge, Graph, Product
from loxsmith.wiring.placed_sites import site_marks, site_rows

ORGANISM = "unidentified"
"""Organism of a molecule somebody brings: its file may say, its bases do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A molecule as the user named it."""

    id: str
    """``input``, ``partner_1``, ..., or what it is to the command, such as ``locus``."""

    file: str
    """Path as typed."""

    name: str
    """What the file calls it."""


def file_of(product_id: str) -> str:
    """Return the name of a product's GenBank file."""
    return f"{product_id}.gb"


def recombined(graph: Graph, inputs: Sequence[Given], *, written: bool) -> dict[str, Any]:
    """Return the graph as the JSON value of ``loxsmith recombine``.

    Args:
        graph: what the recombinases can make.
        inputs: the files it was made from.
        written: whether each product has a file.
    """
    return {
        "inputs": [{"id": given.id, "file": given.file, "name": given.name} for given in inputs],
        "products": [_product(product, written=written) for product in graph.products],
        "graph": [_edge(edge) for edge in graph.edges],
        "terminal": list(graph.terminal),
        "unique_end": graph.unique_end,
        "warnings": [finding.message for finding in graph.findings],
    }


def write_recombined(graph: Graph, agents: str, folder: Path) -> None:
    """Write one GenBank record per product into ``folder``."""
    for product in graph.products:
        text = write_genbank(
            product.molecule,
            name=product.id,
            definition=_definition(product, agents),
            marks=site_marks(product.molecule),
            organism=ORGANISM,
        )
        (folder / file_of(product.id)).write_text(text, encoding="utf-8", newline="\n")


def _definition(product: Product, agents: str) -> str:
    if not product.parent:
        return f"{product.id} of a recombination with {agents}"
    return f"{product.id}: {product.kind} of {product.parent} by {product.agent}"


def _product(product: Product, *, written: bool) -> dict[str, Any]:
    molecule = product.molecule
    return {
        "id": product.id,
        "parent": product.parent or None,
        "agent": product.agent or None,
        "kind": product.kind,
        "topology": molecule.topology,
        "length": len(molecule),
        "sha256": sha256(molecule.sequence.encode()).hexdigest(),
        "file": file_of(product.id) if written else None,
        "bears_locus": product.bears_locus,
        "sites": site_rows(molecule),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.source,
        "to": edge.target,
        "agent": edge.agent,
        "kind": edge.kind,
        "sites": list(edge.sites),
    }
