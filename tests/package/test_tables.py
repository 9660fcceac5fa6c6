"""The tables that a document gives."""

from __future__ import annotations

import csv
import io

import pytest

from loxsmith.package.document import Document
from loxsmith.package.tables import TABLES, tables
from package import examples


def rows(document: Document, file: str) -> list[dict[str, str]]:
    """Return a table as a reader sees it."""
    return list(csv.DictReader(io.StringIO(tables(document)[file], newline="")))


@pytest.mark.parametrize("name", examples.ALL)
def test_every_table_is_rectangular_and_explained(name: str) -> None:
    """Every row has a cell for each column, and README.csv explains each column of each file, in order."""
    written = tables(examples.ALL[name]())
    legend = [(row["file"], row["column"]) for row in csv.DictReader(io.StringIO(written["README.csv"]))]
    for file, text in written.items():
        header, *body = list(csv.reader(io.StringIO(text, newline="")))
        assert text.endswith("\n")
        assert "\r" not in text
        assert {len(row) for row in body} == {len(header)}
        if file != "README.csv":
            assert [column for at, column in legend if at == file] == header


def test_tables_without_rows_are_not_written() -> None:
    """A design without guides has no table of guides, nor has a section that is absent."""
    assert "guides.csv" not in tables(examples.conditional())
    document = examples.oligo()
    absent = document.model_copy(update={"absent": {"guides": "left out"}})
    assert "guides.csv" in tables(document)
    assert "guides.csv" not in tables(absent)


def test_what_to_order() -> None:
    """The oligo's bases are given 5'->3' as they are ordered, with the spacer of the chosen guide alone."""
    document = examples.oligo()
    found = rows(document, "order.csv")
    assert [(row["item"], row["need"]) for row in found] == [("donor", "order"), ("G1", "order")]
    assert found[0]["sequence"] == document.molecules[0].order
    assert rows(examples.conditional(), "order.csv")[0]["need"] == "build"


def test_alleles_have_a_row_for_each_transcript() -> None:
    """Each allele says what it makes; circles, which make nothing, have one row without a transcript."""
    found = rows(examples.conditional(), "alleles.csv")
    cre = [row for row in found if row["allele"] == "cre"]
    assert [row["consequence"] for row in cre] == ["p.Ala216Arg", "p.Ala200Arg"]
    assert [row["transcript"] for row in found if row["allele"] == "circle_1"] == [""]
    assert {row["intended"] for row in found if row["allele"] == "tandem"} == {"false"}


def test_no_cell_is_a_formula() -> None:
    """Free text that a spreadsheet would run is disarmed; strands and numbers stay what they are."""
    document = examples.hostile()
    promise = rows(document, "promises.csv")[0]
    assert (promise["statement"], promise["evidence"]) == ("'=1+1", "'@SUM(A1)")
    guide = rows(document, "guides.csv")[0]
    assert guide["remarks"].startswith("'+cmd")
    assert guide["strand"] == "-"
    numeric = {column.name for table in TABLES for column in table.columns if column.unit in ("bp", "0-1")}
    for file, text in tables(document).items():
        for row in csv.DictReader(io.StringIO(text, newline="")):
            for column, cell in row.items():
                if cell not in ("+", "-") and column not in numeric:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (file, column)


def test_cells_with_commas_quotes_and_line_ends_survive() -> None:
    """What is read back is what the document says."""
    document = examples.oligo()
    odd = 'a, "b"\nc'
    changed = document.promises[0].model_copy(update={"statement": odd})
    assert rows(document.model_copy(update={"promises": (changed,)}), "promises.csv")[0]["statement"] == odd


def test_a_made_up_genome_is_named_in_every_row() -> None:
    """Whoever opens a table alone sees that nothing in it is to be bought."""
    document = examples.oligo()
    made_up = document.model_copy(update={"genome": document.genome.model_copy(update={"synthetic": True})})
    for file, text in tables(made_up).items():
        if file != "README.csv":
            assert all(
                row["origin"] == "SYNTHETIC teaching genome" for row in csv.DictReader(io.StringIO(text))
            )
