"""Transgenes: how their parts are read, and how a STOP is put into a payload."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.errors import InfeasibleError, LoxsmithError
from loxsmith.knowledge import part, sites
from loxsmith.request.payload import read_payload
from loxsmith.strategy import spell
from loxsmith.strategy.cassettes import DEFAULT_SITE, KOZAK, excision_sites
from loxsmith.strategy.payload_stops import SPACER, payload_stop, within
from loxsmith.strategy.transgenes import Transgene, read_transgene

DRIVERS = ("CAG", "PGK", "EF1a", "UbC", "SA")
CODING = ("EGFP", "mCherry", "tdTomato", "luc2", "puro")


def _read(text: str) -> Transgene:
    return read_transgene(read_payload(text))


def _names(transgene: Transgene) -> list[str]:
    return [p.name for p in (*transgene.driver, *transgene.body)]


def test_parts_stand_in_the_order_of_the_request() -> None:
    """Promoter, start context, coding sequence with one stop, what follows it."""
    found = _read("CAG-LSL-tdTomato-WPRE-bGHpA")
    assert _names(found) == ["CAG", "spacer", "Kozak", "tdTomato", "stop", "WPRE", "bGHpA"]
    assert found.switch is not None
    assert (found.promoter, found.switch.name, found.name) == ("CAG", "LSL", "CAG-LSL-tdTomato-WPRE-bGHpA")


def test_an_acceptor_stands_for_the_splice_acceptor_of_the_library() -> None:
    """SA is the En2 acceptor, and then nothing is a promoter."""
    found = _read("SA-EGFP-bGHpA")
    assert (_names(found)[0], found.promoter) == ("En2-SA", "")


def test_insulators_stand_at_the_ends() -> None:
    """An insulator in front of the promoter and one behind the polyA stay there."""
    assert _names(_read("cHS4-core-CAG-EGFP-cHS4-core"))[0] == "cHS4-core"
    assert _names(_read("cHS4-core-CAG-EGFP-cHS4-core"))[-2:] == ["bGHpA", "cHS4-core"]


@settings(max_examples=80)
@given(
    driver=st.sampled_from(DRIVERS),
    frames=st.lists(st.lists(st.sampled_from(CODING), min_size=1, max_size=3), min_size=1, max_size=2),
    joint=st.sampled_from(["T2A", "P2A", "GSG-T2A"]),
    ending=st.sampled_from(["", "-bGHpA", "-WPRE-bGHpA", "-SV40pA", "-WPRE"]),
)
def test_law_every_frame_is_open_from_atg_to_one_stop(
    driver: str, frames: list[list[str]], joint: str, ending: str
) -> None:
    """However many proteins are joined, each frame begins with ATG, has no stop inside and ends in one."""
    text = f"{driver}-{'-IRES-'.join(f'-{joint}-'.join(frame) for frame in frames)}{ending}"
    found = _read(text)
    assert len(found.cistrons) == len(frames)
    body = spell(found.body)
    at = 0
    for frame, cistron in zip(frames, found.cistrons, strict=True):
        assert len(cistron.chains) == len(frame)
        residues = 3 * sum(map(len, cistron.chains))
        at = body.index(part(frame[0]).sequence[:-3], at)
        codons = [body[i : i + 3] for i in range(at, at + residues + 3, 3)]
        assert codons[0] == "ATG"
        assert [c in {"TAA", "TAG", "TGA"} for c in codons] == [False] * (len(codons) - 1) + [True]
        at += residues
    assert sum(p.kind == "polyA" for p in found.body) == 1


@settings(max_examples=120)
@given(
    st.lists(
        st.sampled_from(
            [
                *DRIVERS,
                *CODING,
                "LSL",
                "FSF",
                "T2A",
                "IRES",
                "WPRE",
                "bGHpA",
                "loxP",
                "HA",
                "GSG",
                "cHS4-core",
                "pUC19",
            ]
        ),
        min_size=1,
        max_size=7,
    )
)
def test_law_any_parts_are_read_or_refused_in_a_sentence(names: list[str]) -> None:
    """Whatever the order, the answer is a transgene or one sentence with a mend."""
    found = _tried("-".join(names))
    if isinstance(found, LoxsmithError):
        assert found.exit_code in {2, 4}
        assert found.message.endswith(".")
        assert found.hint
    else:
        assert found.cistrons
        assert found.driver[-1].kind in {"promoter", "splice", "intron"}
        assert found.body[:2] == (SPACER, KOZAK)


def _tried(text: str) -> Transgene | LoxsmithError:
    try:
        return _read(text)
    except LoxsmithError as refusal:
        return refusal


_WORKING = [s for s in sites() if s.recombinase in DEFAULT_SITE and not s.inert and not s.extended]


@pytest.mark.parametrize("entry", [s.name for s in _WORKING if "ATG" not in s.sequence])
def test_the_leader_behind_a_removed_stop_has_no_atg(entry: str) -> None:
    """What a site leaves in front of the start context spells no ATG, joints included."""
    agent = next(s.recombinase for s in _WORKING if s.name == entry)
    pair = excision_sites(agent, (entry,))
    [rest] = payload_stop(0, agent, pair, marked=False).pieces(agent.casefold())
    assert "ATG" not in f"{rest.text}{SPACER.text}{KOZAK.text}AT"


@pytest.mark.parametrize("entry", [s.name for s in _WORKING if "ATG" in s.sequence])
def test_a_site_with_an_atg_is_refused_in_a_leader(entry: str) -> None:
    """A site whose own bases spell an ATG would start a protein in front of the payload's."""
    agent = next(s.recombinase for s in _WORKING if s.name == entry)
    with pytest.raises(InfeasibleError, match="carries an ATG"):
        payload_stop(0, agent, excision_sites(agent, (entry,)), marked=False)


@pytest.mark.parametrize("agent", DEFAULT_SITE)
def test_the_default_sites_are_fit_for_a_leader(agent: str) -> None:
    """loxP, FRT and rox carry no ATG in the direction in which they are put."""
    assert DEFAULT_SITE[agent] in {s.name for s in _WORKING if "ATG" not in s.sequence}


@pytest.mark.parametrize("switch", ["Cre", "Flp", "Dre"])
def test_nothing_is_translated_in_front_of_the_signals(switch: str) -> None:
    """From the first site to the first polyadenylation signal no ATG stands, joints included."""
    stop = payload_stop(0, switch, excision_sites(switch, ()), marked=True)
    for state, blocks in stop.states:
        text = spell(blocks[0].pieces)
        if part("STOP").sequence in text:
            first = text.index(part("STOP").sequence) + part("STOP").sequence.index(
                part("SV40pA-244").sequence
            )
            assert "ATG" not in text[:first], state


@pytest.mark.parametrize("switch", ["Cre", "Flp", "Dre"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_payload_stands_round_the_stop_in_every_state(switch: str, marked: bool) -> None:
    """What is put round the STOP is there in all states; only the switch's own leaves one site alone."""
    stop = payload_stop(7, switch, excision_sites(switch, ()), marked=marked)
    whole = within(stop, (KOZAK,), (SPACER,))
    assert len(whole.states) == (5 if marked else 2)
    for state, blocks in whole.states:
        assert [(b.start, b.end) for b in blocks] == [(7, 7)]
        assert (blocks[0].pieces[0], blocks[0].pieces[-1]) == (KOZAK, SPACER)
        inner = blocks[0].pieces[1:-1]
        assert (len(inner) == 1) == (switch.casefold() in state.split("_"))
        assert any(p.strand == -1 for p in inner) == (marked and state == "targeted")
