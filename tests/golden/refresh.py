"""Writes the goldens anew: what the designs of six requests say, without any sequence of a real window.

Run ``python tests/golden/refresh.py`` after a change that is meant to alter them, and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from loxsmith.genome import Genome
from loxsmith.workbench import design

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("LOXSMITH_SHARED", HERE.parents[2] / "shared")) / "data"

REQUESTS = {
    "tnf-point": ("loci/mouse_GRCm38_chr17_35150000_35300000", "Tnf p.A223R"),
    "tnf-conditional": ("loci/mouse_GRCm38_chr17_35150000_35300000", "Tnf p.A223R conditional"),
    "ltb-c-term": ("loci/mouse_GRCm38_chr17_35150000_35300000", "Ltb C-term T2A-mCherry"),
    "ltb-n-term": ("loci/mouse_GRCm38_chr17_35150000_35300000", "Ltb N-term HA"),
    "tnf-atg": ("loci/mouse_GRCm38_chr17_35150000_35300000", "Tnf ATG EGFP-bGHpA"),
    "ace2-c-term": ("loci/mouse_chrX_Ace2_BACinsert_GRCm39", "Ace2 C-term GSG-EGFP"),
}
"""Name of the golden, genome (without ending) and line."""

KEPT: dict[str, tuple[str, ...]] = {
    "genome": ("species", "assembly", "sha256"),
    "target": ("gene", "gene_id", "transcript", "chrom", "start", "end", "strand", "window", "x_linked",
               "protein_length"),
    "strategy": ("id",),
    "promises": ("allele", "statement", "proved"),
    "molecules": ("id", "kind", "topology", "length", "sha256", "strand", "polarity", "arms", "sites", "selection",
                  "linearised_by"),
    "alleles": ("id", "name", "state", "parent", "event", "topology", "length", "sha256", "intended", "same_as",
                "sites", "transcripts"),
    "graph": ("from", "to", "agent", "kind", "sites"),
    "guides": ("id", "chosen", "protospacer", "pam", "chrom", "start", "end", "strand", "cut", "distance", "recuts"),
    "edits": ("hgvs_g", "hgvs_c", "hgvs_p", "kind", "chrom", "start", "ref", "alt"),
}  # fmt: skip
"""Sections, and their fields, that a golden holds."""

SEQUENCES = frozenset({"order", "protein", "chains"})
"""Fields that spell sequence: never kept."""

WORDS = frozenset({"note"})
"""Prose below the sections, free to change."""


def written(folder: Path, stem: str, line: str) -> dict[str, Any]:
    """Design one request and return its document as the golden would hold it."""
    path = folder / stem
    found = design(line, Genome.open(path.with_suffix(".fa"), path.with_suffix(".gff3")))
    document = json.loads(found.document.model_dump_json(by_alias=True))
    assert isinstance(document, dict)
    return {"line": line, "proved": document["proved"]} | {
        section: _kept(document[section], fields) for section, fields in KEPT.items()
    }


def _kept(value: Any, fields: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_kept(item, fields) for item in value]
    return {field: _bare(value[field]) for field in fields}


def _bare(value: Any) -> Any:
    """Return the value without what spells sequence and without prose."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k not in SEQUENCES | WORDS}
    return value


def refresh() -> None:
    """Write every golden."""
    for name, (stem, line) in REQUESTS.items():
        text = json.dumps(written(SHARED, stem, line), indent=1, ensure_ascii=False)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}.json: {line}")


if __name__ == "__main__":
    refresh()
