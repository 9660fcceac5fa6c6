"""``parts``, ``sites``, ``schema`` and ``doctor`` show what there is."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from loxsmith import __version__
from loxsmith.knowledge import parts, sites


def test_every_part_is_listed_with_its_source(run) -> None:
    """One row a part, JSON and text alike."""
    listed = run("parts", "list", "--json").json
    assert [row["name"] for row in listed] == [part.name for part in parts()]
    assert all(row["source"] and row["kind"] and row["length"] for row in listed)
    text = run("parts", "list").out.splitlines()
    assert len(text) == len(listed) + 1
    assert all(part.label in line for part, line in zip(parts(), text[1:], strict=True))


def test_a_kind_narrows_the_list(run) -> None:
    """In any case; an unknown kind lists those there are."""
    assert {row["kind"] for row in run("parts", "list", "--kind", "POLYA", "--json").json} == {"polyA"}
    ran = run("parts", "list", "--kind", "fish")
    assert ran.code == 2
    assert "polyA" in ran.err


def test_a_part_is_shown_whole(run) -> None:
    """The wrapped sequence and protein spell the part's own."""
    egfp = next(part for part in parts() if part.name == "EGFP")
    shown = run("parts", "show", "egfp")
    assert max(map(len, shown.out.splitlines())) <= 100
    text = "".join(shown.out.split())
    assert egfp.sequence in text
    assert egfp.protein in text
    assert run("parts", "show", "EGFP", "--json").json["sequence"] == egfp.sequence


def test_an_unknown_part_is_refused_with_the_nearest(run) -> None:
    """Exit 2 and a suggestion."""
    ran = run("parts", "show", "mCherri")
    assert ran.code == 2
    assert "mCherry" in ran.err


def test_every_site_is_listed_with_its_source(run) -> None:
    """One row a site, JSON and text alike."""
    listed = run("sites", "list", "--json").json
    assert [row["name"] for row in listed] == [site.name for site in sites()]
    assert all(row["source"] for row in listed)
    text = run("sites", "list").out
    assert all(site.name in text and site.source in text for site in sites())


@pytest.mark.parametrize("what", ["request", "design"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_schemas_are_json_schemas(run, what: str, more: tuple[str, ...]) -> None:
    """Valid against the meta-schema, with and without --json."""
    schema = run("schema", what, *more).json
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]


def test_the_design_schema_uses_the_documents_field_names(run) -> None:
    """Aliases, not Python names."""
    assert "schema" in run("schema", "design").json["properties"]


def test_the_doctor_finds_all_in_place(run, tmp_path: Path, monkeypatch) -> None:
    """Versions, home and genomes; looking creates nothing."""
    home = tmp_path / "not" / "yet"
    monkeypatch.setenv("LOXSMITH_HOME", str(home))
    value = run("doctor", "--json").json
    assert value["software"]["version"] == __version__
    assert all(value["libraries"].values())
    assert value["home"] == value["home"] | {"path": str(home), "exists": False, "writable": True}
    assert value["home"]["free_bytes"] > 0
    assert [genome["name"] for genome in value["genomes"]] == ["demo", "demo-human"]
    assert all(genome["genes"] for genome in value["genomes"])
    assert not home.exists()
    assert "Everything is in place." in run("doctor").out


def test_the_doctor_names_what_is_wrong(run, tmp_path: Path, monkeypatch) -> None:
    """A home below a file cannot be written to."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("LOXSMITH_HOME", str(tmp_path / "file" / "home"))
    ran = run("doctor")
    assert "cannot be written to" in ran.out
    assert "Everything" not in ran.out


def test_a_missing_library_is_exit_5(run, monkeypatch) -> None:
    """An installation that cannot work says so."""
    from loxsmith.cli import doctor

    monkeypatch.setattr(doctor, "LIBRARIES", ("click", "no-such-library"))
    ran = run("doctor")
    assert ran.code == 5
    assert "no-such-library is missing" in ran.out
