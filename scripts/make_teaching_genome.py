"""Writes the SYNTHETIC teaching genome of loxsmith: an invented mouse genome and an invented human one.

    python scripts/make_teaching_genome.py [OUTDIR]

Nothing here is a real gene; the one real sequence is the public 207-bp amplicon round the Rosa26 XbaI site.
The same script writes the same bases on every machine: all chance comes from `random.Random(int).random()`,
whose stream Python promises to keep. Repeats are soft-masked (lower case), as in Ensembl's `dna_sm` files.
"""

from __future__ import annotations

import gzip
import io
import random
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

OUTDIR = Path(__file__).resolve().parents[1] / "src" / "loxsmith" / "genome" / "teaching"
COMPLEMENT = str.maketrans("ACGTacgt", "TGCAtgca")

# Round Rosa26 XbaI (mouse Gt(ROSA)26Sor intron 1): public amplicon; guide ACTCCAGTCTTTCTAGAAGA + TGG,
# Chu 2016 BMC Biotechnol 16:4.
ROSA26_XBAI = (
    "AGTTCTCTGCTGCCTCCTGGCTTCTGAGGACCGCCCTGGGCCTGGGAGAATCCCTTCCCCCTCTTCCCTCGTGATCTGCAACTCCAGTCTTTCTAGAAGA"
    "TGGGCGGGAGTCTTCTGGGCAGGCTTAAAGGCTAACCTGGTGTGTGGGCGTTGTCCTGCAGGGGAATTGAACAGGTGTAAAATTGGAGGGACAAGACTTC"
    "CCACAGA"
)
SITE_ARMS = ("ATAACTTCGTATA", "GAAGTTCCTATTC", "TAACTTTAAATAAT")  # loxP, FRT, rox

# Invented, to look like mammalian background: about 42 % GC, CpG at a quarter of its expectation.
MARKOV = {
    "A": (("A", 30), ("C", 18), ("G", 26), ("T", 26)),
    "C": (("A", 35), ("C", 26), ("G", 5), ("T", 34)),
    "G": (("A", 28), ("C", 21), ("G", 26), ("T", 25)),
    "T": (("A", 21), ("C", 21), ("G", 26), ("T", 32)),
}
# Roughly the mouse's codon usage per thousand; it decides only how natural the invented proteins look.
CODONS = """
F TTT 17 TTC 22 | L TTA 7 TTG 13 CTT 13 CTC 20 CTA 8 CTG 40 | I ATT 15 ATC 23 ATA 7 | M ATG 23
V GTT 11 GTC 15 GTA 7 GTG 28 | S TCT 16 TCC 18 TCA 12 TCG 4 AGT 13 AGC 20 | P CCT 18 CCC 18 CCA 17 CCG 6
T ACT 14 ACC 19 ACA 16 ACG 6 | A GCT 20 GCC 26 GCA 16 GCG 6 | Y TAT 12 TAC 16 | H CAT 11 CAC 15
Q CAA 12 CAG 34 | N AAT 16 AAC 20 | K AAA 22 AAG 34 | D GAT 21 GAC 26 | E GAA 27 GAG 39 | C TGT 11 TGC 12
W TGG 13 | R CGT 5 CGC 9 CGA 7 CGG 10 AGA 12 AGG 12 | G GGT 11 GGC 21 GGA 17 GGG 15 | * TAA 10 TAG 8 TGA 16
"""
ALIKE = ("ILVM", "KR", "DE", "ST", "FYW", "NQH", "AG")
DONORS = (("GTAAGT", 40), ("GTGAGT", 30), ("GTAAGA", 10), ("GTATGT", 10), ("GTAAGG", 10))
B1_LIKE = (  # an invented consensus; no real repeat family
    "GGCTGAGTATGGCAGTGCACACTTGTAATCCTAGTAGTAGGCAGGTAGAGACAGGAGCATTGCTAGAAGTTCAAGACTAG"
    "CCTGATCTACCTAGTGAGACCCTGTCTTGGAAAACCAAACCAACAAAATACAAAAAGAAA"
)


def codon_table() -> tuple[dict[str, str], dict[str, list[tuple[str, float]]]]:
    """The residue of each codon, and the weighted codons of each residue."""
    residue_of: dict[str, str] = {}
    codons_of: dict[str, list[tuple[str, float]]] = {}
    for entry in CODONS.replace("\n", "|").split("|"):
        words = entry.split()
        for codon, weight in zip(words[1::2], words[2::2], strict=True):
            residue_of[codon] = words[0]
            codons_of.setdefault(words[0], []).append((codon, float(weight)))
    return residue_of, codons_of


RESIDUE_OF, CODONS_OF = codon_table()
SENSE = [entry for residue, codons in CODONS_OF.items() if residue != "*" for entry in codons]


class Dice:
    """All chance of this script, from one integer seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random

    def below(self, limit: int) -> int:
        """An integer 0 <= n < limit."""
        return int(self.random() * limit)

    def pick(self, weighted: tuple[tuple[str, float], ...] | list[tuple[str, float]]) -> str:
        """One of the weighted texts."""
        point = self.random() * sum(weight for _, weight in weighted)
        for text, weight in weighted:
            point -= weight
            if point < 0:
                return text
        return weighted[-1][0]

    def other_base(self, base: str) -> str:
        """Any of the three other bases."""
        return [b for b in "ACGT" if b != base][self.below(3)]


def background(dice: Dice, length: int) -> str:
    """Non-coding sequence of a mammalian composition."""
    bases = ["A"]
    while len(bases) <= length:
        bases.append(dice.pick(MARKOV[bases[-1]]))
    return "".join(bases[1:])


def intron(dice: Dice, length: int, donor: str = "") -> str:
    """An intron: donor, background, branch point, pyrimidine tract, acceptor."""
    tract = "".join(dice.pick((("T", 60), ("C", 40))) for _ in range(16))
    head = donor or dice.pick(DONORS)
    tail = (
        "TGCTGAC" + background(dice, 10).replace("AG", "AT") + tract + dice.pick((("GCAG", 3), ("TTAG", 1)))
    )
    return head + background(dice, length - len(head) - len(tail)) + tail


def leader(dice: Dice, length: int) -> str:
    """A 5' untranslated stretch without ATG."""
    return background(dice, length).replace("ATG", "AAG")


def trailer(dice: Dice, length: int) -> str:
    """A 3' untranslated stretch with its polyadenylation signal 20 nt before the end."""
    return background(dice, length - 28) + "AATAAA" + background(dice, 20) + "CA"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one gene is to look."""

    symbol: str
    """Invented symbol."""
    chrom: str
    """Chromosome."""
    start: int
    """Leftmost base, 0-based."""
    strand: str
    """+ or -."""
    coding: tuple[int, ...] = ()
    """Coding bases of each exon, the stop included; a leading 0 is an untranslated first exon."""
    introns: tuple[int, ...] = ()
    """Lengths of the introns in bp."""
    utr5: int = 140
    """5' untranslated bases."""
    utr3: int = 600
    """3' untranslated bases."""
    exons: tuple[int, ...] = ()
    """Exon lengths of a gene without protein."""
    biotype: str = "protein_coding"
    """Ensembl biotype."""
    fixed: tuple[tuple[int, str], ...] = ()
    """Residues that are not left to chance: (0-based position, negative from the end; text)."""
    late_start: tuple[int, ...] = ()
    """(intron, offset in it, codon): a second transcript with its own first exon, translated from codon."""
    late_end: tuple[int, ...] = ()
    """(gap, coding bases): a second transcript with a last exon of its own, gap bp downstream."""
    gc_donor: int = -1
    """The intron that starts with GC."""
    indels: tuple[tuple[int, int], ...] = ()
    """Orthologues: (0-based codon of the mouse gene, residues gained before it or, if < 0, lost)."""
    alias: str = ""
    """A second name."""
    note: str = ""
    """What the gene is there to show."""


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """One transcript in its gene's orientation, counted from the gene's first base."""

    exons: tuple[tuple[int, int], ...]
    """Exons in order of transcription, 0-based half-open."""
    cds: tuple[int, int] | None
    """First base of ATG and end of the stop codon; None without protein."""

    def coding(self) -> list[tuple[int, int, int]]:
        """Coding segments with their GFF3 phase."""
        first, last = self.cds or (0, 0)
        segments, done = [], 0
        for start, end in self.exons:
            low, high = max(start, first), min(end, last)
            if low < high:
                segments.append((low, high, -done % 3))
                done += high - low
        return segments


@dataclass(frozen=True, kw_only=True)
class Gene:
    """A gene's bases and transcripts in its own orientation."""

    recipe: Recipe
    """What it was made from."""
    text: str
    """From transcription start to the end of its last transcript."""
    transcripts: tuple[Transcript, ...]
    """The first is the canonical one."""
    codons: tuple[str, ...] = ()
    """Codons of the canonical transcript."""
    overlap: int = 0
    """Last bases that lie on the neighbour and take its bases."""


def fixed_residues(recipe: Recipe, count: int) -> dict[int, str]:
    """Residue demanded at each codon; count is the number of residues."""
    at = {0: "M"}
    for position, text in recipe.fixed:
        at.update({(position % count) + i: residue for i, residue in enumerate(text)})
    return at


def draw_codons(dice: Dice, recipe: Recipe) -> list[str]:
    """An invented protein as codons: no internal stop, no unintended hydrophobic stretch."""
    count = sum(recipe.coding) // 3 - 1
    demanded = fixed_residues(recipe, count)
    codons: list[str] = []
    for i in range(count):
        codon = dice.pick(CODONS_OF[demanded[i]] if i in demanded else SENSE)
        greasy = all(RESIDUE_OF[c] in "AILMFVWGC" for c in codons[-4:])
        while greasy and i > 4 and i not in demanded and RESIDUE_OF[codon] in "AILMFVWGC":
            codon = dice.pick(SENSE)
        codons.append(codon)
    codons.append(dice.pick(CODONS_OF["*"]))
    return consensus_ends(dice, codons, recipe, demanded)


def consensus_ends(dice: Dice, codons: list[str], recipe: Recipe, demanded: dict[int, str]) -> list[str]:
    """Lets most coding exons end in AG, as before a real donor, where that makes no stop."""
    text, position = list("".join(codons)), 0
    for length in recipe.coding[:-1]:
        position += length
        touched = {(position - 2) // 3, (position - 1) // 3}
        if length == 0 or dice.random() > 0.75 or touched & set(demanded):
            continue
        trial = [*text[: position - 2], "A", "G", *text[position:]]
        if all(RESIDUE_OF["".join(trial[3 * i : 3 * i + 3])] != "*" for i in touched):
            text = trial
    return ["".join(text[i : i + 3]) for i in range(0, len(text), 3)]


def exon_texts(dice: Dice, recipe: Recipe, codons: list[str]) -> tuple[list[str], int]:
    """The exons, and where ATG stands in the spliced transcript."""
    coding = "".join(codons)
    kozak = dice.pick((("GCCACC", 5), ("GCCGCC", 2), ("AGAACC", 2), ("GCAACC", 2)))
    texts, position = [], 0
    for length in recipe.coding:
        texts.append(coding[position : position + length])
        position += length
    if recipe.coding[0] == 0:
        texts[0] = leader(dice, recipe.utr5 - 28) + "CAG"
        texts[1] = leader(dice, 19) + kozak + texts[1]
    else:
        texts[0] = leader(dice, recipe.utr5 - 6) + kozak + texts[0]
    texts[-1] += trailer(dice, recipe.utr3)
    return texts, recipe.utr5


def lay_out(texts: list[str], introns: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Joins exons and introns; returns the text and the exons' spans."""
    text, spans = "", []
    for exon, gap in zip(texts, [*introns, ""], strict=True):
        spans.append((len(text), len(text) + len(exon)))
        text += exon + gap
    return text, tuple(spans)


def genomic(spans: tuple[tuple[int, int], ...], position: int) -> int:
    """Where base `position` of the spliced transcript stands in the gene."""
    for start, end in spans:
        if position < end - start:
            return start + position
        position -= end - start
    raise ValueError("position beyond the transcript")


def build_coding(dice: Dice, recipe: Recipe, codons: list[str]) -> Gene:
    """A protein-coding gene from its codons."""
    texts, utr5 = exon_texts(dice, recipe, codons)
    donors = ["GCAAGT" if i == recipe.gc_donor else "" for i in range(len(recipe.introns))]
    gaps = [intron(dice, length, donor) for length, donor in zip(recipe.introns, donors, strict=True)]
    text, spans = lay_out(texts, gaps)
    start, end = genomic(spans, utr5), genomic(spans, utr5 + 3 * len(codons) - 1) + 1
    gene = Gene(
        recipe=recipe,
        text=text,
        transcripts=(Transcript(exons=spans, cds=(start, end)),),
        codons=tuple(codons),
    )
    gene = add_late_start(dice, gene) if recipe.late_start else gene
    return add_late_end(dice, gene) if recipe.late_end else gene


def add_late_start(dice: Dice, gene: Gene) -> Gene:
    """Adds a transcript whose untranslated first exon lies in an intron and whose protein is shorter."""
    which, offset, codon = gene.recipe.late_start
    canonical = gene.transcripts[0]
    start = canonical.exons[which][1] + offset
    exon = leader(dice, 107) + "CAG"
    head = exon + "GTAAGT"
    text = gene.text[:start] + head + gene.text[start + len(head) :]
    exons = ((start, start + len(exon)), *canonical.exons[which + 1 :])
    first = genomic(canonical.exons, gene.recipe.utr5 + 3 * codon)
    late = Transcript(exons=exons, cds=(first, canonical.cds[1] if canonical.cds else 0))
    return replace(gene, text=text, transcripts=(canonical, late))


def add_late_end(dice: Dice, gene: Gene) -> Gene:
    """Adds a transcript that skips the last exon for one further downstream."""
    gap, coding = gene.recipe.late_end
    canonical = gene.transcripts[0]
    last = canonical.exons[-1][0]
    tail = gene.text[last : last + coding % 3]  # completes the split codon
    tail += "".join(dice.pick(SENSE) for _ in range(coding // 3 - 1)) + dice.pick(CODONS_OF["*"])
    between = intron(dice, gap)[6:]  # the donor is the one of the exon before
    start = len(gene.text) + len(between)
    text = gene.text + between + tail + trailer(dice, 400)
    exons = (*canonical.exons[:-1], (start, len(text)))
    late = Transcript(exons=exons, cds=(canonical.cds[0] if canonical.cds else 0, start + coding))
    return replace(gene, text=text, transcripts=(canonical, late))


def build_silent(dice: Dice, recipe: Recipe) -> Gene:
    """A gene without protein."""
    texts = [background(dice, length) for length in recipe.exons]
    texts[-1] = trailer(dice, recipe.exons[-1])
    gaps = [intron(dice, length) for length in recipe.introns]
    if recipe.alias:
        half = 3500  # roomy on both sides: 5' arm 1 kb and 3' arm 4 kb are the classic ones (Chu 2016)
        gaps[0] = gaps[0][:half] + ROSA26_XBAI + gaps[0][half + len(ROSA26_XBAI) :]
    text, spans = lay_out(texts, gaps)
    return Gene(recipe=recipe, text=text, transcripts=(Transcript(exons=spans, cds=None),))


def paralogue(dice: Dice, gene: Gene, recipe: Recipe) -> Gene:
    """A copy with 3 % of the exon bases and 5 % of the others changed; signals and reading frame stay."""
    bases = list(gene.text)
    exonic, kept = bytearray(len(bases)), bytearray(len(bases))
    for start, end in gene.transcripts[0].exons:
        exonic[start:end] = b"\1" * (end - start)
        for edge in (start, end):
            low, high = max(0, edge - 30), min(len(bases), edge + 10)
            kept[low:high] = b"\1" * (high - low)
    for i, base in enumerate(bases):
        if not kept[i] and dice.random() < (0.03 if exonic[i] else 0.05):
            bases[i] = dice.other_base(base)
    codons = list(gene.codons)
    where = [i for low, high, _ in gene.transcripts[0].coding() for i in range(low, high)]
    for n, codon in enumerate(codons):
        triple = where[3 * n : 3 * n + 3]
        new = "".join(bases[i] for i in triple)
        if n in (0, len(codons) - 1) or RESIDUE_OF[new] == "*":
            new = codon
        codons[n] = new
        for i, base in zip(triple, new, strict=True):
            bases[i] = base
    return replace(gene, recipe=recipe, text="".join(bases), codons=tuple(codons))


def pseudogene(dice: Dice, gene: Gene, recipe: Recipe) -> Gene:
    """A processed copy of a gene's transcript: no introns, 8 % changed, a stop and a lost base, oligo-A."""
    spliced = "".join(gene.text[start:end] for start, end in gene.transcripts[0].exons)
    bases = [dice.other_base(b) if dice.random() < 0.08 else b for b in spliced]
    at = gene.recipe.utr5 + 3 * 40
    text = "".join(bases[:at]) + "TAA" + "".join(bases[at + 3 : at + 200] + bases[at + 201 :]) + "A" * 18
    return Gene(recipe=recipe, text=text, transcripts=(Transcript(exons=((0, len(text)),), cds=None),))


def orthologue(dice: Dice, mouse: Gene, recipe: Recipe) -> Gene:
    """A "human" gene: about 85 % of the residues kept, a few gained or lost, intron phases kept."""
    count = len(mouse.codons) - 1
    kept = set(fixed_residues(mouse.recipe, count)) | {count}
    bounds, position = [], 0
    for length in recipe.coding[:-1]:
        position += length
        bounds.append(position)
        kept |= {(position - 2) // 3, (position - 1) // 3, position // 3}
    indels = dict(recipe.indels)
    moved: list[int] = []
    codons: list[str] = []
    lost = {i + n for i, change in indels.items() for n in range(-change)}
    for i, codon in enumerate(mouse.codons):
        codons += [dice.pick(SENSE) for _ in range(indels.get(i, 0))]
        moved.append(len(codons))
        if i not in lost:
            codons.append(codon if i in kept else drift(dice, codon))
    places = [3 * moved[b // 3] + b % 3 for b in bounds]
    lengths = [b - a for a, b in zip([0, *places], [*places, 3 * len(codons)], strict=True)]
    return build_coding(dice, replace(recipe, coding=tuple(lengths), fixed=()), codons)


def drift(dice: Dice, codon: str) -> str:
    """What became of one codon: kept, silent change, or another residue, most often an alike one."""
    chance, residue = dice.random(), RESIDUE_OF[codon]
    if chance < 0.62:
        return codon
    if chance < 0.84:
        return dice.pick(CODONS_OF[residue])
    group = next((g for g in ALIKE if residue in g), "") if dice.random() < 0.6 else ""
    others = [c for c in SENSE if RESIDUE_OF[c[0]] != residue and (not group or RESIDUE_OF[c[0]] in group)]
    return dice.pick(others)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One synthetic assembly."""

    name: str
    """File stem."""
    species: str
    """Species as written in the FASTA headers."""
    assembly: str
    """Assembly name."""
    prefix: str
    """Prefix of the accession numbers."""
    chromosomes: tuple[tuple[str, int], ...]
    """Chromosome names and lengths."""
    repeats: int
    """Scattered copies of the B1-like repeat."""
    clean: tuple[str, ...] = ()
    """Genes kept free of repeats, with CLEAN_FLANK on both sides."""
    dense: tuple[tuple[str, int, int, int], ...] = ()
    """(chromosome, start, end, copies): stretches crowded with repeats."""


CLEAN_FLANK = 6_500


@dataclass(kw_only=True)
class Chromosome:
    """A chromosome while it is being written."""

    bases: list[str]
    """Top strand."""
    closed: bytearray
    """1 where no repeat may come."""
    masked: set[int] = field(default_factory=set)
    """Bases of repeats."""

    def put(self, start: int, text: str) -> None:
        """Writes over what is there."""
        self.bases[start : start + len(text)] = text

    def close(self, start: int, end: int) -> None:
        """Forbids repeats in a stretch."""
        start, end = max(0, start), min(end, len(self.bases))
        self.closed[start:end] = b"\1" * (end - start)

    def place_repeat(self, dice: Dice, text: str, low: int, high: int) -> bool:
        """Writes a repeat at a random free place in low..high, 20 bp away from anything closed."""
        for _ in range(400):
            start = low + dice.below(high - low - len(text))
            if not any(self.closed[start - 20 : start + len(text) + 20]):
                self.put(start, text)
                self.masked.update(range(start, start + len(text)))
                self.close(start, start + len(text))
                return True
        return False

    def text(self) -> str:
        """The sequence, repeats in lower case."""
        return "".join(b.lower() if i in self.masked else b for i, b in enumerate(self.bases))


def reverse_complement(text: str) -> str:
    """The other strand."""
    return text.translate(COMPLEMENT)[::-1]


def on_chromosome(gene: Gene, start: int, end: int) -> tuple[int, int]:
    """A span of the gene as a 0-based span of the top strand."""
    left = gene.recipe.start
    if gene.recipe.strand == "+":
        return left + start, left + end
    return left + len(gene.text) - end, left + len(gene.text) - start


def settle(chromosome: Chromosome, gene: Gene, clean: bool) -> None:
    """Writes a gene into its chromosome, a TATA box before it, and closes what repeats must leave alone."""
    flanked = background(Dice(len(gene.text)), 60)
    text = flanked[:30] + "TATAAAAG" + flanked[38:] + gene.text
    keep = len(text) - gene.overlap
    if gene.recipe.strand == "+":
        chromosome.put(gene.recipe.start - 60, text[:keep])
    else:
        chromosome.put(gene.recipe.start + gene.overlap, reverse_complement(text[:keep]))
    if gene.overlap:  # the neighbour's bases stay; only the signal is added, in both genes' 3' UTRs
        chromosome.put(gene.recipe.start + 22, reverse_complement("AATAAA"))
    for transcript in gene.transcripts:
        for span in transcript.exons:
            low, high = on_chromosome(gene, *span)
            chromosome.close(low - 100, high + 100)
    if clean:
        chromosome.close(gene.recipe.start - CLEAN_FLANK, gene.recipe.start + len(gene.text) + CLEAN_FLANK)


def b1_like(dice: Dice) -> str:
    """One copy of the invented repeat, 5-20 % diverged, either strand."""
    rate = 0.05 + 0.15 * dice.random()
    copy = "".join(dice.other_base(base) if dice.random() < rate else base for base in B1_LIKE)
    return copy if dice.random() < 0.5 else reverse_complement(copy)


def scatter(dice: Dice, plan: Plan, chromosomes: dict[str, Chromosome]) -> None:
    """Spreads repeats over introns and the space between genes."""
    for chrom, low, high, copies in plan.dense:
        for _ in range(copies):
            chromosomes[chrom].place_repeat(dice, b1_like(dice), low, high)
    names = [(name, float(length)) for name, length in plan.chromosomes]
    for n in range(plan.repeats + plan.repeats // 4):
        chromosome = chromosomes[dice.pick(names)]
        text = b1_like(dice) if n < plan.repeats else "CA" * (11 + dice.below(16))
        if not chromosome.place_repeat(dice, text, 50, len(chromosome.bases) - 50):
            raise ValueError("no room for a repeat")


def assemble(dice: Dice, plan: Plan, genes: list[Gene]) -> dict[str, str]:
    """The chromosomes of an assembly."""
    chromosomes = {
        name: Chromosome(bases=list(background(dice, length)), closed=bytearray(length))
        for name, length in plan.chromosomes
    }
    for gene in genes:
        settle(chromosomes[gene.recipe.chrom], gene, gene.recipe.symbol in plan.clean)
    scatter(dice, plan, chromosomes)
    texts = {name: chromosome.text() for name, chromosome in chromosomes.items()}
    for name, text in texts.items():
        both = text.upper() + "N" + reverse_complement(text.upper())
        if any(arm in both for arm in SITE_ARMS):
            raise ValueError(f"{name} holds a recombinase site arm: take another seed")
    return texts


def fasta(plan: Plan, texts: dict[str, str]) -> str:
    """FASTA with the chromosome's place in each header."""
    lines = []
    for name, text in texts.items():
        lines.append(
            f">{name} assembly={plan.assembly} chrom={name} start=1 end={len(text)} strand=+ "
            f"species={plan.species} note=SYNTHETIC"
        )
        lines += [text[i : i + 80] for i in range(0, len(text), 80)]
    return "\n".join(lines) + "\n"


def gff3(plan: Plan, genes: list[Gene]) -> str:
    """Annotation in the style of Ensembl."""
    lines = ["##gff-version 3"]
    lines += [f"##sequence-region {name} 1 {length}" for name, length in plan.chromosomes]
    lines += [
        f"# SYNTHETIC {plan.species} {plan.assembly}: invented genes for teaching, none of them real",
        "# made by scripts/make_teaching_genome.py of loxsmith",
    ]
    serial = 0
    for number, gene in enumerate(genes, 1):
        lines.append(gene_line(plan, gene, number))
        for rank, transcript in enumerate(gene.transcripts):
            serial += 1
            lines += transcript_lines(plan, gene, transcript, (number, serial), canonical=rank == 0)
    return "\n".join(lines) + "\n"


def row(gene: Gene, kind: str, span: tuple[int, int], phase: str, attributes: dict[str, str]) -> str:
    """One GFF3 line."""
    start, end = on_chromosome(gene, *span)
    text = ";".join(f"{key}={value}" for key, value in attributes.items())
    where = (gene.recipe.chrom, "teaching", kind, str(start + 1), str(end), ".", gene.recipe.strand, phase)
    return "\t".join((*where, text))


def gene_line(plan: Plan, gene: Gene, number: int) -> str:
    """The line of a gene."""
    accession = f"{plan.prefix}G{number:011d}"
    attributes = {"ID": f"gene:{accession}", "Name": gene.recipe.symbol, "gene_id": accession}
    if gene.recipe.alias:
        attributes["Alias"] = gene.recipe.alias
    attributes |= {
        "biotype": gene.recipe.biotype,
        "description": quote(f"SYNTHETIC: {gene.recipe.note}", " :()/"),
    }
    return row(gene, "gene", (0, len(gene.text)), ".", attributes)


def transcript_lines(
    plan: Plan, gene: Gene, transcript: Transcript, numbers: tuple[int, int], *, canonical: bool
) -> list[str]:
    """The lines of one transcript, its exons and its coding segments, in order of transcription."""
    gene_id, name = f"{plan.prefix}G{numbers[0]:011d}", f"{plan.prefix}T{numbers[1]:011d}"
    protein = f"{plan.prefix}P{numbers[1]:011d}"
    common = {"gene_id": gene_id, "transcript_id": name, "gene_name": gene.recipe.symbol}
    parent = {"Parent": f"transcript:{name}"}
    whole = {"ID": f"transcript:{name}", "Parent": f"gene:{gene_id}", "Name": name, **common}
    whole["biotype"] = gene.recipe.biotype
    if transcript.cds:
        whole["protein_id"] = protein
    if canonical:
        whole["canonical"] = "1"
    span = (transcript.exons[0][0], transcript.exons[-1][1])
    lines = [row(gene, "mRNA" if transcript.cds else "transcript", span, ".", whole)]
    for rank, exon in enumerate(transcript.exons, 1):
        attributes = {"ID": f"exon:{name}.{rank}", **parent, **common, "rank": str(rank)}
        lines.append(row(gene, "exon", exon, ".", attributes))
    for start, end, phase in transcript.coding():
        attributes = {"ID": f"cds:{protein}", **parent, **common, "protein_id": protein}
        lines.append(row(gene, "CDS", (start, end), str(phase), attributes))
    return lines


MOUSE = Plan(
    name="mouse",
    species="teaching_mouse",
    assembly="Teach1",
    prefix="TEACH",
    chromosomes=(("chr1", 180_000), ("chr2", 140_000), ("chrX", 80_000)),
    repeats=120,
    clean=("Lumo1", "Ferra2", "Gt26T", "Garl1", "Garl2"),
    dense=(("chr2", 98_600, 106_000, 16),),
)
HUMAN = Plan(
    name="human",
    species="teaching_human",
    assembly="TeachH1",
    prefix="TEACHH",
    chromosomes=(("chr4", 100_000), ("chrX", 50_000)),
    repeats=45,
    clean=("LUMO1",),
)
SIGNAL_PEPTIDE = "MKRTLLALLLLLLVALAPGGALAQEDPS"  # invented: basic, greasy, A-x-A, cleaved before QEDPS
TYPE_II_ANCHOR = "LLAVLGLVALLLGAVVLLLWL"  # invented transmembrane stretch

MOUSE_RECIPES = (
    Recipe(
        symbol="Lumo1",
        chrom="chr1",
        start=22_000,
        strand="+",
        coding=(124, 146, 180, 133, 260),
        introns=(2100, 820, 950, 760),
        note="the newcomer's gene: roomy intron 1 behind a coding exon; exon 2 is critical",
    ),
    Recipe(
        symbol="Brindl",
        chrom="chr1",
        start=42_000,
        strand="-",
        coding=(131, 205, 164, 90, 118, 150),
        introns=(1500, 2800, 700, 640, 900),
        fixed=((125, "M"),),
        late_start=(1, 1000, 125),
        note="a second transcript starts in intron 2 and makes a shorter protein",
    ),
    Recipe(
        symbol="Quilla",
        chrom="chr1",
        start=62_000,
        strand="+",
        coding=(88, 190, 137, 212),
        introns=(1200, 1600, 850),
        late_end=(900, 95),
        note="two last exons, two C termini",
    ),
    Recipe(
        symbol="Zephy",
        chrom="chr1",
        start=77_000,
        strand="+",
        coding=(738,),
        utr5=180,
        utr3=540,
        note="a single exon",
    ),
    Recipe(
        symbol="Nimba",
        chrom="chr1",
        start=92_000,
        strand="+",
        coding=(0, 110, 95, 142, 87, 163, 120, 101, 76, 134, 155, 179),
        introns=(1800, 650, 900, 500, 1100, 720, 1300, 480, 860, 690, 950),
        utr5=210,
        utr3=850,
        gc_donor=6,
        note="twelve exons, the first untranslated; intron 7 is GC-AG",
    ),
    Recipe(
        symbol="Tindra",
        chrom="chr1",
        start=120_000,
        strand="+",
        coding=(140, 133, 99, 168),
        introns=(1000, 700, 620),
        note="its 3' end overlaps Ovella",
    ),
    Recipe(
        symbol="Ovella",
        chrom="chr1",
        start=-1,
        strand="-",
        coding=(205, 118, 181),
        introns=(900, 1100),
        note="its 3' end overlaps Tindra",
    ),
    Recipe(
        symbol="Hushla",
        chrom="chr1",
        start=145_000,
        strand="-",
        exons=(210, 480),
        introns=(1500,),
        biotype="lncRNA",
        note="a non-coding RNA",
    ),
    Recipe(
        symbol="Ferra2",
        chrom="chr2",
        start=20_000,
        strand="-",
        coding=(98, 170, 122, 148, 95, 300),
        introns=(2600, 900, 1400, 780, 1100),
        note="as Lumo1, on the minus strand",
    ),
    Recipe(
        symbol="Gt26T",
        chrom="chr2",
        start=42_000,
        strand="+",
        exons=(180, 260, 900),
        introns=(9000, 2500),
        biotype="lncRNA",
        alias="Rosa26-teaching",
        note="Rosa26-teaching, a safe harbour; intron 1 holds the 207-bp Rosa26 XbaI amplicon (Chu 2016)",
    ),
    Recipe(
        symbol="Garl1",
        chrom="chr2",
        start=66_000,
        strand="+",
        coding=(101, 147, 178, 129, 186),
        introns=(1300, 800, 950, 640),
        note="near-identical paralogue of Garl2",
    ),
    Recipe(symbol="Garl2", chrom="chr2", start=80_000, strand="+", note="near-identical paralogue of Garl1"),
    Recipe(
        symbol="Moxla",
        chrom="chr2",
        start=94_000,
        strand="-",
        coding=(190, 74, 48, 390),
        introns=(650, 420, 520),
        fixed=((1, "TEKS"), (27, "RRS" + TYPE_II_ANCHOR + "KQDE")),
        note="type II membrane protein: anchor at residues 31-51, C terminus outside",
    ),
    Recipe(
        symbol="Pelto",
        chrom="chr2",
        start=106_000,
        strand="-",
        coding=(155, 121, 88, 140, 96, 150),
        introns=(180, 240, 310, 95, 355),
        note="tight introns; repeats crowd its 3' flank",
    ),
    Recipe(
        symbol="Sarvo",
        chrom="chr2",
        start=117_000,
        strand="+",
        coding=(85, 144, 208, 166, 240),
        introns=(2400, 1100, 780, 900),
        fixed=((0, SIGNAL_PEPTIDE),),
        note="secreted: signal peptide of 23 residues",
    ),
    Recipe(
        symbol="Yarro",
        chrom="chrX",
        start=18_000,
        strand="+",
        coding=(160, 115, 187, 147, 231),
        introns=(3200, 900, 1200, 700),
        fixed=((-6, "KRETSV"),),
        note="X-linked; ends in a PDZ ligand (ETSV)",
    ),
    Recipe(
        symbol="Kesto",
        chrom="chrX",
        start=40_000,
        strand="-",
        coding=(100, 120, 156, 93, 131),
        introns=(1500, 800, 900, 700),
        note="X-linked; every internal exon keeps the frame",
    ),
    Recipe(
        symbol="Nimba-ps1",
        chrom="chrX",
        start=58_000,
        strand="+",
        biotype="processed_pseudogene",
        note="processed pseudogene of Nimba",
    ),
)
HUMAN_RECIPES = (
    Recipe(
        symbol="LUMO1",
        chrom="chr4",
        start=18_000,
        strand="+",
        coding=(124, 146, 180, 133, 260),
        introns=(2500, 760, 1150, 900),
        utr5=170,
        utr3=700,
        indels=((70, 2), (240, -1)),
        note="orthologue of Lumo1",
    ),
    Recipe(
        symbol="FERRA2",
        chrom="chr4",
        start=34_000,
        strand="+",
        coding=(98, 170, 122, 148, 95, 300),
        introns=(2200, 1200, 1000, 850, 1500),
        indels=((60, -2), (285, 3)),
        note="orthologue of Ferra2, on the other strand",
    ),
    Recipe(
        symbol="SARVO",
        chrom="chr4",
        start=50_000,
        strand="+",
        coding=(85, 144, 111, 97, 166, 240),
        introns=(1900, 1300, 600, 700, 1000),
        indels=((230, 1),),
        note="orthologue of Sarvo with one exon more",
    ),
    Recipe(
        symbol="MOXLA",
        chrom="chr4",
        start=65_000,
        strand="+",
        coding=(190, 74, 48, 390),
        introns=(600, 350, 480),
        indels=((130, -2),),
        note="orthologue of Moxla",
    ),
    Recipe(
        symbol="BRINDL",
        chrom="chr4",
        start=76_000,
        strand="-",
        coding=(131, 205, 164, 90, 118, 150),
        introns=(1700, 2300, 820, 600, 1050),
        indels=((30, 1), (260, -1)),
        note="orthologue of Brindl",
    ),
    Recipe(
        symbol="YARRO",
        chrom="chrX",
        start=18_000,
        strand="+",
        coding=(160, 115, 187, 147, 231),
        introns=(2800, 1000, 1100, 840),
        indels=((120, 2),),
        note="orthologue of Yarro",
    ),
)
OVERLAP = 150


def mouse_genes() -> list[Gene]:
    """The genes of the teaching mouse, each from its own seed so that a change to one leaves the others."""
    genes: dict[str, Gene] = {}
    for number, recipe in enumerate(MOUSE_RECIPES):
        dice = Dice(2_026_000 + number)
        if recipe.symbol == "Garl2":
            genes[recipe.symbol] = paralogue(dice, genes["Garl1"], recipe)
        elif recipe.biotype == "processed_pseudogene":
            genes[recipe.symbol] = pseudogene(dice, genes["Nimba"], recipe)
        elif recipe.biotype == "lncRNA":
            genes[recipe.symbol] = build_silent(dice, recipe)
        else:
            genes[recipe.symbol] = build_coding(dice, recipe, draw_codons(dice, recipe))
    tindra, ovella = genes["Tindra"], genes["Ovella"]
    left = tindra.recipe.start + len(tindra.text) - OVERLAP
    genes["Ovella"] = replace(ovella, recipe=replace(ovella.recipe, start=left), overlap=OVERLAP)
    return list(genes.values())


def human_genes(mouse: list[Gene]) -> list[Gene]:
    """The "human" orthologues."""
    origin = {gene.recipe.symbol.upper(): gene for gene in mouse}
    return [
        orthologue(Dice(4_052_000 + number), origin[recipe.symbol], recipe)
        for number, recipe in enumerate(HUMAN_RECIPES)
    ]


README = """SYNTHETIC teaching genome of loxsmith (the genome named "demo")

mouse.fa.gz, mouse.gff3.gz   Teach1: three chromosomes, 400 kb, invented genes
human.fa.gz, human.gff3.gz   TeachH1: invented orthologues of six of them

Everything here is SYNTHETIC: sequences, proteins, symbols and accession numbers are invented, and nothing
found in them says anything about a real mouse or a real person. One exception: intron 1 of Gt26T
("Rosa26-teaching") holds the public 207-bp amplicon round the Rosa26 XbaI site
(guide ACTCCAGTCTTTCTAGAAGA, Chu 2016 BMC Biotechnol 16:4).
Lower-case bases are repeats. Made by scripts/make_teaching_genome.py; the same script makes the same bases.
"""


def pack(text: str) -> bytes:
    """Gzip without clock or file name."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        stream.write(text.encode("ascii"))
    return buffer.getvalue()


def main(outdir: Path) -> None:
    """Writes both assemblies."""
    mouse = mouse_genes()
    outdir.mkdir(parents=True, exist_ok=True)
    for seed, plan, genes in ((26, MOUSE, mouse), (52, HUMAN, human_genes(mouse))):
        texts = assemble(Dice(seed), plan, genes)
        (outdir / f"{plan.name}.fa.gz").write_bytes(pack(fasta(plan, texts)))
        (outdir / f"{plan.name}.gff3.gz").write_bytes(pack(gff3(plan, genes)))
    (outdir / "README").write_text(README, encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUTDIR)
