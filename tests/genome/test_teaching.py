"""The teaching genome is what it says: reproducible, synthetic, and annotated without a mistake.

The reader below is the test's own, so that the package's parsers are not their own judge.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "src" / "loxsmith" / "genome" / "teaching"
PRODUCTS = ("human.fa.gz", "human.gff3.gz", "mouse.fa.gz", "mouse.gff3.gz")
SHA256 = {
    "human.fa.gz": "445aff29f3080533818311293b31e21fbcf4c395805acce11f887183483fb4fe",
    "human.gff3.gz": "03d13da8d62124f59b99836bc243b105113375d9fd79be9f9b7a85427cf6ecef",
    "mouse.fa.gz": "a12d722b2ef77501dc98bf0334e968a4664640ec64b31a79561f4c5d92093c06",
    "mouse.gff3.gz": "2fd44a0ac8a9ba204c3e68b3fd61a6334adfc211480c076cb5765c52a50d3a97",
}
ROSA26_SHA256 = "fb89df73c2199f31190bf8ff6bed831c5d890eda930ee8d1b1cc93f33c83c5bc"
ARMS = {"loxP": "ATAACTTCGTATA", "FRT": "GAAGTTCCTATTC", "rox": "TAACTTTAAATAAT"}
AMINO = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODE = {
    a + b + c: AMINO[16 * i + 4 * j + k]
    for i, a in enumerate("TCAG")
    for j, b in enumerate("TCAG")
    for k, c in enumerate("TCAG")
}


def reverse_complement(text: str) -> str:
    """The other strand."""
    return text.translate(str.maketrans("ACGT", "TGCA"))[::-1]


def translate(text: str) -> str:
    """Residues of whole codons."""
    return "".join(CODE[text[i : i + 3]] for i in range(0, len(text) - 2, 3))


@dataclass
class Model:
    """One transcript as read from the GFF3: top-strand spans, 1-based inclusive, 5' to 3'."""

    name: str
    symbol: str
    chrom: str
    strand: str
    span: tuple[int, int]
    canonical: bool
    exons: list[tuple[int, int]] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    cds: list[tuple[int, int]] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)


class Assembly:
    """A FASTA and its GFF3."""

    def __init__(self, stem: str) -> None:
        self.chromosomes: dict[str, str] = {}
        self.masked: dict[str, str] = {}
        self.headers: list[str] = []
        self.genes: dict[str, tuple[str, int, int, str, dict[str, str]]] = {}
        self.models: dict[str, Model] = {}
        self._read_fasta(gzip.decompress((SHIPPED / f"{stem}.fa.gz").read_bytes()).decode("ascii"))
        self.annotation = gzip.decompress((SHIPPED / f"{stem}.gff3.gz").read_bytes()).decode("ascii")
        for line in self.annotation.splitlines():
            if not line.startswith("#"):
                self._read_line(line.split("\t"))

    def _read_fasta(self, text: str) -> None:
        for record in text.split(">")[1:]:
            header, _, body = record.partition("\n")
            self.headers.append(header)
            self.masked[header.split()[0]] = body.replace("\n", "")
        self.chromosomes = {name: text.upper() for name, text in self.masked.items()}

    def _read_line(self, columns: list[str]) -> None:
        chrom, _, kind, low, high, _, strand, phase, text = columns
        values = dict(pair.split("=", 1) for pair in text.split(";"))
        span = (int(low), int(high))
        if kind == "gene":
            self.genes[values["Name"]] = (chrom, *span, strand, values)
        elif kind in ("mRNA", "transcript"):
            name = values["transcript_id"]
            symbol = values["gene_name"]
            self.models[name] = Model(name, symbol, chrom, strand, span, values.get("canonical") == "1")
        else:
            model = self.models[values["Parent"].removeprefix("transcript:")]
            (model.exons if kind == "exon" else model.cds).append(span)
            if kind == "exon":
                model.ranks.append(int(values["rank"]))
            else:
                model.phases.append(int(phase))

    def bases(self, model: Model, spans: list[tuple[int, int]]) -> str:
        """The spans' bases in order of transcription, joined."""
        chromosome = self.chromosomes[model.chrom]
        parts = [chromosome[low - 1 : high] for low, high in spans]
        return "".join(parts if model.strand == "+" else map(reverse_complement, parts))

    def introns(self, model: Model) -> list[tuple[int, int]]:
        """Introns in order of transcription."""
        pairs = pairwise(model.exons)
        return [(a[1] + 1, b[0] - 1) if model.strand == "+" else (b[1] + 1, a[0] - 1) for a, b in pairs]

    def protein(self, model: Model) -> str:
        """The protein without its stop."""
        return translate(self.bases(model, model.cds))[:-1]

    def canonical(self, symbol: str) -> Model:
        """The canonical transcript of a gene."""
        return next(m for m in self.models.values() if m.symbol == symbol and m.canonical)

    def other(self, symbol: str) -> Model:
        """The second transcript of a gene."""
        return next(m for m in self.models.values() if m.symbol == symbol and not m.canonical)


@pytest.fixture(scope="module")
def mouse() -> Assembly:
    """The teaching mouse."""
    return Assembly("mouse")


@pytest.fixture(scope="module")
def human() -> Assembly:
    """The teaching human."""
    return Assembly("human")


@pytest.fixture(scope="module", params=["mouse", "human"])
def assembly(request: pytest.FixtureRequest) -> Assembly:
    """Either assembly."""
    return Assembly(request.param)


def lengths(spans: list[tuple[int, int]]) -> list[int]:
    """Lengths of 1-based inclusive spans."""
    return [high - low + 1 for low, high in spans]


def coding_models(assembly: Assembly) -> Iterator[Model]:
    """Transcripts with a protein."""
    return (model for model in assembly.models.values() if model.cds)


def identity(left: str, right: str) -> float:
    """Identity over the longest common subsequence, relative to the longer text."""
    row = [0] * (len(right) + 1)
    for a in left:
        previous, row = row, [0] * (len(right) + 1)
        for j, b in enumerate(right):
            row[j + 1] = previous[j] + 1 if a == b else max(previous[j + 1], row[j])
    return row[-1] / max(len(left), len(right))


def test_the_script_reproduces_the_shipped_product(tmp_path: Path) -> None:
    """Run again, the script writes the same bases and the same annotation, to the byte."""
    script = ROOT / "scripts" / "make_teaching_genome.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    for name in PRODUCTS:
        again = gzip.decompress((tmp_path / name).read_bytes())
        assert hashlib.sha256(again).hexdigest() == SHA256[name], name
        assert gzip.decompress((SHIPPED / name).read_bytes()) == again, name
        assert (tmp_path / name).read_bytes()[3:8] == b"\0" * 5, "gzip keeps a file name or a time"
    assert (tmp_path / "README").read_text() == (SHIPPED / "README").read_text()


def test_everything_says_that_it_is_synthetic(assembly: Assembly) -> None:
    """Each FASTA header, each gene, the annotation and the README say SYNTHETIC."""
    assert all("note=SYNTHETIC" in header for header in assembly.headers)
    assert all("SYNTHETIC" in gene[4]["description"] for gene in assembly.genes.values())
    assert "# SYNTHETIC" in assembly.annotation
    assert "SYNTHETIC" in (SHIPPED / "README").read_text()


def test_headers_state_the_place(assembly: Assembly) -> None:
    """A FASTA header gives chromosome, start and end as they are, and the GFF3 regions agree."""
    for header in assembly.headers:
        name = header.split()[0]
        length = len(assembly.chromosomes[name])
        assert f"chrom={name} start=1 end={length} strand=+" in header
        assert f"##sequence-region {name} 1 {length}\n" in assembly.annotation


def test_composition_is_that_of_a_mammal(assembly: Assembly) -> None:
    """The genome has 40-46 % GC and less than half of the CpG that chance would give."""
    text = "".join(assembly.chromosomes.values())
    assert set(text) == set("ACGT")
    gc = (text.count("G") + text.count("C")) / len(text)
    assert 0.40 < gc < 0.46
    assert text.count("CG") * len(text) / (text.count("C") * text.count("G")) < 0.5


def test_no_recombinase_site_stands_by_accident(assembly: Assembly) -> None:
    """No arm of loxP, FRT or rox occurs on either strand."""
    for text in assembly.chromosomes.values():
        for name, arm in ARMS.items():
            assert arm not in text, name
            assert reverse_complement(arm) not in text, name


def test_every_coding_transcript_translates(assembly: Assembly) -> None:
    """A coding sequence starts with ATG, ends with its only stop, and is a whole number of codons."""
    for model in coding_models(assembly):
        bases = assembly.bases(model, model.cds)
        protein = translate(bases)
        assert len(bases) % 3 == 0, model.symbol
        assert bases.startswith("ATG"), model.symbol
        assert protein.index("*") == len(protein) - 1, model.symbol


def test_phases_follow_the_coding_lengths(assembly: Assembly) -> None:
    """GFF3 phase is the number of bases that finish the codon begun before."""
    for model in coding_models(assembly):
        done = 0
        for length, phase in zip(lengths(model.cds), model.phases, strict=True):
            assert phase == (3 - done % 3) % 3, model.symbol
            done += length


def test_introns_have_splice_sites(assembly: Assembly) -> None:
    """Introns are GT-AG, but for one GC-AG in the mouse's Nimba, with pyrimidines before the acceptor."""
    odd = []
    for model in assembly.models.values():
        for number, span in enumerate(assembly.introns(model), 1):
            text = assembly.bases(model, [span])
            assert text.endswith("AG"), model.symbol
            tract = text[-20:-4]
            assert tract.count("C") + tract.count("T") == 16, (model.symbol, number)
            if not text.startswith("GT"):
                odd.append((model.symbol, number, text[:2]))
    assert odd == ([("Nimba", 7, "GC")] if "Nimba" in assembly.genes else [])


def test_exons_lie_in_order_inside_their_gene(assembly: Assembly) -> None:
    """Exons are ranked in order of transcription, do not touch, and stay within transcript and gene."""
    for model in assembly.models.values():
        chrom, low, high, strand, _ = assembly.genes[model.symbol]
        assert (chrom, strand) == (model.chrom, model.strand)
        assert low <= model.span[0] < model.span[1] <= high
        assert model.ranks == list(range(1, len(model.exons) + 1))
        assert (min(model.exons)[0], max(model.exons)[1]) == model.span
        assert all(length > 60 for length in lengths(assembly.introns(model)))
        assert all(any(e[0] <= c[0] and c[1] <= e[1] for e in model.exons) for c in model.cds)


def test_ends_leave_room_for_arms(assembly: Assembly) -> None:
    """No gene lies within 15 kb of a chromosome's end."""
    for symbol, (chrom, low, high, _, _) in assembly.genes.items():
        assert low > 15_000, symbol
        assert high < len(assembly.chromosomes[chrom]) - 15_000, symbol


def test_genes_stand_apart_but_for_one_pair(mouse: Assembly) -> None:
    """Neighbours are at least 6 kb apart, but for Tindra and Ovella, whose 3' ends overlap head-on."""
    places = sorted((g[0], g[1], g[2], s) for s, g in mouse.genes.items())
    close = [(a[3], b[3]) for a, b in pairwise(places) if a[0] == b[0] and b[1] - a[2] < 6_000]
    assert close == [("Tindra", "Ovella")]
    tindra, ovella = mouse.canonical("Tindra"), mouse.canonical("Ovella")
    assert (tindra.strand, ovella.strand) == ("+", "-")
    assert tindra.span[1] - ovella.span[0] + 1 == 150
    assert max(tindra.cds)[1] < ovella.span[0]
    assert min(ovella.cds)[0] > tindra.span[1]


def test_polyadenylation_signals(assembly: Assembly) -> None:
    """Each spliced messenger has AATAAA 10-30 nt before its end."""
    for model in coding_models(assembly):
        assert "AATAAA" in assembly.bases(model, model.exons)[-36:-10], model.symbol


def test_repeats_are_masked_and_outside_exons(mouse: Assembly) -> None:
    """About 120 B1-like copies are in lower case, and no exon is."""
    low = sum(base.islower() for text in mouse.masked.values() for base in text)
    assert 120 * 140 <= low <= 170 * 140
    for model in mouse.models.values():
        for start, end in model.exons:
            assert mouse.masked[model.chrom][start - 1 : end].isupper(), model.symbol


@pytest.mark.parametrize("symbol", ["Lumo1", "Ferra2"])
def test_the_newcomers_genes_have_room(mouse: Assembly, symbol: str) -> None:
    """Coding exon 1, roomy intron 1, one transcript, and no repeat from 6 kb before to 6 kb after."""
    models = [m for m in mouse.models.values() if m.symbol == symbol]
    assert len(models) == 1
    model = models[0]
    assert len(model.cds) == len(model.exons) >= 4
    assert lengths(mouse.introns(model))[0] >= 2_000
    low, high = model.span
    assert mouse.masked[model.chrom][low - 6_000 : high + 6_000].isupper()
    assert lengths(model.cds)[1] % 3 != 0, "exon 2 is to be critical"


def test_arm_ends_are_unique(mouse: Assembly) -> None:
    """Every 30-mer round Lumo1 and Ferra2 occurs once in the genome, both strands counted."""
    both = "N".join(t + "N" + reverse_complement(t) for t in mouse.chromosomes.values())
    for symbol in ("Lumo1", "Ferra2"):
        chrom, low, high, _, _ = mouse.genes[symbol]
        text = mouse.chromosomes[chrom][low - 6_000 : high + 6_000]
        assert all(both.count(text[i : i + 30]) == 1 for i in range(0, len(text) - 30, 500))


def test_the_rosa26_window_stands_once(mouse: Assembly) -> None:
    """The real XbaI amplicon occurs exactly once, in intron 1 of Gt26T, with its guide and PAM."""
    model = mouse.canonical("Gt26T")
    low, high = mouse.introns(model)[0]
    text = "N".join(mouse.chromosomes.values())
    core = "ACTCCAGTCTTTCTAGAAGATGG"
    assert text.count(core) + reverse_complement(text).count(core) == 1
    start = mouse.chromosomes["chr2"].index(core) - 80
    assert low + 1_000 < start < high - 4_000
    window = mouse.chromosomes["chr2"][start : start + 207]
    assert hashlib.sha256(window.encode()).hexdigest() == ROSA26_SHA256
    assert mouse.genes["Gt26T"][4]["Alias"] == "Rosa26-teaching"


def test_the_rosa26_window_is_the_public_one(mouse: Assembly, shared: Path) -> None:
    """The window equals the public amplicon, base for base."""
    window = "".join((shared / "sites" / "rosa26_xbai_207bp.fa").read_text().splitlines()[1:])
    assert len(window) == 207
    assert "N".join(mouse.chromosomes.values()).count(window) == 1


def test_paralogues_are_nearly_identical(mouse: Assembly) -> None:
    """Garl1 and Garl2 share 96-98.5 % of the coding bases and have introns of equal lengths, much alike."""
    one, two = mouse.canonical("Garl1"), mouse.canonical("Garl2")
    for spans, least, most in ((lambda m: m.cds, 0.96, 0.985), (mouse.introns, 0.93, 0.97)):
        left, right = mouse.bases(one, spans(one)), mouse.bases(two, spans(two))
        assert len(left) == len(right)
        same = sum(a == b for a, b in zip(left, right, strict=True)) / len(left)
        assert least < same < most
    assert lengths(mouse.introns(one)) == lengths(mouse.introns(two))


def test_brindl_has_a_late_start(mouse: Assembly) -> None:
    """The second transcript of Brindl starts in intron 2 and makes the C-terminal part of the protein."""
    whole, late = mouse.canonical("Brindl"), mouse.other("Brindl")
    low, high = mouse.introns(whole)[1]
    assert low < late.exons[0][0] < late.exons[0][1] < high
    assert mouse.protein(whole)[125:] == mouse.protein(late)


def test_quilla_has_two_last_exons(mouse: Assembly) -> None:
    """The two transcripts of Quilla share all but the last exon, and the C termini differ."""
    one, two = mouse.canonical("Quilla"), mouse.other("Quilla")
    assert one.exons[:-1] == two.exons[:-1]
    assert two.exons[-1][0] > one.exons[-1][1]
    assert mouse.protein(one)[:138] == mouse.protein(two)[:138]
    assert mouse.protein(one)[-10:] != mouse.protein(two)[-10:]


def test_special_roles_are_as_claimed(mouse: Assembly) -> None:
    """Single exon, twelve exons, tight introns, frame-keeping exons, noncoding genes, X linkage."""
    assert len(mouse.canonical("Zephy").exons) == 1
    nimba = mouse.canonical("Nimba")
    assert (len(nimba.exons), len(nimba.cds)) == (12, 11)
    assert max(lengths(mouse.introns(mouse.canonical("Pelto")))) < 370
    assert all(length % 3 == 0 for length in lengths(mouse.canonical("Kesto").cds)[1:-1])
    assert all(mouse.canonical(s).chrom == "chrX" for s in ("Yarro", "Kesto"))
    biotypes = {s: g[4]["biotype"] for s, g in mouse.genes.items() if g[4]["biotype"] != "protein_coding"}
    assert biotypes == {"Hushla": "lncRNA", "Gt26T": "lncRNA", "Nimba-ps1": "processed_pseudogene"}
    phases = {p for m in coding_models(mouse) for p in m.phases[1:]}
    assert phases == {0, 1, 2}


def test_special_proteins_are_as_claimed(mouse: Assembly) -> None:
    """A signal peptide, a type II anchor and a PDZ ligand, and no other greasy stretch of 12 residues."""
    assert mouse.protein(mouse.canonical("Sarvo")).startswith("MKRTLLALLLLLLVALAPGGALAQEDPS")
    assert mouse.protein(mouse.canonical("Moxla"))[30:51] == "LLAVLGLVALLLGAVVLLLWL"
    assert mouse.protein(mouse.canonical("Yarro")).endswith("ETSV")
    for model in coding_models(mouse):
        protein = mouse.protein(model)
        greasy = any(set(protein[i : i + 12]) <= set("AILMFVW") for i in range(len(protein) - 11))
        assert not greasy or model.symbol in ("Sarvo", "Moxla"), model.symbol


def test_the_pseudogene_looks_like_nimba_and_codes_nothing(mouse: Assembly) -> None:
    """The pseudogene is one exon, about 90 % like the messenger of Nimba."""
    nimba, copy = mouse.canonical("Nimba"), mouse.canonical("Nimba-ps1")
    assert (len(copy.exons), copy.cds) == (1, [])
    messenger = mouse.bases(nimba, nimba.exons)
    assert identity(messenger[:300], mouse.bases(copy, copy.exons)[:300]) > 0.88


def test_the_human_counterpart_is_orthologous(mouse: Assembly, human: Assembly) -> None:
    """Six orthologues keep 78-93 % of the residues, with gains or losses, and other intron lengths."""
    assert len(human.genes) == 6
    for symbol in human.genes:
        theirs = human.canonical(symbol)
        ours = next(mouse.canonical(s) for s in mouse.genes if s.upper() == symbol)
        left, right = mouse.protein(ours), human.protein(theirs)
        assert 0.78 < identity(left, right) < 0.93, symbol
        assert lengths(human.introns(theirs)) != lengths(mouse.introns(ours)), symbol
    assert len(human.canonical("SARVO").exons) == len(mouse.canonical("Sarvo").exons) + 1
