"""Near-duplicates: MinHash and banding propose pairs, exact Jaccard similarity decides.

Broder 1997, "On the resemblance and containment of documents"; banding as in Leskovec, Rajaraman and Ullman, "Mining of
massive datasets", section 3.4. A text is its set of shingles (5 words in a row), kept as sorted 64-bit hashes.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import xxhash

from sutra import files

SHINGLE = 5
PERMUTATIONS = 128
RECALL = 0.9  # least chance that a pair at the threshold is proposed
BLOCK = 4096  # shingles hashed at once, so that a long document needs little memory

Hashes = npt.NDArray[np.uint64]
SEEDS: Hashes = np.array([int(files.digest("minhash", k)[:16], 16) for k in range(PERMUTATIONS)], dtype=np.uint64)


def shingles(words: list[str]) -> Hashes:
    """The sorted hashes of the distinct shingles of a text; a text of fewer than 5 words is one shingle."""
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))
    return np.array(sorted({xxhash.xxh3_64_intdigest(run.encode()) for run in runs}), dtype=np.uint64)


def set_key(shingle_set: Hashes) -> str:
    """A name for a set of shingles: equal sets have equal names."""
    return str(xxhash.xxh3_128_hexdigest(shingle_set.tobytes()))


def rows_per_band(threshold: float) -> int:
    """The most rows of a band (8, 4, 2, 1) with which a pair at the threshold is proposed with chance 0.9 or more.

    128 permutations in bands of r rows propose a pair of similarity s with chance 1 - (1 - s^r)^(128 / r). From 0.78 on
    these are 16 bands of 8 rows; a lower threshold gets more bands, and more pairs to verify.
    """
    fit = [rows for rows in (8, 4, 2) if 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows) >= RECALL]
    return fit[0] if fit else 1


def band_keys(shingle_set: Hashes, rows: int) -> Hashes:
    """The MinHash signature of a set, hashed band by band: two sets are proposed where they share a key in a band."""
    least = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingle_set), BLOCK):
        permuted = _mix(shingle_set[start : start + BLOCK, None] ^ SEEDS)
        least = np.minimum(least, permuted.min(axis=0))
    return np.array([xxhash.xxh3_64_intdigest(band.tobytes()) for band in least.reshape(-1, rows)], dtype=np.uint64)


def proposed(bands: Mapping[str, Hashes]) -> set[tuple[str, str]]:
    """Pairs of set names that share a key in some band, the smaller name first."""
    if len(bands) < 2:
        return set()
    names = sorted(bands)
    pairs: set[tuple[str, str]] = set()
    for column in np.stack([bands[name] for name in names]).T:
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
        for run in np.flatnonzero(np.diff(edges) > 1):
            members = order[edges[run] : edges[run + 1]]
            pairs.update((names[a], names[b]) for a, b in combinations(members.tolist(), 2))
    return pairs


def jaccard(one: Hashes, two: Hashes) -> float:
    """The size of the intersection of two sets by that of their union."""
    common = np.intersect1d(one, two, assume_unique=True).size
    return float(common / (one.size + two.size - common))


def _mix(x: Hashes) -> Hashes:
    """A permutation of the 64-bit numbers: the finalizer of MurmurHash3."""
    x = (x ^ (x >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    x = (x ^ (x >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return x ^ (x >> np.uint64(33))
