"""Gapless homologies between two texts: shared words, joined along diagonals and extended past mismatches.

A vector meets a locus in a few long stretches and many short chance ones. Words of ``k`` bases that occur in
both texts are gathered with 2-bit codes, runs of them on one diagonal become anchors, and each anchor grows
at both ends as long as the matches outweigh the mismatches.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Integers = npt.NDArray[np.int64]

MISMATCH = 4
"""Matches that pay for one mismatch. A mismatch is crossed only if more than this many bases match beyond it:
after a heterologous junction five bases match by chance once in a thousand times, four once in 256, so a
lesser toll would carry arms into their neighbourhood and a greater one would lose arm ends behind a SNP."""

WORD = 16
"""Bases of a shared word: two random texts of 300 kb and 40 kb share three of them."""

DROP = 20
"""An extension is given up this far below its best score: five clustered mismatches are crossed, random
sequence (three mismatches in four) is left within ten bases, a recoded exon within about a hundred."""

FREQUENT = 32
"""Words that occur more often than this in either text place nothing, and are left to extension."""

_FREQUENT_IN_SHORT = 400
"""The same for donors of up to ``_SHORT`` bases, whose arm may be all repeat."""

_SHORT = 1200
"""Vectors up to this length (nt) may have arms that are all repeat."""

_MOST_RUNS = 4000
"""Runs examined, longest first: bounds the work on texts full of repeats; arms are among the longest."""


class Anchor(NamedTuple):
    """A gapless homology of locus and vector, both 0-based."""

    locus: int
    vector: int
    length: int
    mismatches: int

    @property
    def locus_end(self) -> int:
        """One past the last base on the locus."""
        return self.locus + self.length

    @property
    def vector_end(self) -> int:
        """One past the last base on the vector."""
        return self.vector + self.length

    @property
    def diagonal(self) -> int:
        """Locus position less vector position: equal for anchors without an indel between them."""
        return self.locus - self.vector

    @property
    def score(self) -> int:
        """Matches, less the toll of the mismatches."""
        return self.length - (1 + MISMATCH) * self.mismatches

    @property
    def identity(self) -> float:
        """Matching share of the bases, 0 to 1."""
        return 1 - self.mismatches / self.length


@lru_cache(maxsize=8)
def as_bytes(text: str) -> Bytes:
    """Return the letters of ``text`` as a read-only array."""
    import numpy as np

    return np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8)


def find_anchors(locus: str, vector: str, k: int) -> tuple[list[Anchor], bool]:
    """Return the anchors of one strand, and whether words too frequent to place anything were left out."""
    if min(len(locus), len(vector)) < k:
        return [], False
    runs, frequent = _runs(locus, vector, k)
    a, b = as_bytes(locus), as_bytes(vector)
    found: list[Anchor] = []
    covered: dict[int, list[tuple[int, int]]] = {}
    for i, j, n in runs:
        taken = covered.setdefault(i - j, [])
        if any(start <= i and i + n <= end for start, end in taken):
            continue
        anchor = extended(a, b, i, j, n)
        taken.append((anchor.locus, anchor.locus_end))
        found.append(anchor)
    return sorted(found), frequent


def extended(locus: Bytes, vector: Bytes, i: int, j: int, n: int) -> Anchor:
    """Grow the stretch of ``n`` bases at locus ``i``, vector ``j`` to where its score is highest."""
    import numpy as np

    right = _reach(locus[i + n :], vector[j + n :])
    left = _reach(locus[:i][::-1], vector[:j][::-1])
    i, j, n = i - left, j - left, left + n + right
    return Anchor(i, j, n, int(np.count_nonzero(locus[i : i + n] != vector[j : j + n])))


def _reach(a: Bytes, b: Bytes) -> int:
    """Count the bases from index 0 on that the best-scoring extension takes in; the first of equals wins."""
    import numpy as np

    size = min(len(a), len(b))
    done, total, best, best_at, width = 0, 0, 0, 0, 64
    while done < size:
        stop = min(size, done + width)
        score = total + np.cumsum(np.where(a[done:stop] == b[done:stop], 1, -MISMATCH))
        below = np.nonzero(np.maximum(np.maximum.accumulate(score), best) - score > DROP)[0]
        seen = score[: int(below[0]) + 1] if below.size else score
        at = int(np.argmax(seen))
        if seen[at] > best:
            best, best_at = int(seen[at]), done + at + 1
        if below.size:
            break
        done, total, width = stop, int(score[-1]), width * 4
    return best_at


@lru_cache(maxsize=4)
def _codes(text: str, k: int) -> Integers:
    """Return the 2-bit code of the word at each position, -1 where a letter is not A, C, G or T."""
    import numpy as np

    table = np.full(256, 4, dtype=np.int64)
    table[np.frombuffer(b"ACGT", dtype=np.uint8)] = (0, 1, 2, 3)
    digits = table[as_bytes(text)]
    count = len(text) - k + 1
    codes = np.zeros(count, dtype=np.int64)
    for offset in range(k):
        codes *= 4
        codes += digits[offset : offset + count] & 3
    unknown = np.concatenate(([0], np.cumsum(digits > 3)))
    codes[unknown[k:] > unknown[:-k]] = -1
    return codes


def _runs(locus: str, vector: str, k: int) -> tuple[list[tuple[int, int, int]], bool]:
    """Return exact runs (locus, vector, length), longest first, and whether frequent words were left out."""
    import numpy as np

    often = _FREQUENT_IN_SHORT if len(vector) <= _SHORT else FREQUENT
    i, j, frequent = _hits(_codes(locus, k), _codes(vector, k), often)
    if not i.size:
        return [], frequent
    order = np.lexsort((i, i - j))
    i, j = i[order], j[order]
    first = np.concatenate(([True], (np.diff(i - j) != 0) | (np.diff(i) != 1)))
    starts = np.nonzero(first)[0]
    lengths = np.diff(np.append(starts, i.size)) + k - 1
    longest = np.argsort(-lengths, kind="stable")[:_MOST_RUNS]
    rows = zip(
        i[starts][longest].tolist(), j[starts][longest].tolist(), lengths[longest].tolist(), strict=True
    )
    return list(rows), frequent


def _hits(locus: Integers, vector: Integers, most: int) -> tuple[Integers, Integers, bool]:
    """Return all pairs of positions (locus, vector) with one word, those in more than ``most`` left out."""
    import numpy as np

    order = np.argsort(vector, kind="stable")
    words, first, counts = np.unique(vector[order], return_index=True, return_counts=True)
    # a table of the words' last ten bases spares most locus words the binary search
    present = np.zeros(1 << 20, dtype=bool)
    present[words & 0xFFFFF] = True
    at = np.nonzero(present[locus & 0xFFFFF] & (locus >= 0))[0]
    word = np.minimum(np.searchsorted(words, locus[at]), words.size - 1)
    same = words[word] == locus[at]
    at, word = at[same], word[same]
    usable = (np.bincount(word, minlength=words.size) <= most) & (counts <= most)
    keep = usable[word]
    frequent = bool(at.size and not keep.all())
    at, word = at[keep], word[keep]
    repeats = counts[word]
    within = np.arange(int(repeats.sum())) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return np.repeat(at, repeats), order[np.repeat(first[word], repeats) + within], frequent
