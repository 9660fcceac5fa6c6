"""What a request says once it is understood: defaults, TOML, options beside the line, schema."""

from __future__ import annotations

import copy
import json
import pickle
import re
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from loxsmith.errors import DataError, RequestError
from loxsmith.request import CodingChange, Customer, PayloadItem, ProteinChange, Request

TOML = """
gene = "Tnf"
kind = "point"
change = "p.A223R"
method = "es"
arms = [5000, 4000]

[control]
conditional = true
before = "wild-type"
sites = ["loxP", "lox2272"]

[customer]
name = "A. Customer"
notes = '''two lines,
one "quoted" – and a dash'''

[options]
rule.R10.limit = 4000
"""


def test_a_conditional_change_is_null_before_cre_by_assumption() -> None:
    """Without --before the state is null and the recombinase Cre, and both are named as assumptions."""
    request = Request.parse("Tnf p.A223R conditional")
    assert (request.before, request.recombinase) == ("null", "Cre")
    assert [text.split(":")[0] for text in request.assumptions] == ["before", "recombinase"]
    said = Request.parse("Tnf p.A223R conditional --before null --recombinase Cre")
    assert (said.before, said.recombinase, said.assumptions) == ("null", "Cre", ())


def test_a_plain_change_has_no_state_before() -> None:
    """A constitutive change has neither a state before nor a recombinase nor an assumption."""
    request = Request.parse("Tnf p.A223R")
    assert (request.before, request.recombinase, request.assumptions) == (None, None, ())


@pytest.mark.parametrize(("switch", "agent"), [("LSL", "Cre"), ("FSF", "Flp"), ("RSR", "Dre")])
def test_a_switch_brings_its_recombinase(switch: str, agent: str) -> None:
    """The STOP switch of the payload settles the recombinase without an assumption."""
    request = Request.parse(f"Rosa26 CAG-{switch}-tdTomato-bGHpA")
    assert (request.is_conditional, request.recombinase, request.assumptions) == (True, agent, ())


def test_scope_and_exons_default_with_an_assumption() -> None:
    """Humanisation takes the coding sequence, and flox chooses exons, when nothing is said."""
    whole, part = Request.parse("humanize Tnf"), Request.parse("flox Tnf exon 2-3")
    assert (whole.humanize_scope, len(whole.assumptions)) == ("cds", 1)
    assert (part.exons, Request.parse("flox Tnf exon 4").exons) == ((2, 3), (4, 4))
    assert Request.parse("flox Tnf").exons is None


def test_the_kind_settles_the_state_before() -> None:
    """A floxed allele is wild type until Cre; tm1a is a reporter-tagged null from the start."""
    assert (Request.parse("flox Tnf").before, Request.parse("Tnf tm1a").before) == ("wild-type", "null")
    assert Request.parse("Tnf tm1a").assumptions == ()


def test_positions_stay_one_based() -> None:
    """Changes keep the numbers as HGVS counts them, both ends inclusive."""
    (protein,) = Request.parse("Tnf human:p.A221_S223del").changes
    assert isinstance(protein, ProteinChange)
    assert (protein.position, protein.end, protein.end_ref, protein.numbering) == (221, 223, "S", "human")
    (coding,) = Request.parse("Tnf c.187-2A>G").changes
    assert isinstance(coding, CodingChange)
    assert (coding.start.base, coding.start.offset, coding.start.region) == (187, -2, "cds")


def test_a_genomic_request_has_no_gene() -> None:
    """The gene of a genomic change stays open until the genome is at hand."""
    assert Request.parse("17:g.35200185G>C").gene is None


def test_toml_and_line_say_the_same() -> None:
    """The TOML form, its canonical line and a dump of its fields give one and the same request."""
    request = Request.from_toml(TOML)
    assert request.options == {"rule.R10.limit": 4000}
    assert request.arms == (5000, 4000)
    assert Request.parse(request.canonical()) == request
    assert Request.from_fields(json.loads(request.model_dump_json())) == request
    assert "customer" not in request.canonical(customer=False)


def test_toml_needs_no_kind_where_one_choice_is_left() -> None:
    """A change alone is a point mutation, and tm1a an IKMC allele; a payload may be text or a list."""
    assert Request.from_toml('gene = "Tnf"\nchange = "p.A223R"') == Request.parse("Tnf p.A223R")
    assert Request.from_toml('gene = "Tnf"\nchange = "tm1a"') == Request.parse("Tnf tm1a")
    tail = '\nkind = "C-terminal"\npayload = ["T2A", "mCherry"]'
    assert Request.from_toml(f'gene = "Ltb"{tail}') == Request.parse("Ltb C-term T2A-mCherry")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('gene = "Tnf"\nchange = ', "no TOML"),
        ('gene = "Tnf"', "which kind of model"),
        ('gene = "Tnf"\nchange = "p.A223R"\ncolour = "red"', "colour is no field"),
        ('gene = "Tnf"\nchange = "p.A223R"\npayload = "EGFP"', "also names a payload"),
        ('gene = "Tnf"\nchange = 223', "change is '223'"),
        ('gene = "Tnf"\nchange = "p.A223R"\narms = [0, 1]', "An arm of 0 bp"),
        ('kind = 5\ngene = "Tnf"', "kind is '5'"),
        ('kind = "harbour"\ngene = "Tnf"\npayload = "EGFP"', "no safe harbour"),
        ('kind = "flox"', "names no gene"),
        ('kind = "atg"\ngene = "Tnf"', "names nothing to insert"),
        ('gene = "Tnf"\nchange = "p.A223R"\n[options]\n"rule.R10" = [1]', "no usable value"),
        ("", "is empty"),
    ],
)
def test_a_bad_toml_is_refused_in_words(text: str, message: str) -> None:
    """Each TOML mistake is one sentence naming the field."""
    with pytest.raises(RequestError, match=re.escape(message)):
        Request.from_toml(text)


def test_every_wrong_field_is_reported_at_once() -> None:
    """Two wrong fields make one error that lists both."""
    with pytest.raises(RequestError) as refusal:
        Request.from_fields({"gene": "Tnf", "change": "p.A223R", "colour": 1, "method": "magic"})
    problems = refusal.value.fields["problems"]
    assert isinstance(problems, list)
    assert len(problems) == 2


def test_a_missing_or_foreign_toml_file_is_a_data_error(tmp_path: Path) -> None:
    """An absent file, a folder and a latin-1 file are data errors that name the path."""
    foreign = tmp_path / "latin.toml"
    foreign.write_bytes(b'gene = "Tnf\xe9"')
    for path in (tmp_path / "absent.toml", tmp_path, foreign):
        with pytest.raises(DataError, match=re.escape(path.name)):
            Request.from_toml(path)
    good = tmp_path / "request.toml"
    good.write_text(TOML, encoding="utf-8")
    assert Request.from_toml(str(good)) == Request.from_toml(TOML)


def test_options_beside_the_line_join_it() -> None:
    """Keywords say the same as options in the line; None says nothing; a contradiction is refused."""
    line = Request.parse("Tnf p.A223R conditional --method es --arms 5000,4000 --set rule.R10.limit=4000")
    beside = Request.parse(
        "Tnf p.A223R", conditional=True, method="es", arms=(5000, 4000), set=["rule.R10.limit=4000"], lab=None
    )
    assert beside == line
    assert Request.parse("Tnf p.A223R --method es", method="ES").method == "es"
    with pytest.raises(RequestError, match="--method es"):
        Request.parse("Tnf p.A223R --method es", method="zygote")
    with pytest.raises(RequestError, match="no option"):
        Request.parse("Tnf p.A223R", colour="red")
    person = Request.parse("Tnf p.A223R", customer={"name": "A. Customer"})
    assert person.customer == Customer(name="A. Customer")


def test_a_request_is_a_value() -> None:
    """A request is frozen, hashable, picklable and copyable; equal lines give equal hashes."""
    request, field = Request.parse("Tnf p.A223R --set rule.R10.limit=4000"), "gene"
    with pytest.raises(ValidationError, match="frozen"):
        setattr(request, field, "Ltb")
    assert pickle.loads(pickle.dumps(request)) == copy.deepcopy(request) == request
    assert len({request, Request.parse(request.canonical())}) == 1


def test_the_schema_is_stable_described_and_accepts_the_toml_form() -> None:
    """Every field has a description, the schema is valid and true of a TOML document."""
    import tomllib

    schema = Request.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads(TOML), schema)
    assert schema == Request.model_json_schema()
    for name, field in schema["properties"].items():
        assert field.get("description"), name
    names = """gene kind change payload scope control method donor transcript strain lab arms selection
    customer options"""
    assert set(schema["properties"]) == set(names.split())


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u200b", "\ud800", "\u202e"])
def test_invisible_characters_are_refused_with_their_place(character: str) -> None:
    """Control, zero-width, unpaired and direction characters are named by place and code point."""
    with pytest.raises(RequestError, match="Character 4"):
        Request.parse(f"Tnf{character} p.A223R")
    with pytest.raises(RequestError):
        Request.from_fields({"gene": f"Tnf{character}", "change": "p.A223R"})


def test_no_break_spaces_part_words() -> None:
    """Any white space parts words, that of word processors too."""
    assert Request.parse("Tnf\u00a0p.A223R\u2009conditional\n") == Request.parse("Tnf p.A223R conditional")


def test_a_line_of_ten_thousand_characters_is_the_limit() -> None:
    """One character more than 10,000 is refused, whatever it says."""
    line = "Tnf p.A223R"
    assert Request.parse(line.ljust(10_000)).gene == "Tnf"
    with pytest.raises(RequestError, match="10,001 characters"):
        Request.parse(line.ljust(10_001))


def test_a_path_in_quotes_may_hold_anything() -> None:
    """A quoted file path keeps its blanks and hyphens, and reads back."""
    request = Request.parse('Ltb C-term T2A-@"my cdna - conditional"')
    assert request.payload[1] == PayloadItem(
        kind="file", name="my cdna - conditional", text='@"my cdna - conditional"'
    )
    assert not request.control.conditional
    assert Request.parse(request.canonical()) == request


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("Tnf p.Ala223Arg", "Tnf-p.A223R"),
        ("Tnf p.R172*", "Tnf-p.R172Ter"),
        ("17:g.35200185G>C", "17_g.35200185G_C"),
        ("Rosa26 CAG-@../../x.fa", "Rosa26-CAG-_.._.._x.fa"),
        ("flox Tnf exon 2-3", "Tnf-flox-exons_2-3"),
    ],
)
def test_the_folder_name_is_safe(line: str, folder: str) -> None:
    """The default folder is one path element made of harmless characters."""
    assert Request.parse(line).folder_name == folder
