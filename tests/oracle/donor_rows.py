"""Whether the rows of edits and guides say what the genome's text and the donor say."""

from __future__ import annotations

from oracle.donor_case import Case, Row, bases_of, target_of
from oracle.plain_genome import opposite, translated

LETTERS = "ACDEFGHIKLMNPQRSTVWY*"
THREE = "AlaCysAspGluPheGlyHisIleLysLeuMetAsnProGlnArgSerThrValTrpTyrTer"
NAMES = {letter: THREE[3 * i : 3 * i + 3] for i, letter in enumerate(LETTERS)}


def check_edits(case: Case) -> None:
    """The rows, made on the top strand of the genome, give the edited allele; their names say the same."""
    chrom, shift = case.plain.places[case.gene.contig]
    text = case.plain.texts[case.gene.contig]
    rows = sorted(case.told.edits, key=lambda row: (row["start"], bool(row["ref"])))
    for row in reversed(rows):
        at = row["start"] - shift - 1
        if row["chrom"] != chrom or text[at : at + len(row["ref"])] != row["ref"]:
            case.wrong.append(f"the edit {row['hgvs_g']} does not find its bases")
            return
        text = text[:at] + row["alt"] + text[at + len(row["ref"]) :]
    if (text if case.gene.strand == 1 else opposite(text)) != case.edited:
        case.wrong.append("the rows of edits do not give the allele that the donor gives")
    if [row["kind"] for row in rows].count("intended") != 1:
        case.wrong.append("not one intended edit is listed")
    if sum(len(row["ref"]) for row in rows) < len(case.exchanged):
        case.wrong.append("fewer bases are listed than are exchanged")
    for row in rows:
        wanted = _names(case, row, chrom)
        stated = tuple(row[key] for key in ("hgvs_g", "hgvs_c", "hgvs_p"))
        if stated[:2] != wanted[:2] or stated[2] not in wanted[2]:
            case.wrong.append(f"an edit is called {stated}, and is {wanted}")


def _names(case: Case, row: Row, chrom: str) -> tuple[str, str, tuple[str, ...]]:
    """HGVS of a substitution or an insertion, by the canonical transcript."""
    start, ref, alt = row["start"], row["ref"], row["alt"]
    first, last = (start, start + len(ref) - 1) if ref else (start - 1, start)
    shift = case.plain.places[case.gene.contig][1]
    low, high = case.own(first - 1 - shift, last - shift)
    own_ref, own_alt = (ref, alt) if case.gene.strand == 1 else (opposite(ref), opposite(alt))
    at, ends = low, (low, high - 1)
    if not ref:
        others = [e for e in case.told.edits if e["ref"]]
        held = {e["start"] - 1 - shift + i for e in others for i in range(len(e["ref"]))}
        moved, alt = _rolled(case.plain.texts[case.gene.contig], start - 1 - shift, alt, held)
        first, last = moved + shift, moved + shift + 1
        own_held = {case.own(place, place + 1)[0] for place in held}
        right, own_alt = _rolled(case.wild, high - 1, own_alt, own_held)
        ends = right - 1, right
    genomic = f"{chrom}:g.{_change(str(first), str(last), ref, alt)}"
    places = _coding(case, ends[0]), _coding(case, ends[1])
    # A base outside the transcript has no number on it.
    coding = f"c.{_change(*places, own_ref, own_alt)}" if "?" not in places else ""
    return genomic, coding, _protein_names(case, at, high, own_ref)


def _rolled(text: str, at: int, bases: str, held: set[int]) -> tuple[int, str]:
    """The same insertion as far along the text as it goes, never over a base that is changed itself."""
    while at < len(text) and text[at] == bases[0] and at not in held:
        at, bases = at + 1, bases[1:] + bases[0]
    return at, bases


def _change(first: str, last: str, ref: str, alt: str) -> str:
    shown = alt if len(alt) <= 50 else f"N[{len(alt)}]"
    if not ref:
        return f"{first}_{last}ins{shown}"
    if len(ref) == len(alt) == 1:
        return f"{first}{ref}>{alt}"
    return f"{first if first == last else f'{first}_{last}'}delins{shown}"


def _coding(case: Case, place: int) -> str:
    """A base of the gene's strand counted on the canonical transcript."""
    model = target_of(case)
    exonic, coding = bases_of(case, model.exons), bases_of(case, model.cds)
    if place in coding:
        return str(coding.index(place) + 1)
    if place in exonic:
        if place < coding[0]:
            return str(exonic.index(place) - exonic.index(coding[0]))
        return f"*{exonic.index(place) - exonic.index(coding[-1])}"
    left = max((p for p in exonic if p < place), default=None)
    right = min((p for p in exonic if p > place), default=None)
    if left is None or right is None:
        return "?"
    if place - left <= right - place:
        return f"{_coding(case, left)}+{place - left}"
    return f"{_coding(case, right)}-{right - place}"


def _protein_names(case: Case, low: int, high: int, ref: str) -> tuple[str, ...]:
    """The protein's names that are right; in front of the stop there are three in use."""
    coding = bases_of(case, target_of(case).cds)
    wild = translated("".join(case.wild[place] for place in coding))
    if ref:
        numbers = sorted({coding.index(place) // 3 for place in range(low, high) if place in coding})
        names = [f"{NAMES[wild[n]]}{n + 1}=" for n in numbers]
        return ("" if not names else f"p.{names[0]}" if len(names) == 1 else f"p.[{';'.join(names)}]",)
    behind, tag = coding.index(case.at) // 3, case.told.tag
    # HGVS names the most C-terminal of equal places.
    while wild[behind] == tag[0]:
        behind, tag = behind + 1, tag[1:] + tag[0]
    shown = "".join(NAMES[r] for r in tag) if len(tag) <= 30 else f"Xaa[{len(tag)}]"
    last, following = f"{NAMES[wild[behind - 1]]}{behind}", f"{NAMES[wild[behind]]}{behind + 1}"
    if wild[behind] != "*":
        return (f"p.{last}_{following}ins{shown}",)
    extended = f"p.Ter{behind + 1}{NAMES[tag[0]]}extTer{len(tag)}"
    return f"p.{last}_Terins{shown}", f"p.{last}_{following}ins{shown}", extended


def check_guides(case: Case) -> None:
    """Every guide reads as stated, cuts where stated, and is as far from the tag as stated."""
    chrom, shift = case.plain.places[case.gene.contig]
    text = case.plain.texts[case.gene.contig]
    low, _ = case.own(case.at, case.at)
    if [guide["chosen"] for guide in case.told.guides].count(True) != 1:
        case.wrong.append("not one guide is the chosen one")
    for guide in case.told.guides:
        start, end = guide["start"] - shift - 1, guide["end"] - shift
        site, pam = (
            (text[start:end], text[end : end + 3])
            if guide["strand"] == "+"
            else (opposite(text[start:end]), opposite(text[start - 3 : start]))
        )
        cut = end - 3 if guide["strand"] == "+" else start + 3
        rows = (
            ("protospacer", site),
            ("pam", pam),
            ("chrom", chrom),
            ("cut", cut + shift),
            ("distance", abs(cut - low)),
        )
        for key, wanted in rows:
            if guide[key] != wanted:
                case.wrong.append(f"guide {guide['id']}: {key} is said to be {guide[key]}, and is {wanted}")
        if end - start != 20 or pam[1:] != "GG" or set(site + pam) - set("ACGT"):
            case.wrong.append(f"guide {guide['id']} is {site}-{pam}")
