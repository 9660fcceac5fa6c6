"""The off-target search: two engines, one answer, the one that a slow scan gives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Genome
from loxsmith.guides import OffTargets, Pam, build_index, index_folder, open_index, pam_of, search
from loxsmith.guides.index import split
from loxsmith.sequence import IUPAC, reverse_complement
from oracle.offtarget_naive import Row, Weights, scan, scan_many, specificity

PAMS = ("NGG", "NGG", "NGG", "NNGRRT", "TTTV", "NG", "NRN", "NNNNGATT")


def written(folder: Path, contigs: dict[str, str]) -> Genome:
    """Open contigs as a genome that may hold indexes."""
    path = folder / "genome.fa"
    path.write_text("".join(f">{name}\n{text}\n" for name, text in contigs.items()))
    genome = Genome.open(path, name="tried")
    genome.folder = folder
    return genome


@contextmanager
def indexed(genome: Genome, pam: Pam, folder: Path) -> Iterator[Genome]:
    """The genome with an index for one PAM."""
    genome.folder = folder
    build_index(genome, pam, index_folder(folder, pam))
    yield genome


def rows_of(found: OffTargets) -> list[tuple[object, ...]]:
    return [site[:7] for site in found.sites]


def naive(rows: Sequence[Row], order: Sequence[str]) -> list[tuple[object, ...]]:
    """The oracle's rows in the order of the package."""
    return sorted(
        ((r.contig, r.start, r.end, r.strand, r.sequence, r.pam, r.mismatches) for r in rows),
        key=lambda row: (order.index(row[0]), row[1], -row[3]),
    )


def small_genome(dice: random.Random) -> tuple[dict[str, str], list[str], Pam, int]:
    """A few contigs with planted near-copies of the guides, unknown letters and lower case."""
    pam = pam_of(dice.choice(PAMS))
    most = dice.choice((0, 1, 2, 3, 4, 4, 4, 5, 6))
    guides = ["".join(dice.choices("ACGT", k=20)) for _ in range(dice.randint(1, 3))]
    contigs = {}
    for number in range(dice.randint(1, 4)):
        parts = []
        for _ in range(dice.randint(0, 6)):
            parts.append("".join(dice.choices("ACGTACGTACGTACGTN", k=dice.randint(0, 40))))
            parts.append(planted(dice, dice.choice(guides), pam, most))
        text = "".join(parts) or "ACGT"
        if dice.random() < 0.3:
            at = dice.randrange(len(text))
            text = text[:at] + dice.choice("NRYacgtn") + text[at + 1 :]
        contigs[f"c{number}"] = text
    return contigs, guides, pam, most


def planted(dice: random.Random, guide: str, pam: Pam, most: int) -> str:
    letters = list(guide)
    for at in dice.sample(range(20), dice.randint(0, most + 1)):
        letters[at] = dice.choice("ACGT")
    own = "".join(dice.choice(IUPAC[letter]) for letter in dice.choice((pam.pattern, *pam.offtargets)))
    window = "".join(letters) + own if pam.side == 3 else own + "".join(letters)
    return window if dice.random() < 0.5 else reverse_complement(window)


def test_a_thousand_small_genomes_are_searched_like_by_hand(tmp_path: Path) -> None:
    """Brute force finds on random genomes with planted sites exactly what the slow scan finds."""
    dice = random.Random(7)
    found = 0
    for number in range(1000):
        contigs, guides, pam, most = small_genome(dice)
        folder = tmp_path / str(number)
        folder.mkdir()
        genome = written(folder, contigs)
        for result in search(genome, guides, pam=pam, mismatches=most, engine="brute"):
            rows = scan(
                contigs,
                result.guide,
                pam=pam.pattern,
                side=pam.side,
                offtargets=pam.offtargets,
                mismatches=most,
            )
            assert rows_of(result) == naive(rows, list(contigs)), (contigs, result.guide, pam)
            assert sum(result.counts) == len(rows)
            found += len(rows)
    assert found > 1000


def test_the_index_answers_like_brute_force_on_a_thousand_genomes_in_one(tmp_path: Path) -> None:
    """The index finds in a thousand small genomes, one contig beside the other, what brute force finds."""
    dice = random.Random(11)
    for pattern in sorted(set(PAMS)):
        pam = pam_of(pattern)
        contigs: dict[str, str] = {}
        guides: list[str] = []
        while len(contigs) < 1000:
            texts, some, other, _ = small_genome(dice)
            if other.pattern == pattern:
                contigs |= {f"g{len(contigs)}_{name}": text for name, text in texts.items()}
                guides += some
        folder = tmp_path / pattern
        folder.mkdir()
        with indexed(written(folder, contigs), pam, folder) as genome:
            for most in range(7):
                some = dice.sample(guides, 12)
                quick = search(genome, some, pam=pam, mismatches=most, engine="index")
                slow = search(genome, some, pam=pam, mismatches=most, engine="brute")
                assert [(r.counts, r.cfd, r.mit) for r in quick] == [(r.counts, r.cfd, r.mit) for r in slow]
                assert [r.sites for r in quick] == [r.sites for r in slow]


def test_yeast_is_searched_like_by_hand(shared: Path, tmp_path: Path) -> None:
    """Both engines find for 500 guides in the yeast genome exactly the sites and scores of the slow scan."""
    genome = Genome.open(shared / "genomes" / "sacCer3.2bit")
    contigs = {c.name: genome.fetch(c.name, 0, c.length) for c in genome.contigs}
    dice = random.Random(3)
    guides = some_guides(contigs, 500, dice)
    weights = Weights.read(shared / "scores")
    expected = scan_many(contigs, guides, weights=weights)
    with indexed(genome, pam_of("NGG"), tmp_path) as ready:
        for engine in ("index", "brute"):
            for result, rows in zip(search(ready, guides, engine=engine), expected, strict=True):
                assert rows_of(result) == naive(rows, list(contigs))
                assert result.cfd == pytest.approx(specificity(rows, score="cfd"), abs=1e-6)
                assert result.mit == pytest.approx(specificity(rows, score="mit"), abs=1e-6)
                scores = {(r.contig, r.start, r.strand): (r.cfd, r.mit) for r in rows}
                for site in result.sites:
                    assert (site.cfd, site.mit) == pytest.approx(scores[site[0], site[1], site[3]], abs=1e-6)


def some_guides(contigs: dict[str, str], count: int, dice: random.Random) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        text = contigs[dice.choice(list(contigs))]
        at = dice.randrange(len(text) - 23)
        window = dice.choice((text[at : at + 23], reverse_complement(text[at : at + 23])))
        if window.endswith("GG") and set(window) <= set("ACGT"):
            found.append(window[:20])
    return found


@pytest.mark.parametrize("most", range(7))
def test_no_hit_escapes_the_two_cases_of_the_index(most: int) -> None:
    """Every way to share out the mismatches over the halves falls into exactly one of the two look-ups."""
    a, b = split(most)
    for near in range(most + 1):
        for far in range(most + 1 - near):
            first, second = near <= a, far <= b and near >= a + 1
            assert first + second == 1


def test_windows_over_an_unknown_letter_are_no_sites(tmp_path: Path) -> None:
    """A window with an N or another IUPAC letter in its 23 bases is not counted, masked bases are."""
    guide = "GATTACAGATTACAGATTAC"
    contigs = {"a": guide + "NGG", "b": guide.lower() + "agg", "c": guide[:5] + "R" + guide[6:] + "AGG"}
    (result,) = search(written(tmp_path, contigs), [guide.lower()])
    assert result.counts == (1, 0, 0, 0, 0)
    assert result.sites[0].contig == "b"


def test_only_one_perfect_match_is_the_guides_own(tmp_path: Path) -> None:
    """Specificity leaves out one perfect match with the guide's own PAM; another one halves it."""
    guide = "GATTACAGATTACAGATTAC"
    once = search(written(tmp_path, {"a": guide + "TGG"}), [guide])[0]
    twice = search(written(tmp_path, {"a": guide + "TGG", "b": guide + "AGG"}), [guide])[0]
    weak = search(written(tmp_path, {"a": guide + "TAG"}), [guide])[0]
    assert (once.cfd, once.mit) == (100, 100)
    assert (twice.cfd, twice.mit) == (50, 50)
    assert weak.cfd == pytest.approx(100 * 100 / (100 + 25.9259259), abs=1e-5)
    assert twice.searched_bp == 46


def test_scores_made_for_another_nuclease_are_not_given(tmp_path: Path) -> None:
    """CFD and the MIT score are SpCas9's with NGG: for Cas12a there is no number."""
    guide = "GATTACAGATTACAGATTAC"
    (result,) = search(written(tmp_path, {"a": "TTTA" + guide}), [guide], pam=pam_of("TTTV"))
    assert result.counts[0] == 1
    assert (result.cfd, result.mit, result.sites[0].cfd, result.sites[0].mit) == (None, None, None, None)


def test_an_index_answers_for_fewer_pams_than_it_holds(tmp_path: Path) -> None:
    """The index of NGG with NAG and NGA also answers for NGG alone, and refuses what it does not hold."""
    guide = "GATTACAGATTACAGATTAC"
    contigs = {"a": guide + "TGG" + guide + "TAG" + "C" * 30}
    with indexed(written(tmp_path, contigs), pam_of("NGG"), tmp_path) as genome:
        (alone,) = search(genome, [guide], pam=pam_of("NGG", []), engine="index")
        assert alone.counts[0] == 1
        assert alone.sites == search(genome, [guide], pam=pam_of("NGG", []), engine="brute")[0].sites
        with pytest.raises(DataError, match="no index for NNGRRT"):
            search(genome, [guide], pam=pam_of("NNGRRT"), engine="index")


@pytest.mark.parametrize(
    ("guide", "message", "hint"),
    [
        ("GATTACAGATTACAGATTANTGG", "23 letters", "20 of A, C, G, T"),
        ("GATTACAGATTACNGATTAC", "letter N at base 14", "20 of A, C, G, T"),
        ("GATTACAGATTACAGATTACTGG", "23 letters", "give GATTACAGATTACAGATTAC"),
        ("gauuacagauuacagauuac", "letter U at base 3", "GATTACAGATTACAGATTAC"),
        ("GATTACA", "7 letters", "20 of A, C, G, T"),
        ("GGATTACAGATTACAGATTACTGG", "24 letters", "give GATTACAGATTACAGATTAC"),
        ("TTGATTACAGATTACAGATTAC", "22 letters", "beside the PAM would be GATTACAGATTACAGATTAC"),
        ("", "0 letters", "20 of A, C, G, T"),
    ],
)
def test_a_guide_that_is_none_is_refused_with_the_mend(
    tmp_path: Path, guide: str, message: str, hint: str
) -> None:
    """A wrong guide is refused in one sentence, and a PAM included by mistake is said and offered stripped."""
    with pytest.raises(RequestError, match=message) as refusal:
        search(written(tmp_path, {"a": "ACGT"}), [guide])
    assert hint in refusal.value.hint


def test_a_pam_in_front_is_stripped_from_the_front(tmp_path: Path) -> None:
    """For Cas12a the PAM stands before the guide, and is offered stripped there."""
    with pytest.raises(RequestError) as refusal:
        search(written(tmp_path, {"a": "ACGT"}), ["TTTAGATTACAGATTACAGATTAC"], pam=pam_of("TTTV"))
    assert "give GATTACAGATTACAGATTAC" in refusal.value.hint


class TestIndexOnDisk:
    """The index as files."""

    def test_of_another_assembly_is_refused_by_name(self, tmp_path: Path) -> None:
        """An index is refused when the genome's bases are not those it was built from."""
        pam = pam_of("NGG")
        for name, text in (("one", "ACGT" * 20), ("two", "TTGG" * 20)):
            (tmp_path / name).mkdir()
            genome = written(tmp_path / name, {"a": text})
            if name == "one":
                build_index(genome, pam, tmp_path / "one" / "index-NGG")
        with pytest.raises(DataError, match="belongs to another assembly"):
            open_index(tmp_path / "one" / "index-NGG", genome)

    def test_truncated_is_refused_by_name(self, tmp_path: Path) -> None:
        """A file of the wrong size is named, with the mend."""
        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        folder = index_folder(tmp_path, pam_of("NGG"))
        build_index(genome, pam_of("NGG"), folder)
        path = folder / "near_words.npy"
        path.write_bytes(path.read_bytes()[:-4])
        with pytest.raises(DataError, match="near_words") as refusal:
            search(genome, ["GATTACAGATTACAGATTAC"])
        assert "loxsmith genome index tried --pam NGG" in refusal.value.hint

    def test_of_another_version_is_refused(self, tmp_path: Path) -> None:
        """Another layout of files is not guessed at."""
        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        folder = index_folder(tmp_path, pam_of("NGG"))
        build_index(genome, pam_of("NGG"), folder)
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace("loxsmith.index/1", "loxsmith.index/0"))
        with pytest.raises(DataError, match="another version"):
            open_index(folder, genome)

    def test_is_complete_or_not_there(self, tmp_path: Path) -> None:
        """An interrupted build leaves nothing behind, and an index that was there stays."""
        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        folder = index_folder(tmp_path, pam_of("NGG"))

        def interrupted(what: str, done: int, total: int) -> None:
            if what.startswith("sorting"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build_index(genome, pam_of("NGG"), folder, interrupted)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["genome.fa"]
        build_index(genome, pam_of("NGG"), folder)
        with pytest.raises(KeyboardInterrupt):
            build_index(genome, pam_of("NGG"), folder, interrupted)
        assert open_index(folder, genome).covers(pam_of("NGG"))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["genome.fa", folder.name]

    def test_says_what_disk_it_needs_before_it_begins(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A disk that is too small is refused before anything is written."""
        from loxsmith.genome import disk

        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        monkeypatch.setattr(disk, "free_bytes", lambda folder: 1)
        with pytest.raises(DataError, match="needs about"):
            build_index(genome, pam_of("NGG"), index_folder(tmp_path, pam_of("NGG")))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["genome.fa"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_disk_that_fills_up_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """No space left while writing, as the kernel says it, ends in one sentence, and nothing is left behind."""
        from loxsmith.guides import indexing

        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        monkeypatch.setattr(indexing._Dealer, "_pile", lambda self, number: Path("/dev/full"))
        with pytest.raises(DataError, match="became full"):
            build_index(genome, pam_of("NGG"), index_folder(tmp_path, pam_of("NGG")))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["genome.fa"]

    def test_damaged_within_is_refused(self, tmp_path: Path) -> None:
        """A file of the right size with other bytes is noticed before it gives wrong counts."""
        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        folder = index_folder(tmp_path, pam_of("NGG"))
        build_index(genome, pam_of("NGG"), folder)
        path = folder / "near_words.npy"
        path.write_bytes(path.read_bytes()[:-4] + b"abcd")
        with pytest.raises(DataError, match="not the file that was written"):
            open_index(folder, genome)

    def test_a_manifest_without_entries_is_refused(self, tmp_path: Path) -> None:
        """Half a manifest is damage, not a mistake of ours."""
        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        folder = index_folder(tmp_path, pam_of("NGG"))
        build_index(genome, pam_of("NGG"), folder)
        (folder / "manifest.json").write_text('{"schema": "loxsmith.index/1"}')
        with pytest.raises(DataError, match="lacks entries"):
            open_index(folder, genome)

    def test_what_a_killed_build_left_is_cleared_away(self, tmp_path: Path) -> None:
        """A draft of a process that is gone goes once it has been quiet; one that may be alive stays."""
        import os

        genome = written(tmp_path, {"a": "ACGTGG" * 50})
        gone, alive = tmp_path / ".index-NGG-NAG-NGA-999999999-draft", tmp_path / f".x-{os.getpid()}-draft"
        for draft in (gone, alive):
            draft.mkdir()
            os.utime(draft, (1, 1))
        build_index(genome, pam_of("NGG"), index_folder(tmp_path, pam_of("NGG")))
        assert (gone.exists(), alive.exists()) == (False, True)

    def test_many_small_contigs_take_their_time_once(self, tmp_path: Path) -> None:
        """Ten thousand contigs are indexed, and the hits lie on the right ones."""
        dice = random.Random(2)
        contigs = {f"c{number}": "".join(dice.choices("ACGT", k=60)) for number in range(10_000)}
        guide = "GATTACAGATTACAGATTAC"
        contigs["c777"] = guide + "TGG"
        with indexed(written(tmp_path, contigs), pam_of("NGG"), tmp_path) as genome:
            (found,) = search(genome, [guide], mismatches=0, engine="index")
        assert [(site.contig, site.start) for site in found.sites] == [("c777", 0)]

    def test_of_an_empty_or_tiny_genome_finds_nothing(self, tmp_path: Path) -> None:
        """Contigs shorter than a window have no sites, and that is an answer."""
        with indexed(written(tmp_path, {"a": "ACGT", "b": "N" * 50}), pam_of("NGG"), tmp_path) as genome:
            (result,) = search(genome, ["GATTACAGATTACAGATTAC"], engine="index")
            (slow,) = search(genome, ["GATTACAGATTACAGATTAC"], engine="brute")
        assert result.counts == slow.counts == (0, 0, 0, 0, 0)
        assert (result.cfd, result.searched_bp, result.sites) == (100.0, 4, ())
        assert slow.searched_bp == 4


def test_where_nothing_was_searched_there_is_no_specificity(tmp_path: Path) -> None:
    """A sequence of N alone gives no number."""
    (result,) = search(written(tmp_path, {"a": "N" * 500}), ["GATTACAGATTACAGATTAC"])
    assert (result.searched_bp, result.cfd, result.mit) == (0, None, None)


@pytest.mark.parametrize("text", ["", "NNN", "NGX", "NGGNGGNGGN", "N G"])
def test_nonsense_is_no_pam(text: str) -> None:
    """A PAM is IUPAC letters, at least one of them not N."""
    with pytest.raises(RequestError, match="is not a PAM"):
        pam_of(text)


def test_off_target_pams_have_the_length_of_the_pam() -> None:
    """NAG beside NNGRRT is a mistake."""
    with pytest.raises(RequestError, match="has 3 letters"):
        pam_of("NNGRRT", ["NAG"])
