"""Payloads keep the frame, and lose or gain start and stop as their place asks."""

from __future__ import annotations

import pytest

from loxsmith.knowledge import part
from loxsmith.request import PayloadItem, Request
from loxsmith.sequence import translate
from loxsmith.strategy.payload import expression, split, tag


def _items(words: str) -> tuple[PayloadItem, ...]:
    return tuple(Request.parse(words).payload)


@pytest.mark.parametrize(
    ("name", "left_behind"),
    [("T2A", 17), ("GSG-T2A", 20), ("P2A", 18), ("GSG-P2A", 21)],
)
def test_a_2a_peptide_stays_on_the_first_protein(name: str, left_behind: int) -> None:
    """T2A leaves 17 residues on the first protein, GSG-T2A 20, and Pro begins the second (DOMAIN 10.6)."""
    payload = tag(_items(f"Tnf C-term {name}-mCherry"), n_terminal=False)
    first, second = split(payload.protein, payload.releases)
    assert len(first) == left_behind
    assert first.endswith("NPG")
    assert second[0] == "P"
    assert second[1:] == part("mCherry").protein.rstrip("*")


def test_a_c_terminal_payload_has_no_stop_and_keeps_its_met() -> None:
    """It uses the native stop; its own Met stays, for it is inside the protein."""
    payload = tag(_items("Tnf C-term EGFP"), n_terminal=False)
    assert payload.text == part("EGFP").sequence.removesuffix("TAA").removesuffix("TAG").removesuffix("TGA")
    assert payload.protein == translate(payload.text)
    assert "*" not in payload.protein
    assert payload.releases == ()


def test_an_n_terminal_payload_loses_met_and_stop() -> None:
    """The native ATG begins the protein."""
    payload = tag(_items("Tnf N-term EGFP"), n_terminal=True)
    whole = tag(_items("Tnf C-term EGFP"), n_terminal=False)
    assert payload.text == whole.text.removeprefix("ATG")
    assert payload.protein == whole.protein[1:]


def test_linkers_are_repeated_as_written() -> None:
    """(GGGGS)3 is fifteen residues in front of the reporter."""
    payload = tag(_items("Tnf C-term (GGGGS)3-EGFP"), n_terminal=False)
    assert payload.protein.startswith("GGGGS" * 3 + "MVSKGE")


def test_a_coding_sequence_at_the_start_ends_in_exactly_one_stop() -> None:
    """One open frame from the first base to one stop, then what ends the transcript."""
    payload = expression(_items("Tnf ATG EGFP-T2A-mCherry-WPRE-bGHpA"))
    coding = payload.text[: 3 * len(payload.protein) + 3]
    assert translate(coding) == payload.protein + "*"
    assert payload.text == coding + part("WPRE").sequence + part("bGHpA").sequence
    assert [p.name for p in payload.pieces] == ["EGFP", "T2A", "mCherry", "stop", "WPRE", "bGHpA"]
    first, second = split(payload.protein, payload.releases)
    assert first.endswith("NPG")
    assert second.startswith("P")
