"""Two whole documents written by hand: a lox-STOP-lox allele with its by-products, and an oligo design.

The gene, its positions and its proteins are invented; only the shape is that of a small four-exon gene.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal

from loxsmith.package.document import (
    AlleleInfo,
    AlternativeInfo,
    ArmInfo,
    Document,
    Drawn,
    EdgeInfo,
    EditInfo,
    EventInfo,
    FindingInfo,
    GenomeInfo,
    GuideInfo,
    MoleculeInfo,
    PromiseInfo,
    Scores,
    SiteInfo,
    Software,
    Specificity,
    StrategyInfo,
    Target,
    TranscriptInfo,
)

GENE, MAIN, SECOND = "Zzt1", "ZZT00000000001", "ZZT00000000002"
FIRST, LAST = 100_001, 148_000
"""The window on the chromosome; it is read on the minus strand."""
LENGTH = LAST - FIRST + 1
PROTEIN = "M" + "STAGKLVEDR" * 23 + "LYFW"
OTHER = PROTEIN[:50] + PROTEIN[66:]
CUT_IN, CASSETTE, EDIT = 20_500, 4_100, 21_650

EXONS = (
    ("utr", "UTR", 20_000, 20_150),
    ("exon", "exon 1", 20_150, 20_340),
    ("exon", "exon 2", 20_800, 20_860),
    ("exon", "exon 3", 21_000, 21_050),
    ("exon", "exon 4", 21_300, 21_720),
    ("utr", "UTR", 21_720, 22_600),
    ("gene", "Neighb", 16_900, 19_100),
)
PIECES = (
    ("site", "loxP", 0, 34, "+"),
    ("literal", "spacer", 34, 50, "+"),
    ("splice", "En2-SA", 50, 900, "+"),
    ("stop", "STOP", 900, 2_400, "+"),
    ("site", "FRT", 2_420, 2_454, "+"),
    ("polyA", "TKpA", 2_460, 2_700, "-"),
    ("marker", "neo", 2_700, 3_500, "-"),
    ("promoter", "hBactP", 3_500, 4_000, "-"),
    ("site", "FRT", 4_010, 4_044, "+"),
    ("site", "loxP", 4_066, 4_100, "+"),
)
AFTER_FLP, AFTER_CRE = 2_510, 34
ABSENT = {"assays": "not built yet in this version", "checks": "not built yet in this version"}


def digest(text: str) -> str:
    """Return a SHA-256 that depends on a name, since there is no sequence behind it."""
    return sha256(text.encode()).hexdigest()


def drawn(kind: str, label: str, start: int, end: int, strand: str = "+", state: str = "whole") -> Drawn:
    """Return a feature from 0-based half-open positions."""
    return Drawn.model_validate(
        {"kind": kind, "label": label, "start": start + 1, "end": end, "strand": strand, "state": state}
    )


def features(
    pieces: tuple[tuple[str, str, int, int, str], ...], size: int, *, edited: bool
) -> tuple[Drawn, ...]:
    """Return the features of an allele whose intron 1 holds ``size`` designed bases."""
    found = [drawn(kind, label, CUT_IN + a, CUT_IN + b, strand) for kind, label, a, b, strand in pieces]
    for kind, label, start, end in EXONS:
        shift = size if start >= CUT_IN else 0
        if edited and start < EDIT < end:
            at = EDIT + shift
            found += [
                drawn(kind, label, start + shift, at, state="interrupted"),
                drawn("edit", "p.Ala216Arg", at, at + 2),
                drawn(kind, label, at + 2, end + shift, state="interrupted"),
            ]
        else:
            found.append(drawn(kind, label, start + shift, end + shift))
    return tuple(sorted(found, key=lambda d: (d.start, -d.end)))


def kept(size: int) -> tuple[tuple[str, str, int, int, str], ...]:
    """Return the designed pieces that stand in the intron when ``size`` bases are left."""
    if size == AFTER_FLP:
        return (*(p for p in PIECES if p[3] <= 2_454), ("site", "loxP", 2_476, 2_510, "+"))
    return tuple(p for p in PIECES if p[3] <= size)


def transcripts(status: Literal["unchanged", "altered", "none"]) -> tuple[TranscriptInfo, ...]:
    """Return both isoforms in one state."""
    rows = []
    for name, wild in ((MAIN, PROTEIN), (SECOND, OTHER)):
        at = len(wild) - 19
        changed = wild[: at - 1] + "R" + wild[at:]
        protein = {"unchanged": wild, "altered": changed, "none": None}[status]
        rows.append(
            TranscriptInfo(
                id=name,
                status=status,
                consequence={
                    "unchanged": "protein identical to wild type",
                    "altered": f"p.Ala{at}Arg",
                    "none": f"no product containing residues 63-{len(wild)}",
                }[status],
                protein=protein,
                protein_sha256=digest(protein) if protein else None,
                chains=(protein,) if protein else (),
                note="The first 62 residues can still be made." if status == "none" else "",
            )
        )
    return tuple(rows)


def allele(id_: str, size: int = 0, /, **said: Any) -> AlleleInfo:
    """Return an allele with ``size`` designed bases in intron 1; what is said replaces the defaults."""
    edited = id_ != "wild_type"
    pieces = kept(size)
    values: dict[str, Any] = {
        "id": id_,
        "name": id_.replace("_", " "),
        "state": "",
        "parent": "targeted",
        "event": EventInfo(kind="excision", agent="Cre"),
        "file": f"sequences/{id_}.gb",
        "topology": "linear",
        "length": LENGTH + size,
        "sha256": digest(id_),
        "intended": True,
        "same_as": None,
        "bears_locus": True,
        "sites": tuple(
            SiteInfo.model_validate(
                {"name": n, "recombinase": "Cre" if n == "loxP" else "Flp", "strand": s}
                | {"start": CUT_IN + a + 1, "end": CUT_IN + b}
            )
            for k, n, a, b, s in pieces
            if k == "site"
        ),
        "transcripts": transcripts("altered" if size <= AFTER_CRE else "none"),
        "features": features(pieces, size, edited=edited),
        "changed": (CUT_IN + 1 if size else EDIT + 1, EDIT + 2 + size) if edited else None,
        "note": "",
    }
    return AlleleInfo(**(values | said))


def circle(number: int, agent: str, parent: str, length: int) -> AlleleInfo:
    """Return an excised circle."""
    return allele(
        f"circle_{number}",
        parent=parent,
        event=EventInfo(kind="excision", agent=agent),
        topology="circular",
        length=length,
        bears_locus=False,
        sites=(),
        transcripts=(),
        features=(drawn("site", "loxP" if agent == "Cre" else "FRT", 0, 34),),
        changed=None,
        note="Cut out as a circle; it is diluted out.",
    )


def _wild() -> AlleleInfo:
    return allele(
        "wild_type",
        parent=None,
        event=EventInfo(kind="reference", agent=None),
        transcripts=transcripts("unchanged"),
    )


def _targeted(size: int, **said: Any) -> AlleleInfo:
    event = EventInfo(kind="homologous recombination", agent=None)
    return allele("targeted", size, **({"parent": "wild_type", "event": event} | said))


def _strategy(id_: str, title: str, *why: str) -> StrategyInfo:
    return StrategyInfo(
        id=id_,
        title=title,
        why=why,
        alternatives=(
            AlternativeInfo(id="mini-gene", why_not="It brings a second copy of the coding sequence."),
        ),
        assumptions=("Cre was assumed; another recombinase can be named.",),
    )


def _document(**said: Any) -> Document:
    target = Target(
        gene=GENE,
        gene_id="ZZG00000000001",
        transcript=MAIN,
        chrom="7",
        start=LAST - 22_600 + 1,
        end=LAST - 20_000,
        strand="-",
        window=f"7:{FIRST}-{LAST}:-",
        x_linked=False,
        protein_length=len(PROTEIN),
        searched_bp=150_000,
    )
    genome = GenomeInfo(
        name="demo", species="Mus musculus", assembly="demo-1", sha256=digest("demo"), synthetic=True
    )
    edits = (
        EditInfo(
            hgvs_g="7:g.126349_126350delinsCG",
            hgvs_c="c.646_647delinsCG",
            hgvs_p="p.Ala216Arg",
            kind="intended",
            chrom="7",
            start=LAST - EDIT - 1,
            ref="GC",
            alt="CG",
        ),
    )
    common = {
        "software": Software(name="loxsmith", version="0.1.0"),
        "proved": True,
        "genome": genome,
        "target": target,
        "edits": edits,
        "findings": (FindingInfo(severity="warn", message="Searched only 150 kb for repeats.", where=""),),
    }
    return Document.model_validate(common | said)


def conditional() -> Document:
    """A floxed STOP in intron 1 with a change in exon 4: four alleles, their circles, and four wrong outcomes."""
    vector = MoleculeInfo(
        id="vector",
        name="pLS-Zzt1",
        kind="targeting vector",
        topology="circular",
        length=15_000,
        sha256=digest("vector"),
        file="sequences/vector.gb",
        strand="+",
        polarity=None,
        order=None,
        arms={
            "5p": ArmInfo(length=4_000, genome=_genome(CUT_IN - 4_000, CUT_IN), start=1, end=4_000),
            "3p": ArmInfo(length=4_200, genome=_genome(CUT_IN, CUT_IN + 4_200), start=8_101, end=12_300),
        },
        sites=(SiteInfo(name="loxP", recombinase="Cre", start=4_001, end=4_034, strand="+"),),
        selection=("neo", "DTA"),
        linearised_by="PacI",
        features=(
            *(drawn(k, n, 4_000 + a, 4_000 + b, s) for k, n, a, b, s in PIECES),
            drawn("edit", "p.Ala216Arg", 9_250, 9_252),
            drawn("negative", "DTA", 12_400, 13_000, "-"),
            drawn("backbone", "pUC", 13_000, 15_000, "."),
        ),
    )
    cre, flp = EventInfo(kind="excision", agent="Cre"), EventInfo(kind="excision", agent="Flp")
    idle = EventInfo(kind="reference", agent="Flp")
    alleles = (
        _wild(),
        _targeted(CASSETTE),
        allele("flp", AFTER_FLP, event=flp),
        circle(1, "Flp", "targeted", CASSETTE - AFTER_FLP),
        allele("cre", AFTER_CRE, event=cre),
        circle(2, "Cre", "targeted", CASSETTE - AFTER_CRE),
        allele("flp_cre", AFTER_CRE, parent="flp", event=cre, same_as="cre"),
        allele(
            "cre_flp",
            AFTER_CRE,
            parent="cre",
            event=idle,
            same_as="cre",
            note="Flp finds nothing left to do.",
        ),
        *_wrong(),
    )
    promises = (
        PromiseInfo(
            id="P1", allele="targeted", proved=True,
            statement="Without Cre: no product contains residues 63-235.", evidence="The splice trap ends the RNA.",
        ),
        PromiseInfo(
            id="P2", allele="cre", proved=True,
            statement="After Cre: p.Ala216Arg and nothing else.", evidence="Read on the allele: 235 residues.",
        ),
    )  # fmt: skip
    return _document(
        request={
            "text": "Zzt1 p.A216R conditional",
            "gene": GENE,
            "kind": "point",
            "control": {"conditional": True},
        },
        strategy=_strategy(
            "es-lsl", "p.A216R, conditional: floxed STOP in intron 1", "A STOP needs the fewest parts."
        ),
        promises=promises,
        molecules=(vector,),
        alleles=alleles,
        graph=(
            EdgeInfo(
                source="wild_type",
                target="targeted",
                agent="vector",
                kind="homologous recombination",
                sites=(),
            ),
            EdgeInfo(source="targeted", target="cre", agent="Cre", kind="excision", sites=("loxP", "loxP")),
        ),
        guides=(),
        absent=ABSENT | {"guides": "ES-cell targeting by a selected vector needs no guide"},
    )


def _genome(start: int, end: int) -> str:
    return f"7:{LAST - end + 1}-{LAST - start}:-"


def _wrong() -> tuple[AlleleInfo, ...]:
    whole = features(PIECES, CASSETTE, edited=True)
    again = tuple(
        d.model_copy(update={"start": d.start + 15_000, "end": d.end + 15_000})
        for d in whole
        if d.end > CUT_IN
    )
    event = EventInfo(kind="homologous recombination", agent=None)
    said: dict[str, Any] = {"parent": "wild_type", "event": event, "intended": False}
    return (
        allele(
            "tandem", CASSETTE, **said, length=LENGTH + CASSETTE + 15_000, features=(*whole, *again),
            changed=(CUT_IN + 1, EDIT + 2 + CASSETTE + 15_000), note="Two copies enter head to tail.",
        ),
        allele(
            "edit_lost", CASSETTE, **said, features=features(PIECES, CASSETTE, edited=False),
            changed=(CUT_IN + 1, CUT_IN + CASSETTE), note="A crossover leaves the change out.",
        ),
    )  # fmt: skip


def oligo() -> Document:
    """The same change put in by an oligonucleotide with Cas9 in zygotes."""
    order = ("ACGTTGCAAC" * 13)[:129]
    donor = MoleculeInfo(
        id="donor",
        name="Zzt1 ssODN",
        kind="ssODN",
        topology="linear",
        length=129,
        sha256=digest(order),
        file="sequences/donor.gb",
        strand="-",
        polarity="target",
        order=order,
        arms={
            "5p": ArmInfo(length=36, genome=_genome(EDIT - 36, EDIT), start=1, end=36),
            "3p": ArmInfo(length=91, genome=_genome(EDIT + 2, EDIT + 93), start=39, end=129),
        },
        sites=(),
        selection=(),
        linearised_by=None,
        features=(drawn("exon", "exon 4", 0, 106), drawn("edit", "p.Ala216Arg", 36, 38)),
    )
    promise = PromiseInfo(
        id="P1",
        allele="targeted",
        statement="Zzt1 with p.Ala216Arg and nothing else.",
        proved=True,
        evidence="Read on the allele: 235 residues.",
    )
    return _document(
        request={"text": "Zzt1 p.A216R", "gene": GENE, "kind": "point", "change": "p.A216R"},
        strategy=_strategy("zygote-ssodn", "p.A216R: oligonucleotide with Cas9 in zygotes", "It spans 2 nt."),
        promises=(promise,),
        molecules=(donor,),
        alleles=(_wild(), _targeted(0)),
        graph=(),
        guides=(_guide("G1", chosen=True, again=False), _guide("G2", chosen=False, again=True)),
        absent=ABSENT,
    )


def _guide(id_: str, *, chosen: bool, again: bool) -> GuideInfo:
    start = LAST - EDIT - 10
    return GuideInfo(
        id=id_,
        chosen=chosen,
        protospacer="GACGTTGCAACACGTTGCAA",
        pam="CGG",
        chrom="7",
        start=start,
        end=start + 19,
        strand="-",
        cut=start + 3,
        distance=5,
        scores=Scores(),
        specificity=Specificity(),
        recuts={"wild_type": True, "targeted": again},
        remarks=("It starts with G.",),
    )


def refused() -> Document:
    """The conditional design with one promise that fails."""
    whole = conditional()
    failed = whole.promises[0].model_copy(
        update={"proved": False, "evidence": "The trap has 1 polyadenylation signal: it leaks."}
    )
    stop = FindingInfo(severity="stop", message="The STOP leaks.", where="targeted")
    return whole.model_copy(
        update={"proved": False, "promises": (failed, *whole.promises[1:]), "findings": (stop,)}
    )


def hostile() -> Document:
    """The oligo design with markup, quotes and formulas wherever free text may stand."""
    bad = "\"'><script>alert(1)</script>{{ 7*7 }}</style>"
    whole = oligo()
    wild, goal = whole.alleles
    goal = goal.model_copy(
        update={"note": bad, "features": (*goal.features, drawn("payload", bad, EDIT - 300, EDIT - 200))}
    )
    return whole.model_copy(
        update={
            "request": {"text": bad, "customer": {"name": bad, "notes": "=HYPERLINK(1)"}},
            "strategy": whole.strategy.model_copy(update={"title": bad, "why": (bad,)}),
            "promises": (whole.promises[0].model_copy(update={"statement": "=1+1", "evidence": "@SUM(A1)"}),),
            "guides": (whole.guides[0].model_copy(update={"remarks": ("+cmd|' /C calc'!A0", bad)}),),
            "alleles": (wild, goal),
        }
    )


ALL = {"conditional": conditional, "oligo": oligo, "refused": refused, "hostile": hostile}
"""Every example by name."""
