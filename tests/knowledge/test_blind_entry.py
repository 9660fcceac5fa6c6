"""Compares the product's tables with the same facts typed a second time, from the sources, by another hand.

The second entry lives in ``qc/``; its README says how it is kept. A difference is settled at the source.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from loxsmith.knowledge import limits, part, site, sites
from loxsmith.sequence import reverse_complement

QC = Path(__file__).parent / "qc"
SCALE = {"kb": 1000.0, "%": 0.01}

NO_NUMBER_OF_OURS = {
    "R36": ("chromosome to watch",),
    "R43": ("numbering example",),
    "10.1": ("Tnf ",),
    "10.13": ("exit code",),
    "10.15": ("phase of the four", "exons"),
    "10.16": ("Tnf ",),
}
"""Blind rows that name a thing or tell a worked example, by rule and words; annotation holds those."""


def _reverse_starts(name: str) -> int:
    """Count the start codons of a site read backwards."""
    return reverse_complement(site(name).sequence).count("ATG")


def _left_on_first(name: str) -> int:
    """Count the residues a 2A leaves on the first protein: all but the last proline."""
    return len(part(name).protein.removesuffix("P"))


def _left_on_second() -> int:
    """Count the residues a 2A leaves on the second protein."""
    return len(part("T2A").protein) - _left_on_first("T2A")


def _candidate_tt() -> int:
    """Count the TT at and just before the shared core of phiC31 attP."""
    phage = site("phiC31-attP")
    return sum(phage.sequence[i : i + 2] == "TT" for i in (phage.core_offset - 1, phage.core_offset))


DERIVED: dict[tuple[str, str], Callable[[], int]] = {
    ("R01", "spacer length of a lox site"): lambda: len(site("loxP").spacer),
    **{
        ("10.3", f"start codons in reverse {name}"): partial(_reverse_starts, name)
        for name in ("loxP", "lox66", "lox71", "lox72", "lox511", "lox5171", "rox")
    },
    ("10.1", "En2 acceptor length"): lambda: part("En2-SA").length,
    ("10.6", "T2A residues left on the first protein"): partial(_left_on_first, "T2A"),
    ("10.6", "GSG-T2A residues left on the first protein"): partial(_left_on_first, "GSG-T2A"),
    ("10.6", "2A residues (Pro) left on the second protein"): _left_on_second,
    ("10.14", "candidate TT dinucleotides in phiC31 attP"): _candidate_tt,
    ("10.14", "phiC31 attP shared core offset, 0-based"): lambda: site("phiC31-attP").core_offset,
    ("10.14", "phiC31 attB shared core offset, 0-based"): lambda: site("phiC31-attB").core_offset,
}
"""Blind rows whose number follows from our sequences instead of being stored."""


def _rows(name: str) -> list[dict[str, str]]:
    with (QC / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def _plain(value: str | float, unit: str) -> float:
    """Bring a number to base units, so that 2 kb equals 2000 bp and 50 % equals one half."""
    return round(float(value) * SCALE.get(unit, 1.0), 6)


def _ours() -> set[tuple[str, float]]:
    return {(entry.rule.removeprefix("D"), _plain(entry.value, entry.unit)) for entry in limits()}


def _is_example(row: dict[str, str]) -> bool:
    return any(words in row["quantity"] for words in NO_NUMBER_OF_OURS.get(row["rule"], ()))


def test_every_blind_site_is_ours() -> None:
    """Recombinase and spacer agree for each sequence typed blind, and none of ours is missing there."""
    ours = {entry.sequence: entry for entry in sites()}
    rows = _rows("sites.tsv")
    faults = []
    for row in rows:
        entry = ours.get(row["sequence"].upper())
        if entry is None:
            faults.append(f"{row['name']}: typed {row['sequence']}, which is none of our sites")
        elif entry.recombinase != row["recombinase"]:
            faults.append(f"{row['name']}: typed {row['recombinase']}, ours {entry.recombinase}")
        elif row["spacer"] not in ((entry.core,) if not entry.half else (entry.core, entry.core[:2])):
            faults.append(f"{row['name']}: typed spacer {row['spacer']}, ours {entry.core}")
    typed = {row["sequence"].upper() for row in rows}
    faults += [f"{entry.name}: ours, never typed" for entry in sites() if entry.sequence not in typed]
    assert not faults, "\n" + "\n".join(faults)


def test_every_blind_limit_is_ours() -> None:
    """Each number typed blind is a limit of the same rule, or follows from our sequences."""
    ours, faults = _ours(), []
    for row in _rows("limits.tsv"):
        key, typed = (row["rule"], row["quantity"]), _plain(row["value"], row["unit"])
        if _is_example(row):
            continue
        if key in DERIVED:
            if DERIVED[key]() != typed:
                faults.append(f"{': '.join(key)}: typed {row['value']}, our sequences give {DERIVED[key]()}")
        elif (row["rule"], typed) not in ours:
            held = sorted(value for rule, value in ours if rule == row["rule"])
            faults.append(f"{': '.join(key)}: typed {row['value']} {row['unit']}, ours {held}")
    assert not faults, "\n" + "\n".join(faults)


def test_every_limit_of_a_typed_rule_was_typed() -> None:
    """Each of our numbers for a rule the blind entry covers was found there too."""
    rows = _rows("limits.tsv")
    typed = {(row["rule"], _plain(row["value"], row["unit"])) for row in rows}
    covered = {row["rule"] for row in rows}
    faults = [
        f"{entry.id}: ours {entry.value} {entry.unit}, never typed"
        for entry in limits()
        if (rule := entry.rule.removeprefix("D")) in covered or rule.startswith("R")
        if (rule, _plain(entry.value, entry.unit)) not in typed
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_no_exemption_is_stale() -> None:
    """Each exempted or derived row still stands in the blind entry."""
    rows = _rows("limits.tsv")
    keys = {(row["rule"], row["quantity"]) for row in rows}
    assert set(DERIVED) <= keys
    for rule, phrases in NO_NUMBER_OF_OURS.items():
        for words in phrases:
            assert any(row["rule"] == rule and words in row["quantity"] for row in rows), (rule, words)
