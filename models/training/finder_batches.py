"""Training inputs for the finder: a rendered eye, a framing, a camera; made ahead on one background thread."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch
from torch import Tensor

from eye_shards import ShardFolder
from finder_network import HEADS
from framing import apply_framing, around_iris, away_from_iris, whole_photograph
from no_eye import draw_no_eye
from photometric import photograph

NO_EYE_SHARE = 0.03
SKIN_ONLY_SHARE = 0.03
CROP_SHARE = 0.4


@dataclass(frozen=True)
class Plan:
    """What the next batch shall be; the training decides it anew for every batch as time goes by."""

    side: int
    count: int
    hard_share: float


def draw_input(
    easy: ShardFolder, hard: ShardFolder, plan: Plan, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Image side×side×3 and truth side×side×5, both uint8."""
    side = plan.side
    if rng.random() < NO_EYE_SHARE:
        return photograph(draw_no_eye(side, rng), rng), np.zeros((side, side, len(HEADS)), np.uint8)
    folder = hard if hard.training and rng.random() < plan.hard_share else easy
    shard, index = folder.draw(rng)
    iris, pupil = shard.ellipse(index, "iris"), shard.ellipse(index, "pupil")
    framing = None
    choice = rng.random()
    if iris is not None and choice < CROP_SHARE:
        framing = around_iris(iris, shard.size, side, rng)
    elif iris is not None and choice > 1 - SKIN_ONLY_SHARE:
        framing = away_from_iris(iris, shard.size, side, rng)
    if framing is None:
        framing = whole_photograph(shard.size, side, rng)
    framed = apply_framing(shard.pixels[index], framing, side, rng, iris, pupil)
    image = framed.image
    if rng.random() < 0.5:  # the border is ours, not the camera's: half of the time it stays clean
        image[framed.inside] = photograph(np.ascontiguousarray(image[framed.inside]), rng)
    else:
        image = photograph(image, rng)
    return image, framed.truth


def to_tensors(images: np.ndarray, truths: np.ndarray) -> tuple[Tensor, Tensor]:
    """N×3×side×side and N×5×side×side, float32 in 0..1, channels last in memory."""
    image = torch.from_numpy(images).permute(0, 3, 1, 2).float().div_(255)
    truth = torch.from_numpy(truths).permute(0, 3, 1, 2).float().div_(255)
    return image, truth


class BatchMaker:
    """Keeps a few batches ready. OpenCV and PyTorch let go of the interpreter's lock, so one thread is enough."""

    def __init__(self, easy: ShardFolder, hard: ShardFolder, plan: Callable[[int], Plan], seed: int) -> None:
        self._easy, self._hard, self._plan = easy, hard, plan
        self._rng = np.random.default_rng(seed)
        self._ready: queue.Queue[tuple[Tensor, Tensor] | BaseException] = queue.Queue(maxsize=3)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            made = 0
            while True:
                if made % 40 == 0:
                    self._easy.rescan()
                    self._hard.rescan()
                plan = self._plan(made)
                inputs = [draw_input(self._easy, self._hard, plan, self._rng) for _ in range(plan.count)]
                images, truths = (np.stack(part) for part in zip(*inputs))
                self._ready.put(to_tensors(images, truths))
                made += 1
        except BaseException as failure:  # the training must not wait for a thread that died
            self._ready.put(failure)

    def next(self) -> tuple[Tensor, Tensor]:
        batch = self._ready.get()
        if isinstance(batch, BaseException):
            raise batch
        return batch
