"""Rendered eyes as the renderer writes them, read while it is still writing more.

A shard is `shard-00000.bin`, `count` samples of size×size×8 bytes, and `shard-00000.json` with its size, its
count and one record per sample (seed, domain, iris, pupil). Both appear by rename, the JSON last or first, so a
shard counts from the moment both are there and the binary has its full length.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHANNELS = 8  # R, G, B, then the five truths in the order of finder_network.HEADS


@dataclass(frozen=True)
class Ellipse:
    """Semi-axes in pixels, `angle` of the first in degrees from +x towards +y; (0.5, 0.5) is the first pixel's centre."""

    cx: float
    cy: float
    a: float
    b: float
    angle: float


@dataclass(frozen=True)
class Shard:
    path: Path
    size: int
    pixels: np.ndarray  # count×size×size×8 uint8, memory-mapped
    records: list[dict]

    def __len__(self) -> int:
        return len(self.records)

    def ellipse(self, index: int, name: str) -> Ellipse | None:
        """The amodal iris or pupil; None where the sample shows no eye."""
        found = self.records[index].get(name)
        return Ellipse(**{key: float(found[key]) for key in Ellipse.__annotations__}) if found else None


def open_shard(description: Path) -> Shard | None:
    """None while the shard is incomplete."""
    binary = description.with_suffix(".bin")
    if not binary.exists():
        return None
    facts = json.loads(description.read_text())
    size, count = facts["size"], facts["count"]
    shape = (count, size, size, CHANNELS)
    if binary.stat().st_size != int(np.prod(shape)):
        return None
    pixels = np.memmap(binary, dtype=np.uint8, mode="r", shape=shape)
    return Shard(description, size, pixels, facts["samples"])


class ShardFolder:
    """All complete shards of a folder; the first `held_out` in order of name are kept for validation."""

    def __init__(self, folder: Path, held_out: int = 1) -> None:
        self.folder = folder
        self.held_out = held_out
        self.shards: dict[Path, Shard] = {}

    def rescan(self) -> None:
        if not self.folder.is_dir():
            return
        for description in sorted(self.folder.glob("shard-*.json")):
            if description not in self.shards:
                shard = open_shard(description)
                if shard is not None:
                    self.shards[description] = shard

    def _ordered(self) -> list[Shard]:
        return [self.shards[path] for path in sorted(self.shards)]

    @property
    def validation(self) -> list[Shard]:
        return self._ordered()[: self.held_out]

    @property
    def training(self) -> list[Shard]:
        return self._ordered()[self.held_out :]

    def draw(self, rng: np.random.Generator) -> tuple[Shard, int]:
        """A training sample, every sample equally likely. Raises ValueError where there is none yet."""
        shards = self.training
        index = int(rng.integers(sum(len(shard) for shard in shards)))
        for shard in shards:
            if index < len(shard):
                return shard, index
            index -= len(shard)
        raise ValueError(f"no training shard in {self.folder}")
