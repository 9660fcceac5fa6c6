"""Every part passes the same battery: length, translation, names, source, agreement with the shared table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.knowledge import Part, longest_part_at, part, parts, polya_parts_in, site
from loxsmith.knowledge._files import read_tsv
from loxsmith.sequence import translate

WITHOUT_STOP = {
    *("mTurquoise2", "mScarlet", "TagBFP", "mRuby2", "rtTA", "tTA", "SpCas9"),
    *("eeBxb1", "ERT2", "FKBP12-F36V", "mTagBFP2", "lacZ-cassette"),
}
WITHOUT_START = {"Dre", "eeBxb1", "ERT2", "FKBP12-F36V", "mTagBFP2", "lacZ-cassette"}
OWN_COMPOSITIONS = {"STOP", "STOP-4xSV40pA", "CreERT2"}
FROM_MEMORY = {"F2A", "ALFA-tag", "HiBiT", "loxFAS", "loxm2"}


@pytest.mark.parametrize("entry", parts(), ids=lambda entry: entry.name)
def test_sequence_is_plain_dna_of_the_stated_length(entry: Part) -> None:
    """The table's length column holds, and only A, C, G and T occur."""
    stated = {row["name"]: int(row["length"]) for row in read_tsv("parts.tsv")}
    assert entry.length == stated[entry.name] > 0
    assert set(entry.sequence) <= set("ACGT")
    assert entry.source
    assert entry.licence


@pytest.mark.parametrize("entry", [p for p in parts() if p.protein], ids=lambda entry: entry.name)
def test_coding_parts_spell_their_protein(entry: Part) -> None:
    """The bases translate to the stated protein, with a stop only where the policy says so."""
    if entry.name == "lacZ-cassette":
        assert translate(entry.sequence) == entry.protein
        assert not entry.is_coding
        return
    assert entry.is_coding
    assert translate(entry.sequence) == entry.protein + ("*" if entry.has_stop else "")
    assert "*" not in entry.protein
    assert "X" not in entry.protein
    if entry.kind in {"cds", "cds-fragment"}:
        assert entry.has_stop == (entry.name not in WITHOUT_STOP)
        assert ("no stop codon of its own" in entry.note) == (not entry.has_stop)
        assert entry.has_start == (entry.name not in WITHOUT_START)
        assert ("no start codon of its own" in entry.note) == (not entry.has_start)
    else:
        assert not entry.has_stop


def test_every_part_equals_the_shared_table(shared: Path) -> None:
    """Each row of the shared table is found under its old name with the same bases, kind apart."""
    with (shared / "parts" / "elements.tsv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    assert len(rows) == len(parts()) == 126
    for row in rows:
        found = part(row["name"])
        assert (found.sequence, found.protein, found.length) == (
            row["sequence"],
            row["protein"],
            int(row["length"]),
        )


def test_names_and_aliases_are_unique() -> None:
    """Whatever its case, a name leads to one part only."""
    names = [text.casefold() for entry in parts() for text in (entry.name, *entry.aliases)]
    assert len(names) == len(set(names))
    assert all(" " not in entry.name for entry in parts())


def test_site_parts_are_the_sites_of_the_table() -> None:
    """A site drawn from the parts library is the site the recombinase looks for."""
    drawn = [entry for entry in parts() if entry.kind == "site"]
    assert len(drawn) == 22
    assert all(site(entry.name).sequence == entry.sequence for entry in drawn)
    assert all(
        (entry.label == "unconfirmed") == (site(entry.name).confidence == "unconfirmed") for entry in drawn
    )


def test_what_must_be_shown_is_labelled() -> None:
    """Own compositions and unconfirmed parts carry a label."""
    assert {p.name for p in parts() if p.label == "own composition"} == OWN_COMPOSITIONS
    assert {p.name for p in parts() if "unconfirmed" in p.label} == FROM_MEMORY
    assert {p.name for p in parts() if "unconfirmed" in p.evidence} == FROM_MEMORY


@pytest.mark.parametrize(
    ("composite", "signals"),
    [
        ("STOP", ["SV40pA-244", "bGHpA", "rbGpA", "PGKpA"]),
        ("STOP-4xSV40pA", ["SV40pA-244"] * 4),
        ("L1L2_Bact_P", ["SV40pA-256"] * 2),
        ("rbGpA-529", ["rbGpA-529"]),
        ("EGFP", []),
    ],
)
def test_composites_hold_the_polyadenylation_signals_they_claim(composite: str, signals: list[str]) -> None:
    """The signals are found in order, the longest form of each once."""
    assert [signal.name for signal, _ in polya_parts_in(part(composite).sequence)] == signals


@pytest.mark.parametrize("name", ["STOP", "STOP-4xSV40pA"])
def test_a_stop_closes_all_three_frames_before_its_first_signal(name: str) -> None:
    """Whatever the frame in which translation arrives, it ends."""
    cassette = part(name)
    first = polya_parts_in(cassette.sequence)[0][1]
    for frame in range(3):
        assert "*" in translate(cassette.sequence[frame : first + 244])


def test_creert2_is_cre_a_junction_and_ert2() -> None:
    """The composition spells its two parts and three junction residues."""
    assert part("CreERT2").protein == part("Cre").protein + "LEP" + part("ERT2").protein


def test_the_acceptor_ends_in_ag_and_a_2a_in_proline() -> None:
    """What the readout relies on: AG before the first base spliced in, Pro left on the second product."""
    assert part("En2-SA").sequence.endswith("AG")
    assert part("CAG").sequence.startswith(part("CMV-enhancer").sequence[:12])
    assert all(entry.protein.endswith("NPGP") for entry in parts() if entry.kind == "2A")


@pytest.mark.parametrize(
    ("text", "name", "taken"),
    [
        ("mScarlet-I-bGHpA", "mScarlet-I", "mScarlet-I"),
        ("mScarlet-bGHpA", "mScarlet", "mScarlet"),
        ("GSG-T2A-mCherry", "GSG-T2A", "GSG-T2A"),
        ("GSG-mCherry", "GSG", "GSG"),
        ("(GGGGS)3-EGFP", "(GGGGS)3", "(GGGGS)3"),
        ("puro-delta-TK", "puro-delta-TK", "puro-delta-TK"),
        ("wpre", "WPRE", "wpre"),
    ],
)
def test_the_longest_name_wins(text: str, name: str, taken: str) -> None:
    """A payload is read greedily, and the stretch taken is the user's own spelling."""
    found = longest_part_at(text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, taken)


def test_a_name_must_end_at_a_hyphen() -> None:
    """A longer word that only begins like a part is no part."""
    assert longest_part_at("mCherryX-bGHpA") is None
    assert longest_part_at("") is None


@given(st.lists(st.sampled_from(parts()), min_size=1, max_size=4))
def test_reading_a_joined_payload_never_stops_short_of_its_first_part(chosen: list[Part]) -> None:
    """Law: the match is at least as long as the first name, and the rest starts with a hyphen."""
    text = "-".join(entry.name for entry in chosen)
    found = longest_part_at(text)
    assert found is not None
    assert len(found[1]) >= len(chosen[0].name)
    assert text == found[1] or text[len(found[1])] == "-"


def test_an_unknown_part_names_three_neighbours() -> None:
    """A typing slip is answered with three names that exist."""
    with pytest.raises(RequestError) as caught:
        part("mCherri")
    near = caught.value.fields["nearest"]
    assert isinstance(near, list)
    assert len(near) == 3
    assert near[0] == "mCherry"


@pytest.mark.parametrize(
    ("alias", "length"),
    [
        ("PGK", 514),
        ("CAG", 1715),
        ("bGH-pA", 225),
        ("SV40pA", 122),
        ("IRES", 561),
        ("SA", 875),
        ("pUC-backbone", 3085),
    ],
)
def test_short_names_lead_to_the_chosen_form(alias: str, length: int) -> None:
    """Where the library holds several forms, the short name is a decision, written down here."""
    assert part(alias).length == length
