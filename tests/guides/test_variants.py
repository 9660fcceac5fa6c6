"""Strain variants: read off both kinds of file, laid on a text of either strand, and judged under a guide."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import DataError, RequestError
from loxsmith.guides import Guide, Stretch, Variant, Variants, read_variants, variants_under
from oracle.strings import opposite

TEXT = "ACGTACGTTGCAACGGATCC" * 3
HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t129S1_SvImJ\tCAST_EiJ\tFVB_NJ\n"
SPACER = "GACCTTGACAGTCCATGCAT"


def row(
    position: int, ref: str, alt: str, genotypes: str = "1/1 0/0 ./.", *, chrom: str = "7", info: str = "."
) -> str:
    """One line of a VCF."""
    cells = [chrom, str(position), f"rs{position}", ref, alt, ".", "PASS", info, "GT:FI"]
    return "\t".join(cells + [f"{g}:1" for g in genotypes.split()]) + "\n"


def vcf(folder: Path, *rows: str, name: str = "strains.vcf") -> Path:
    """A VCF of three strains."""
    path = folder / name
    path.write_text(HEADER + "".join(rows), encoding="ascii")
    return path


def whole(text: str = TEXT, strand: int = 1, offset: int = 0) -> Stretch:
    """The stretch of chromosome 7 that a whole text is."""
    return Stretch(chromosome="chr7", start=0, end=len(text), strand=-1 if strand < 0 else 1, offset=offset)


def applied(text: str, variant: Variant) -> str:
    """The text with the allele in place."""
    return text[: variant.start] + variant.alt + text[variant.end :]


def test_a_vcf_gives_alleles_on_the_text(tmp_path: Path) -> None:
    """Positions become 0-based, shared bases go, every allele is one variant with its strains."""
    rows = [row(3, "G", "A,T", "1/1 2/2 0/2"), row(10, "GC", "G"), row(20, "C", "CTT", "0/0 1/1 1/1")]
    found = read_variants(vcf(tmp_path, *rows), whole(), text=TEXT)
    assert [(v.start, v.end, v.ref, v.alt, v.strains) for v in found.items] == [
        (2, 3, "G", "A", ("129S1_SvImJ",)),
        (2, 3, "G", "T", ("CAST_EiJ", "FVB_NJ")),
        (10, 11, "C", "", ("129S1_SvImJ",)),
        (20, 20, "", "TT", ("CAST_EiJ", "FVB_NJ")),
    ]
    assert (found.strain, found.note) == ("", "")


def test_positions_are_those_of_the_chromosome(tmp_path: Path) -> None:
    """The offset of a slice is taken off, and the stretch's own start as well."""
    path = vcf(tmp_path, row(1013, "A", "G"))
    found = read_variants(path, Stretch(chromosome="7", start=10, end=40, offset=1000), text=TEXT[10:40])
    assert [(v.start, v.ref) for v in found.items] == [(2, "A")]


def test_a_gzipped_file_reads_the_same(tmp_path: Path) -> None:
    """Packed or plain, with either line end."""
    plain = vcf(tmp_path, row(3, "G", "A"))
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress(plain.read_bytes().replace(b"\n", b"\r\n")))
    assert read_variants(packed, whole()).items == read_variants(plain, whole()).items


def test_only_the_alleles_of_the_strain_count(tmp_path: Path) -> None:
    """Written as people write it; what it does not bear is left out, what was not called is kept and marked."""
    rows = [row(3, "G", "A", "1/1 0/0 ./."), row(5, "A", "C", "0/0 1/1 0/0"), row(7, "G", "T", "./. 1/1 0/0")]
    path = vcf(tmp_path, *rows)
    found = read_variants(path, whole(), strain="129S1/SvImJ")
    assert [(v.start, v.called) for v in found.items] == [(2, True), (6, False)]
    assert (found.strain, found.note) == ("129S1_SvImJ", "")
    with pytest.raises(RequestError, match="no column for the strain BALB/cJ") as refusal:
        read_variants(path, whole(), strain="BALB/cJ")
    assert "CAST_EiJ" in refusal.value.hint
    reference = read_variants(path, whole(), strain="c57bl/6j")
    assert reference.items == ()
    assert "strain of the reference genome" in reference.note


def test_a_structural_deletion_covers_its_stretch(tmp_path: Path) -> None:
    """<DEL> reaches to END, also from outside the text; * and . are no alleles of their own."""
    path = vcf(tmp_path, row(9, "T", "<DEL>", info="SVTYPE=DEL;END=15"), row(30, "T", "*,."))
    (found,) = read_variants(path, whole()).items
    assert (found.start, found.end, found.alt) == (9, 15, "<DEL>")
    inner = read_variants(path, Stretch(chromosome="7", start=12, end=40)).items
    assert [(v.start, v.end) for v in inner] == [(0, 3)]


snvs = st.tuples(st.integers(0, 59), st.integers(0, 4), st.text("ACGT", max_size=4))


@given(snvs)
def test_on_the_bottom_strand_the_same_allele_is_drawn(change: tuple[int, int, str]) -> None:
    """Putting the allele in and turning the text round are one, whichever comes first."""
    at, size, alt = change
    ref = TEXT[at : at + size]
    anchor = TEXT[at - 1] if at else ""
    if not anchor or ref == alt:
        return
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = vcf(Path(folder), row(at, anchor + ref, anchor + alt))
        top = read_variants(path, whole(), text=TEXT).items
        bottom = read_variants(path, whole(strand=-1), text=opposite(TEXT)).items
    expected = TEXT[:at] + alt + TEXT[at + size :]
    if not top:
        # What it puts in may as well stand before the first base or behind the last one, outside the text.
        assert not bottom
        assert expected.startswith(TEXT) or expected.endswith(TEXT)
        return
    assert applied(TEXT, top[0]) == expected
    assert opposite(applied(opposite(TEXT), bottom[0])) == expected


def test_the_table_of_the_ace2_slice_fits_its_sequence(shared: Path) -> None:
    """Every reference allele is the sequence's own, on either strand; a cell that was changed is refused."""
    stem = shared / "loci" / "mouse_chrX_Ace2_BACinsert_GRCm39"
    text = "".join(Path(f"{stem}.fa").read_text(encoding="ascii").splitlines()[1:]).upper()
    path = Path(f"{stem}.variants.tsv")
    stretch = Stretch(chromosome="X", start=0, end=len(text))
    found = read_variants(path, stretch, text=text)
    lines = path.read_text(encoding="ascii").splitlines()[1:]
    assert len({v.id for v in found.items}) == len({line.split("\t")[3] for line in lines})
    alleles = sum(line.count("/") for line in lines)
    assert len(found.items) == alleles
    inserted = {line.split("\t")[3] for line in lines if "\t-/" in line}
    assert len(inserted) == 1258
    assert all((v.start == v.end) >= (v.id in inserted) for v in found.items)
    first = {v.id: v for v in found.items}["EVA:rs3411182237"]
    assert (first.start, first.end, first.alt) == (125, 125, opposite("ATGTCATTGGGTGCAATGACATGAGGAGA"))
    turned = read_variants(
        path, Stretch(chromosome="X", start=0, end=len(text), strand=-1), text=opposite(text)
    )
    assert len(turned.items) == alleles
    with pytest.raises(DataError, match="reference allele"):
        read_variants(path, stretch, text="A" + text[:-1])


def table(folder: Path, *lines: str) -> Path:
    """A table of variants."""
    path = folder / "variants.tsv"
    path.write_text(
        "pos\tend\tstrand\tid\talleles\n" + "".join(f"{line}\n" for line in lines), encoding="ascii"
    )
    return path


def test_the_table_spells_alleles_on_the_stated_strand(tmp_path: Path) -> None:
    """Minus alleles are turned; an insertion lies between its two bases, whichever is named first."""
    path = table(tmp_path, "3\t3\t-\ta\tC/T/A", "5\t6\t+\tb\t-/GG", "6\t5\t-\tc\t-/AC", "9\t10\t+\td\tTG/-")
    found = read_variants(path, whole(), strain="CAST/EiJ", text=TEXT)
    assert [(v.id, v.start, v.end, v.ref, v.alt) for v in found.items] == [
        ("a", 2, 3, "G", "A"),
        ("a", 2, 3, "G", "T"),
        ("b", 5, 5, "", "GG"),
        ("c", 5, 5, "", "GT"),
        ("d", 8, 10, "TG", ""),
    ]
    assert "does not tell strains apart" in found.note


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["3\t3\t+\ta\tC"], "gives the alleles 'C'"),
        (["3\t3\t*\ta\tC/T"], "gives the strand"),
        (["x\t3\t+\ta\tC/T"], "which is no number"),
        (["3\t5\t+\ta\tC/T"], "spans 3 bases"),
        (["3\t3\t+\tC/T"], "has 4 columns"),
        (["3\t3\t+\ta\tT/C"], "the genome reads G there"),
    ],
)
def test_a_line_of_the_table_that_means_nothing_is_refused(
    tmp_path: Path, lines: list[str], words: str
) -> None:
    """The line is named, and what is wrong with it."""
    with pytest.raises(DataError, match=words) as caught:
        read_variants(table(tmp_path, *lines), whole(), text=TEXT)
    assert "Line 2 of" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row(5, "A", "C"), row(3, "G", "A")], "before the line above it"),
        ([row(3, "G", "A", "1/1 0/0")], "has 11 columns, and its header has 12"),
        ([row(3, "G!", "A")], "which is no bases"),
        ([row(3, "G", "A!")], "which is no bases"),
        ([row(3, "G", "A").replace("GT:FI", "DP:FI")], "no genotype"),
        ([row(3, "G", "A", chrom="8")], "none of chromosome chr7"),
        ([row(3, "C", "A")], "the genome reads G there"),
        ([row(9, "T", "<DEL>", info="END=x")], "which is no number"),
    ],
)
def test_a_vcf_that_cannot_be_read_or_does_not_fit_is_refused(
    tmp_path: Path, rows: list[str], words: str
) -> None:
    """Unsorted, ragged, no bases, no genotypes, another chromosome or assembly: one sentence each."""
    with pytest.raises(DataError, match=words):
        read_variants(vcf(tmp_path, *rows), whole(), text=TEXT)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"##fileformat=VCFv4.2\n", "ends before its column names"),
        (b">chr7\nACGT\n", "is neither VCF nor"),
        (gzip.compress(HEADER.encode() * 50, mtime=0)[:60], "truncated or damaged"),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """Empty, headless, a FASTA, or cut off while it was fetched."""
    path = tmp_path / "some.vcf"
    path.write_bytes(content)
    with pytest.raises(DataError, match=words):
        read_variants(path, whole())
    with pytest.raises(DataError, match="does not exist"):
        read_variants(tmp_path / "absent.vcf", whole())


def test_a_file_without_a_variant_here_gives_none(tmp_path: Path) -> None:
    """A header alone, or lines behind the stretch only, is no fault."""
    assert read_variants(vcf(tmp_path), whole()).items == ()
    assert (
        read_variants(vcf(tmp_path, row(3, "G", "A")), Stretch(chromosome="7", start=30, end=60)).items == ()
    )


# -- under a guide -------------------------------------------------------------------------------------------


def held(*variants: Variant, strain: str = "") -> Variants:
    """Variants as if read from a file."""
    return Variants(source="x", strain=strain, strains=(), items=variants)


def sited(strand: int) -> tuple[str, Guide]:
    """A text with one guide from base 10 of its own strand."""
    text = "TTATTATTAT" + SPACER + "TGG" + "ATATTATTAT"
    if strand > 0:
        return text, Guide(protospacer=SPACER, pam="TGG", start=10, end=30, strand=1)
    return opposite(text), Guide(protospacer=SPACER, pam="TGG", start=13, end=33, strand=-1)


def at(guide: Guide, place: int) -> int:
    """Text position of a base of the guide's own strand, 0 the PAM-distal one, 20 to 22 the PAM."""
    return guide.start + place if guide.strand > 0 else guide.end - 1 - place


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize("place", range(-1, 24))
def test_a_substitution_is_judged_by_its_base(strand: int, place: int) -> None:
    """The two G of the PAM, the twelve bases beside it, the other eight; the N and the outside do no harm."""
    text, guide = sited(strand)
    position = at(guide, place)
    variant = Variant(start=position, end=position + 1, ref=text[position], alt="N", id="rs1")
    found = variants_under(guide, held(variant))
    expected = (
        "PAM" if place in (21, 22) else "seed" if 8 <= place < 20 else "rest" if 0 <= place < 8 else None
    )
    assert [under.place for under in found] == ([expected] if expected else [])
    if expected in ("seed", "rest"):
        assert f"base {20 - place} from the PAM" in found[0].sentence


alleles = st.tuples(
    st.integers(0, 42), st.integers(0, 5), st.text("ACGT", max_size=3), st.sampled_from([1, -1])
)


@given(alleles)
def test_what_is_not_reported_leaves_the_guide_whole(change: tuple[int, int, str, int]) -> None:
    """Wherever an allele lies and whatever it is: unreported, the guide and its NGG still stand on the text."""
    start, size, alt, strand = change
    text, guide = sited(strand)
    end = min(start + size, len(text))
    variant = Variant(start=start, end=end, ref=text[start:end], alt=alt)
    mutated = applied(text, variant)
    read = mutated if strand > 0 else opposite(mutated)
    if not variants_under(guide, held(variant)):
        left = read.find(SPACER)
        assert left >= 0
        assert read[left + 21 : left + 23] == "GG"


def test_a_known_strain_forbids_and_an_unknown_one_speaks_against() -> None:
    """The strain's own allele in PAM or seed forbids; in some strains it speaks against; elsewhere it is a remark."""
    _, guide = sited(1)
    pam = Variant(
        start=31, end=32, ref="G", alt="A", id="rs1", strains=("CAST_EiJ", "A_J", "BALB_cJ", "NZO_HlLtJ")
    )
    rest = Variant(start=12, end=13, ref="C", alt="T")
    known = variants_under(guide, held(rest, pam, strain="CAST_EiJ"))
    assert [(u.place, u.forbids, u.is_against) for u in known] == [
        ("PAM", True, True),
        ("rest", False, False),
    ]
    assert known[0].sentence == "rs1 (G>A) lies in the PAM, in CAST_EiJ: the guide does not cut that allele."
    unknown = variants_under(guide, held(pam))
    assert [(u.forbids, u.is_against) for u in unknown] == [(False, True)]
    assert "in some strains (CAST_EiJ, A_J, BALB_cJ and 1 more)" in unknown[0].sentence
    uncalled = Variant(start=31, end=32, ref="G", alt="A", called=False)
    (under,) = variants_under(guide, held(uncalled, strain="CAST_EiJ"))
    assert (under.forbids, under.is_against) == (False, False)
    assert "no genotype in CAST_EiJ" in under.sentence


def test_another_pam_needs_other_bases() -> None:
    """Where the second base of the PAM alone is needed, the third may change."""
    _, guide = sited(1)
    third = Variant(start=32, end=33, ref="G", alt="A")
    assert variants_under(guide, held(third))[0].place == "PAM"
    assert variants_under(guide, held(third), pam="NGN") == ()


def test_variants_in_a_stretch_touch_it() -> None:
    """An insertion at either edge does not; a deletion that reaches in does."""
    first = Variant(start=5, end=5, ref="", alt="A")
    second = Variant(start=3, end=6, ref="ACG", alt="")
    assert held(second, first).variants_in(5, 9) == (second,)
    assert held(second, first).variants_in(4, 9) == (second, first)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 12)), max_size=12),
    st.integers(0, 60),
    st.integers(0, 20),
)
def test_no_variant_that_touches_a_stretch_is_missed(
    places: list[tuple[int, int]], start: int, size: int
) -> None:
    """Short ones beside long ones, whatever their order by end: those found are those that touch."""
    items = [Variant(start=at, end=at + span, ref="N" * span, alt="A") for at, span in sorted(places)]
    touching = tuple(variant for variant in items if variant.touches(start, start + size))
    assert held(*items).variants_in(start, start + size) == touching
