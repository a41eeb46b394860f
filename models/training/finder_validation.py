"""Quick IoU of one pass over rendered eyes kept apart, for the training's curve (no crops, no fit)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import nn

from eye_shards import Shard
from finder_network import HEADS

SIDE = 128


@dataclass(frozen=True)
class ValidationSet:
    images: np.ndarray  # N×SIDE×SIDE×3 uint8
    truths: np.ndarray  # N×SIDE×SIDE×5 uint8

    @staticmethod
    def of(shards: list[Shard], count: int) -> ValidationSet:
        samples = [shard.pixels[index] for shard in shards for index in range(len(shard))][:count]

        def shrink(channels: slice) -> np.ndarray:
            return np.stack([cv2.resize(s[..., channels], (SIDE, SIDE), interpolation=cv2.INTER_AREA) for s in samples])

        return ValidationSet(shrink(slice(0, 3)), np.concatenate((shrink(slice(3, 6)), shrink(slice(6, 8))), axis=-1))


def intersection_over_union(guess: np.ndarray, truth: np.ndarray) -> float:
    """Of two boolean masks; 1 where both are empty."""
    union = np.count_nonzero(guess | truth)
    return np.count_nonzero(guess & truth) / union if union else 1.0


@torch.no_grad()
def validate(network: nn.Module, samples: ValidationSet) -> dict[str, float]:
    """Mean IoU per head over the samples in which the head's truth is not empty."""
    scores: dict[str, list[float]] = {head: [] for head in HEADS}
    for start in range(0, len(samples.images), 20):
        image = torch.from_numpy(samples.images[start : start + 20]).permute(0, 3, 1, 2).float() / 255
        guesses = network(image).numpy() > 0
        truths = samples.truths[start : start + 20].transpose(0, 3, 1, 2) > 127
        for guess, truth in zip(guesses, truths):
            for head, mine, theirs in zip(HEADS, guess, truth):
                if theirs.any():
                    scores[head].append(intersection_over_union(mine, theirs))
    return {head: round(float(np.mean(values)), 4) for head, values in scores.items() if values}
