"""Laws of the request, attacked by a generator: no traceback, and the canonical line reads back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.request import Request, read_changes

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
WORDS = """Tnf Rosa26 flox humanize exon 2-3 conditional p.A223R +p.Y165H c.10_11insA 17:g.5A>G C-term N-term
ATG IRES- T2A-mCherry LSL- -EGFP @x.fa tm1a scope=cds --method es --arms 5,4 --set a=1 " human: – -- + - p. c.
--before null --sites loxP --donor ssodn @ --customer.notes = 1e400 --lab \\"""
words = st.sampled_from(WORDS.split())
lines = st.one_of(
    st.text(max_size=60),
    st.lists(words, max_size=8).map(" ".join),
    st.lists(st.one_of(words, st.text(max_size=4)), max_size=8).map("".join),
    st.text(alphabet="pcg.:_+-*>()?=delinsupfxtACGT0123456789 ", max_size=30).map("Tnf {}".format),
)


@given(lines)
def test_any_text_is_a_request_or_a_question(line: str) -> None:
    """Whatever is typed, the answer is a request that reads back, or one sentence with a mend."""
    try:
        request = Request.parse(line)
    except RequestError as refusal:
        problem = refusal
    else:
        assert Request.parse(request.canonical()) == request
        return
    assert problem.message.endswith((".", "?"))
    assert problem.hint


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Request.model_fields, json_values)), st.booleans())
def test_any_fields_are_a_request_or_a_question(data: dict[str, object], point: bool) -> None:
    """Fields of any shape give a request that reads back, or a RequestError: never another exception."""
    base = {"gene": "Tnf", "kind": "point", "change": "p.A223R"} if point else {}
    try:
        request = Request.from_fields({**data, **base})
    except RequestError:
        return
    assert Request.parse(request.canonical()) == request


@st.composite
def protein_changes(draw: st.DrawFn) -> str:
    """Draw a well-formed protein change."""
    ref, alt = draw(st.permutations(RESIDUES))[:2]
    position = draw(st.integers(2, 9999))
    new = draw(st.text(RESIDUES, min_size=1, max_size=4))
    return draw(
        st.sampled_from(
            [
                f"p.{ref}{position}{alt}",
                f"p.{ref}{position}*",
                f"p.{ref}{position}del",
                f"p.{ref}{position}_{alt}{position + 3}dup",
                f"p.{ref}{position}_{alt}{position + 1}ins{new}",
                f"human:p.{ref}{position}delins{new}",
            ]
        )
    )


places = st.sampled_from(["667", "186+5", "187-12", "-5", "*10", "-20+3"])
coding_changes = st.one_of(
    st.builds(
        "c.{}{}".format, places, st.sampled_from(["G>C", "del", "dup", "delA", "delinsACGT", "delAinsTT"])
    ),
    st.builds("c.{0}_{1}insGA".format, st.integers(1, 9).map(str), st.just("10")).filter(
        lambda t: "9_10" in t
    ),
)


@given(st.one_of(protein_changes(), coding_changes))
def test_a_change_reads_back_from_its_own_text(text: str) -> None:
    """The HGVS that a change writes is the HGVS it was read from, and gives the same change."""
    (change,) = read_changes(text)
    assert change.text == text
    assert read_changes(change.text) == (change,)


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"], include_characters="\n\t"), max_size=300),
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_.]{0,10}", fullmatch=True),
        st.booleans() | st.integers(-(10**14), 10**14) | st.floats(allow_nan=False, allow_infinity=False),
        max_size=4,
    ),
)
def test_notes_and_settings_survive_the_line(notes: str, options: dict[str, object]) -> None:
    """Free text with quotes and line feeds, and numbers of any size, come back from the line."""
    data = {"gene": "Tnf", "change": "p.A223R", "customer": {"notes": notes}, "options": options}
    request = Request.from_fields(data)
    assert Request.parse(request.canonical()) == request
    assert Request.from_fields(json.loads(request.model_dump_json())) == request
    assert dict(request.options) == options
