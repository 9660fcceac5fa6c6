"""The package as a folder: complete or not there at all."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from loxsmith.errors import DataError, RequestError
from loxsmith.package import Document, design_schema, folder, write_package
from package import examples

GENBANK = {"sequences/targeted.gb": "LOCUS\n//\n", "sequences/donor.gb": "LOCUS\n//\n"}


def contents(directory: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(file.relative_to(directory)): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file()
    }


def test_the_folder_holds_what_the_contract_names(tmp_path: Path) -> None:
    """Document, report, sequences, figures and tables, each in its place, and nothing left beside the folder."""
    write_package(tmp_path / "new" / "package", examples.oligo(), GENBANK)
    found = set(contents(tmp_path / "new" / "package"))
    assert {"design.json", "report.html", *GENBANK} <= found
    assert {"figures/alleles.svg", "figures/locus.svg", "figures/donor.svg"} <= found
    assert {"tables/guides.csv", "tables/README.csv"} <= found
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["package"]


def test_the_document_reads_back_and_fits_its_schema(tmp_path: Path) -> None:
    """design.json is valid by the published schema and gives the same document again."""
    for name, make in examples.ALL.items():
        write_package(tmp_path / name, make(), {})
        text = (tmp_path / name / "design.json").read_text(encoding="utf-8")
        schema = design_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(json.loads(text))
        assert Document.model_validate_json(text) == make()
        assert json.loads(text)["schema"] == "loxsmith.design/1"


def test_twice_the_same_bytes(tmp_path: Path) -> None:
    """The same document gives the same folder, whatever the order of its sequence files."""
    write_package(tmp_path / "one", examples.conditional(), GENBANK)
    write_package(tmp_path / "two", examples.conditional(), dict(reversed(GENBANK.items())))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_existing_folder_is_refused(tmp_path: Path) -> None:
    """Without force nothing is touched, and the exit code is 2."""
    place = tmp_path / "package"
    write_package(place, examples.oligo(), {})
    before = contents(place)
    with pytest.raises(RequestError, match="exists already"):
        write_package(place, examples.conditional(), {})
    assert contents(place) == before


def test_force_replaces_a_package(tmp_path: Path) -> None:
    """With force the older package is gone whole, and no other folder is left."""
    place = tmp_path / "package"
    write_package(place, examples.oligo(), GENBANK)
    write_package(place, examples.conditional(), {}, force=True)
    assert not (place / "tables" / "guides.csv").exists()
    assert not (place / "sequences").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


@pytest.mark.parametrize("inside", [None, "{}", "not json", '{"schema": "other/1"}', "[1]"])
def test_force_never_replaces_what_is_no_package(tmp_path: Path, inside: str | None) -> None:
    """A folder without a design.json of ours keeps everything in it."""
    place = tmp_path / "thesis"
    place.mkdir()
    (place / "chapter.txt").write_text("years of work")
    if inside is not None:
        (place / "design.json").write_text(inside)
    before = contents(place)
    with pytest.raises(RequestError, match="not a package"):
        write_package(place, examples.oligo(), {}, force=True)
    assert contents(place) == before


def test_force_never_replaces_a_file_or_a_link(tmp_path: Path) -> None:
    """A file in the way and a link to a package are refused too."""
    (tmp_path / "file").write_text("mine")
    write_package(tmp_path / "package", examples.oligo(), {})
    (tmp_path / "link").symlink_to(tmp_path / "package")
    for name in ("file", "link"):
        with pytest.raises(RequestError):
            write_package(tmp_path / name, examples.oligo(), {}, force=True)
    assert (tmp_path / "package" / "design.json").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """When writing is broken off half-way, no folder stands there, hidden or not, and an older one is whole."""
    place = tmp_path / "package"
    write_package(place, examples.oligo(), GENBANK)
    before = contents(place)
    real = Path.write_bytes

    def failing(self: Path, data: bytes) -> int:
        if self.name == "locus.svg":
            raise error
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(error):
        write_package(tmp_path / "other", examples.oligo(), GENBANK)
    with pytest.raises(error):
        write_package(place, examples.conditional(), GENBANK, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["package"]
    assert contents(place) == before


def test_a_failed_exchange_puts_the_older_package_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new folder cannot take its name, the older one stands there again."""
    place = tmp_path / "package"
    write_package(place, examples.oligo(), GENBANK)
    before = contents(place)
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DataError, match="Input/output error"):
        write_package(place, examples.conditional(), {}, force=True)
    assert contents(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A parent that is a file gives a data error that names it."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="file"):
        write_package(tmp_path / "file" / "package", examples.oligo(), {})


def test_no_file_leaves_the_folder(tmp_path: Path) -> None:
    """A path that climbs out is refused before anything is written."""
    for path in ("../out.gb", "/tmp/out.gb", "a/../../out.gb", "..\\out.gb"):
        with pytest.raises(ValueError, match="outside"):
            write_package(tmp_path / "package", examples.oligo(), {path: "x"})
    assert list(tmp_path.iterdir()) == []


def test_a_package_is_as_readable_as_any_folder(tmp_path: Path) -> None:
    """The user's own file mode counts: the folder is not private because it was made in secret."""
    (tmp_path / "plain").mkdir()
    write_package(tmp_path / "package", examples.oligo(), {})
    assert (tmp_path / "package").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert folder.design_schema()["title"] == "loxsmith design"
