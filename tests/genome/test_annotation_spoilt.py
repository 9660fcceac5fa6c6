"""Annotations that are damaged, misnamed or odd: read where they can be, else refused in one sentence."""

from __future__ import annotations

import gzip
import os
import re
import threading
import zlib
from pathlib import Path

import pytest

from genome.annotation_cases import MODELS, contig, expected, judged, read, sequence
from loxsmith.errors import DataError
from loxsmith.genome.annotation import read_annotation
from loxsmith.genome.attributes import gff3_attributes, gff3_value, gtf_attributes, gtf_value
from loxsmith.genome.text_stream import TextStream
from oracle import annotations as made
from oracle.annotations import line

GFF3, GTF = made.ensembl_gff3(MODELS, "17"), made.gtf(MODELS, "17", "ensembl")


@pytest.mark.parametrize(("name", "text"), [("a.gff3", GTF), ("a.gtf", GFF3), ("a", GTF), ("a.txt.gz", GFF3)])
def test_the_format_is_told_by_content_not_by_name(name: str, text: str, tmp_path: Path) -> None:
    """GTF called .gff3, GFF3 called .gtf, and plain text called .gz are read as what they are."""
    assert judged(read(tmp_path / name, text), sequence(MODELS)) == expected(MODELS)


def _bgzip(data: bytes, block: int = 700) -> bytes:
    """Pack as bgzip does: members that state their size, and an empty one at the end (SAMv1, section 4.1)."""
    packed = b""
    for at in [*range(0, len(data), block), None]:
        piece = b"" if at is None else data[at : at + block]
        squeeze = zlib.compressobj(wbits=-15)
        body = squeeze.compress(piece) + squeeze.flush()
        size = len(body) + 25
        packed += bytes.fromhex("1f8b08040000000000ff0600424302 00".replace(" ", "")) + size.to_bytes(
            2, "little"
        )
        packed += body + zlib.crc32(piece).to_bytes(4, "little") + len(piece).to_bytes(4, "little")
    return packed


HARMLESS = {
    "gzip": lambda data: gzip.compress(data),
    "gzip in members": lambda data: gzip.compress(data[:999]) + gzip.compress(data[999:]),
    "bgzip": _bgzip,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "no last line end": lambda data: data[:-1],
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "comments and blank lines": lambda data: data.replace(b"\n", b"\n\n# remark\n###\n"),
    "FASTA section": lambda data: data + b"##FASTA\n>17\nACGT\n",
    "FASTA without directive": lambda data: data + b">17 text\twith\ttabs\nACGT\n",
    "browser lines": lambda data: b'browser position chr17:1-9\ntrack name="a b"\n' + data,
    "other features": lambda data: (
        data
        + line("17", "match", (0, 9), ".", ".", "ID=m1").encode()
        + line("17", "biological_region", (0, 9), ".", ".", "external_name=x").encode()
    ),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
@pytest.mark.parametrize("text", [GFF3, GTF], ids=["GFF3", "GTF"])
def test_what_does_not_matter_makes_no_difference(text: str, change, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Packing, line ends, comments and what follows the features leave the genes as they are."""
    path = tmp_path / "a"
    path.write_bytes(change(text.encode()))
    assert judged(read_annotation(path, [contig()], ""), sequence(MODELS)) == expected(MODELS)


@pytest.mark.parametrize(
    "text", [GFF3, GTF, made.gencode_gff3(MODELS, "17")], ids=["Ensembl", "GTF", "GENCODE"]
)
def test_lines_may_come_in_any_order(text: str, tmp_path: Path) -> None:
    """Children before their parents, as a sorted or a reversed file has them, are filed the same."""
    lines = text.splitlines(keepends=True)
    turned = [row for row in lines if row[0] == "#"] + [row for row in reversed(lines) if row[0] != "#"]

    def ordered(genes: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return sorted((*gene[:4], sorted(gene[4])) for gene in genes)  # type: ignore[call-overload]

    found = judged(read(tmp_path / "a", "".join(turned)), sequence(MODELS))
    assert ordered(found) == ordered(expected(MODELS))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_lines_do_not_depend_on_the_blocks_they_come_in(
    end: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line end that two blocks share is one line end."""
    text = end.join(["one", "", "two\tthree", "four"]).encode()
    for data in (text, text + end.encode()):
        blocks = [data[at : at + size] for at in range(0, len(data), size)]
        monkeypatch.setattr(
            "loxsmith.genome.text_stream.stream_bytes", lambda path, blocks=blocks: iter(blocks)
        )
        lines = list(TextStream(tmp_path / "a").lines())
        assert [row for row in lines if row] == ["one", "two\tthree", "four"]
        assert lines[:4] == ["one", "", "two\tthree", "four"]


def test_features_that_are_not_genes_keep_their_parts(tmp_path: Path) -> None:
    """Parts of a feature that is neither gene nor transcript belong to none, and are no fault."""
    repeat = line("17", "tandem_repeat", (5000, 5100), "+", ".", "ID=rep;Parent=cluster")
    part = line("17", "exon", (5000, 5100), "+", ".", "Parent=rep")
    for text in (GFF3 + repeat + part, GFF3 + part + repeat):
        annotation = read(tmp_path / "a", text)
        assert judged(annotation, sequence(MODELS)) == expected(MODELS)


def test_coding_stretches_that_touch_are_one(tmp_path: Path) -> None:
    """A stretch written in two lines that meet is read as one stretch, as the exon is one."""
    row = "17\tmade\tCDS\t911\t970\t"
    first, rest = row.replace("970", "940"), row.replace("911", "941")
    (whole,) = [found for found in GFF3.splitlines(keepends=True) if found.startswith(row)]
    text = GFF3.replace(whole, whole.replace(row, first) + whole.replace(row, rest))
    assert judged(read(tmp_path / "a", text), sequence(MODELS)) == expected(MODELS)


def test_a_pipe_can_be_read(tmp_path: Path) -> None:
    """What comes through a pipe, as from a shell's process substitution, is read though it comes only once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(GTF,))
    writer.start()
    annotation = read_annotation(pipe, [contig()], "")
    writer.join()
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)


def test_names_survive_latin_1_and_utf_8(tmp_path: Path) -> None:
    """A letter beyond ASCII is read as its writer meant it, in either encoding and percent-encoded."""
    for text, encoding in ((GFF3, "latin-1"), (GFF3, "utf-8"), (GTF, "latin-1"), (GTF, "utf-8")):
        path = tmp_path / "a"
        path.write_bytes(text.replace("Plus", "Plüsà").encode(encoding))
        assert read_annotation(path, [contig()], "").drafts[0].symbol == "Plüsà"
    assert read(tmp_path / "a", GFF3.replace("Plus", "Pl%C3%BCs")).drafts[0].symbol == "Plüs"


def test_a_semicolon_within_quotes_does_not_end_a_value() -> None:
    """GTF's quoted values hold semicolons, equal signs and other keys' names."""
    text = r'gene_id "G;1"; note "see gene_id; transcript_id=\"x\""; transcript_id "T 1"; level 2; tag "a"; tag "b";'
    assert gtf_attributes(text)["note"] == 'see gene_id; transcript_id="x"'
    assert (gtf_value(text, "gene_id"), gtf_value(text, "transcript_id")) == ("G;1", "T 1")
    assert (gtf_value(text, "level"), gtf_value(text, "tag"), gtf_value(text, "absent")) == ("2", "a", "")
    assert gtf_value('old_transcript_id "no"; transcript_id "yes";', "transcript_id") == "yes"


def test_a_key_is_not_mistaken_for_the_end_of_another() -> None:
    """``Parent=`` within another key or value is not the parent."""
    text = "OldParent=a;Note=Parent=b; Parent=c%2Cd;Dbxref=Parent"
    assert gff3_value(text, "Parent") == gff3_attributes(text)["Parent"] == "c,d"
    assert gff3_value("ID=x", "Parent") == ""


REFUSED = {
    "eight columns": (GFF3, r"\t\.\t\+\t0\t", "\t+\t0\t", "has 8 tab-separated columns, not 9"),
    "eight columns in GTF": (GTF, r"\t\.\t\+\t0\t", "\t+\t0\t", "has 8 tab-separated columns, not 9"),
    "end before start": (
        GTF,
        r"exon\t101\t160",
        "exon\t160\t101",
        "has start 160 and end 101, which are out of order",
    ),
    "start at zero": (GTF, r"exon\t101\t", "exon\t0\t", "has start 0"),
    "negative": (GTF, r"exon\t101\t", "exon\t-101\t", "'-101'"),
    "superscript": (GTF, r"exon\t101\t160", "exon\t101\t16²", "are not numbers"),
    "bad strand": (GTF, r"(exon\t101\t160\t\.\t)\+", r"\1x", "has strand 'x'"),
    "no strand": (GTF, r"(gene\t101\t400\t\.\t)\+", r"\1.", "is a gene without a strand"),
    "bad phase": (GFF3, r"(CDS\t131\t160\t\.\t\+\t)0", r"\g<1>3", "has phase '3'"),
    "unknown parent": (
        GFF3,
        r"Parent=transcript:ENSMUST00000000020",
        "Parent=transcript:lost",
        "which no line defines",
    ),
    "unknown gene": (GFF3, r"Parent=gene:ENSMUSG00000000002", "Parent=gene:lost", "which no line defines"),
    "no gene_id": (GTF, r'gene_id "[^"]*"; gene_version', "gene_version", "has no gene_id"),
    "two phases": (
        GTF,
        r"(17\tmade\tCDS\t131\t160\t\.\t\+\t)0(\t.*\n)",
        r"\g<1>0\2\g<1>1\2",
        "the coding stretch 131-160 with the phases 0 and 1",
    ),
    "past the end": (GTF, r"exon\t301\t400", "exon\t301\t9400", "ends at 9400, past the end of 17"),
    "other assembly": (
        GTF,
        r"#!genome-date.*",
        "##description: mouse genome (GRCm39), version M33",
        "for assembly GRCm39",
    ),
    "other sequences": (GTF, r"(?m)^17", "chr4", "is for sequence 'chr4', but the FASTA holds '17'"),
    "nothing but comments": (GTF, r"(?m)^[^#].*\n", "", "no GFF3 features, nor lines of GTF"),
}


@pytest.mark.parametrize(("text", "pattern", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_a_spoilt_annotation_is_refused_in_one_sentence(
    text: str, pattern: str, new: str, message: str, tmp_path: Path
) -> None:
    """Each fault is a DataError that names the file and what is wrong where."""
    spoilt = re.sub(pattern, new, text, count=0 if pattern.startswith("(?m)") or "gene_id" in pattern else 1)
    assert spoilt != text
    (tmp_path / "a").write_bytes(spoilt.encode("latin-1"))
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_annotation(tmp_path / "a", [contig()], "GRCm38")
    assert str(tmp_path / "a") in caught.value.message
    assert caught.value.hint


def test_truncated_and_empty_files_have_their_sentence(tmp_path: Path) -> None:
    """A download that stopped half-way is never read as a shorter annotation."""
    packed = gzip.compress(GTF.encode())
    cases = {
        packed[: len(packed) // 2]: "truncated or damaged gzip",
        packed[:-4]: "truncated or damaged gzip",
        _bgzip(GTF.encode())[:-28]: "truncated or damaged gzip",
        b"": "is empty",
        b"\n \n": "is empty",
        gzip.compress(b""): "is empty",
        b"\x00\x01\x02binary": "columns, not 9",
    }
    for data, message in cases.items():
        (tmp_path / "a").write_bytes(data)
        with pytest.raises(DataError, match=message):
            read_annotation(tmp_path / "a", [contig()], "")
    for path, message in ((tmp_path, "is a folder"), (tmp_path / "absent", "does not exist")):
        with pytest.raises(DataError, match=message):
            read_annotation(path, [contig()], "")


def test_parts_without_parent_and_twofold_transcripts_are_counted(tmp_path: Path) -> None:
    """What belongs nowhere, or to one name at two places, is left out with a sentence that counts it."""
    stray = line("17", "exon", (4000, 4010), "+", ".", "ID=stray")
    notes = read(tmp_path / "a", GFF3 + stray).notes
    assert len(notes) == 1
    assert "1 item without a Parent" in notes[0]
    twice = GTF + GTF[GTF.index("17\tmade\ttranscript\t901") :].split("\n")[0] + "\n"
    annotation = read(tmp_path / "a", twice)
    assert "given twice on one sequence" in annotation.notes[0]
    single = next(draft for draft in annotation.drafts if draft.symbol == "Single")
    assert single.transcripts == []


def test_chr17_and_17_in_one_annotation_are_told_apart_or_refused(tmp_path: Path) -> None:
    """The FASTA's own name wins; two other names for one sequence are a riddle."""
    own = read(tmp_path / "a", GTF + made.gtf(MODELS[:1], "chr17", "ensembl"))
    assert len(own.drafts) == len(MODELS)
    assert "'chr17'" in own.notes[0]
    both = made.gtf(MODELS, "chr17", "ensembl") + made.gtf(MODELS, "Chr17", "ensembl")
    with pytest.raises(DataError, match="names both 'chr17' and 'Chr17'"):
        read(tmp_path / "a", both)
