"""``loxsmith recombine``: products as JSON, as GenBank and in words."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from cli.small import random_bases, write_fasta
from loxsmith import read
from loxsmith.knowledge import site
from loxsmith.sequence import reverse_complement

LOXP = site("loxP").sequence


def test_excision_gives_the_contracts_json(run, floxed: Path) -> None:
    """Input, product and circle, with sites counted from 1 and both ends included."""
    value = run("recombine", floxed, "--with", "Cre", "--json").json
    assert list(value) == ["inputs", "products", "graph", "terminal", "unique_end", "warnings"]
    products = {product["id"]: product for product in value["products"]}
    assert list(products) == ["input", "cre", "circle_1"]
    assert {"id", "parent", "agent", "kind", "topology", "length", "sha256", "file", "sites"} <= set(
        products["cre"]
    )
    assert (products["cre"]["parent"], products["cre"]["agent"], products["cre"]["kind"]) == (
        "input",
        "Cre",
        "excision",
    )
    assert products["cre"]["length"] == products["input"]["length"] - 234
    assert products["circle_1"]["topology"] == "circular"
    first = products["input"]["sites"][0]
    assert first == {
        "name": "loxP", "recombinase": "Cre", "start": 101, "end": 134, "strand": "+", "extended": False,
    }  # fmt: skip
    assert (value["terminal"], value["unique_end"], products["cre"]["file"]) == (["cre"], True, None)
    assert value["graph"] == [
        {
            "from": "input",
            "to": "cre",
            "agent": "Cre",
            "kind": "excision",
            "sites": ["loxP:+@101", "loxP:+@335"],
        }
    ]
    text = read(floxed).sequence
    assert products["cre"]["sha256"] == sha256((text[:100] + text[334:]).encode()).hexdigest()


def test_the_long_form_of_frt_is_noted_on_its_core(run, floxed: Path) -> None:
    """A 48-bp FRT is reported as its 34-bp core, with the extension noted."""
    sites = run("recombine", floxed, "--with", "Flp", "--json").json["products"][0]["sites"]
    found = next(entry for entry in sites if entry["recombinase"] == "Flp")
    assert (found["name"], found["end"] - found["start"] + 1, found["extended"]) == ("FRT", 34, True)


def test_an_inverted_pair_has_no_end(run, inverted: Path) -> None:
    """An equilibrium: no terminal product, no unique end, and words that say so."""
    value = run("recombine", inverted, "--with", "Cre", "--json").json
    assert (value["terminal"], value["unique_end"]) == ([], False)
    assert "both ways" in run("recombine", inverted, "--with", "Cre").out


def test_a_recombinase_without_work_is_said(run, floxed: Path) -> None:
    """Nothing to do is an answer, not an error."""
    ran = run("recombine", floxed, "--with", "Dre")
    assert ran.code == 0
    assert "nothing to do" in ran.out


def test_files_hold_the_products_and_their_sites(run, floxed: Path, tmp_path: Path) -> None:
    """Each ``file`` relative to -o reads back as the product, with its sites as protein_bind."""
    out = tmp_path / "deep" / "out"
    value = run("recombine", floxed, "--with", "Cre", "-o", out, "--json").json
    assert {path.name for path in out.iterdir()} == {product["file"] for product in value["products"]}
    for product in value["products"]:
        molecule = read(out / product["file"])
        assert sha256(molecule.sequence.encode()).hexdigest() == product["sha256"]
        assert molecule.topology == product["topology"]
        text = (out / product["file"]).read_text(encoding="utf-8")
        assert text.count("protein_bind") == len(product["sites"])


def test_a_folder_with_files_is_refused_before_work_and_kept(run, floxed: Path, tmp_path: Path) -> None:
    """Exit 2 without --force; with it other files stay."""
    out = tmp_path / "out"
    out.mkdir()
    assert run("recombine", floxed, "--with", "Cre", "-o", out).code == 0
    (out / "mine.txt").write_text("keep", encoding="utf-8")
    refused = run("recombine", floxed, "--with", "Cre", "-o", out)
    assert refused.code == 2
    assert "--force" in refused.err
    assert run("recombine", floxed, "--with", "Cre", "-o", out, "--force").code == 0
    assert (out / "mine.txt").read_text(encoding="utf-8") == "keep"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["floxed.fa", "out"]


def test_a_partner_takes_part(run, tmp_path: Path) -> None:
    """A circle given with --also integrates through its loxP."""
    host = write_fasta(tmp_path / "host.fa", random_bases(8, 100) + LOXP + random_bases(9, 100))
    circle = write_fasta(tmp_path / "circle.fa", LOXP + random_bases(10, 120), circular=True)
    value = run("recombine", host, "--also", circle, "--with", "Cre", "--json").json
    assert [given["id"] for given in value["inputs"]] == ["input", "partner_1"]
    assert any(product["kind"] == "integration" for product in value["products"])


def test_a_site_over_the_origin_ends_before_it_starts(run, tmp_path: Path) -> None:
    """On a circle a site may run over base 1, as GenBank draws it."""
    turned = LOXP[20:] + random_bases(11, 150) + LOXP[:20]
    circle = write_fasta(tmp_path / "circle.fa", turned, circular=True)
    (found,) = run("recombine", circle, "--with", "Cre", "--json").json["products"][0]["sites"]
    assert (found["start"], found["end"]) == (len(turned) - 19, 14)


@pytest.mark.parametrize("strand", [1, -1])
def test_the_extension_is_read_in_the_sites_direction(run, tmp_path: Path, strand: int) -> None:
    """Turning the molecule round keeps the note."""
    text = random_bases(12, 30) + site("FRT-48").sequence + random_bases(13, 30)
    file = write_fasta(tmp_path / "frt.fa", text if strand == 1 else reverse_complement(text))
    (found,) = run("recombine", file, "--with", "Flp", "--json").json["products"][0]["sites"]
    assert found["extended"]


@pytest.mark.parametrize("content", [None, b"", b">x\n"])
def test_absent_and_empty_files_are_exit_5(run, tmp_path: Path, content: bytes | None) -> None:
    """Data missing or unreadable."""
    file = tmp_path / "x.fa"
    if content is not None:
        file.write_bytes(content)
    assert run("recombine", file, "--with", "Cre").code == 5
    assert run("recombine", tmp_path, "--with", "Cre").code == 5


def test_the_known_allele_keeps_its_length(run, shared: Path) -> None:
    """Two FRT cores recombine although only one of them is the long form."""
    value = run("recombine", shared / "alleles" / "four.gbk", "--with", "Flp", "--json").json
    assert {product["id"]: product["length"] for product in value["products"]}["flp"] == 31_367
