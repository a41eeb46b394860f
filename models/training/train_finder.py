"""Trains the finder on rendered eyes within a budget of minutes.

The cosine's progress is elapsed time over budget, so the schedule always completes, on a fast machine or a busy
one, with shards that still arrive. Interrupted and started again, it goes on from the last checkpoint.

    python3 train_finder.py --shards DIR --work DIR --minutes 70 [--until HH:MM]
"""

from __future__ import annotations

import argparse
import copy
import csv
import math
import os
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import cv2
import torch
from torch import Tensor, nn
from torch.nn import functional

from eye_shards import ShardFolder
from finder_architectures import ARCHITECTURES
from finder_batches import BatchMaker, Plan
from finder_network import HEADS, parameter_count
from finder_validation import ValidationSet, validate
from precision import bfloat16_pays

PEAK_RATE, FINAL_RATE, WARM_UP = 2.5e-3, 2e-5, 0.01
# Samples per second matter most: small inputs first, the sizes of inference in the last fifth of the time.
# From this progress on, sides in turn; every batch has about as many pixels as memory and patience allow.
STAGES = ((0.0, (96,)), (0.3, (128,)), (0.82, (192, 192, 160, 192, 256)))
BATCHES = {96: 32, 128: 24, 160: 16, 192: 12, 256: 8}
FULL_LOSS_FROM = 0.82  # before, the loss is taken at half the resolution, which saves a sixth of a step
HARD_FROM, HARD_FULL, HARD_SHARE = 0.15, 0.45, 0.7
HEAD_WEIGHTS = torch.tensor((0.7, 1.0, 1.5, 1.3, 0.5)).view(1, -1)
EMA_DECAY = 0.998
CHECKPOINT_SECONDS, VALIDATE_SECONDS = 120, 400


@dataclass
class Clock:
    """Progress 0..1 over all runs of one training."""

    budget: float  # seconds
    spent: float  # seconds in earlier runs
    started: float

    @property
    def elapsed(self) -> float:
        return self.spent + time.monotonic() - self.started

    @property
    def progress(self) -> float:
        return min(1.0, self.elapsed / self.budget)


def learning_rate(progress: float) -> float:
    if progress < WARM_UP:
        return PEAK_RATE * (0.05 + 0.95 * progress / WARM_UP)
    cosine = 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))
    return FINAL_RATE + (PEAK_RATE - FINAL_RATE) * cosine


def plan_at(progress: float, batch: int) -> Plan:
    """For the batch of this number, counted from the start of the run."""
    _, sides = [stage for stage in STAGES if progress >= stage[0]][-1]
    side = sides[batch % len(sides)]
    ramp = min(1.0, max(0.0, (progress - HARD_FROM) / (HARD_FULL - HARD_FROM)))
    return Plan(side, BATCHES[side], ramp * HARD_SHARE)


def loss_of(logits: Tensor, truth: Tensor) -> Tensor:
    """3·BCE + soft Dice per sample and head; the smoothing lets an empty head be right by silence."""
    entropy = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none").mean((2, 3))
    guess = torch.sigmoid(logits)
    smoothing = truth.shape[2] * truth.shape[3] / 1000
    both = (guess * truth).sum((2, 3))
    dice = 1 - (2 * both + smoothing) / (guess.sum((2, 3)) + truth.sum((2, 3)) + smoothing)
    return ((3 * entropy + dice) * HEAD_WEIGHTS).mean()


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, step: int) -> None:
    decay = min(EMA_DECAY, (1 + step) / (10 + step))
    for mine, theirs in zip(average.state_dict().values(), network.state_dict().values()):
        if mine.dtype.is_floating_point:
            mine.lerp_(theirs, 1 - decay)
        else:
            mine.copy_(theirs)


def save_atomically(state: dict, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


def seconds_until(clock_time: str) -> float:
    hour, minute = (int(part) for part in clock_time.split(":"))
    now = datetime.now()
    return (now.replace(hour=hour, minute=minute, second=0) - now).total_seconds()


def train(arguments: argparse.Namespace) -> None:
    torch.manual_seed(arguments.seed)
    cv2.setNumThreads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    arguments.curve.parent.mkdir(parents=True, exist_ok=True)
    easy, hard = ShardFolder(arguments.shards / "a"), ShardFolder(arguments.shards / "b")
    easy.rescan()
    hard.rescan()

    network = ARCHITECTURES[arguments.architecture]().to(memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    step, samples, spent = 0, 0, 0.0
    checkpoint = arguments.work / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        step, samples, spent = saved["step"], saved["samples"], saved["elapsed"]

    budget = arguments.minutes * 60
    if arguments.until:
        budget = min(budget, spent + seconds_until(arguments.until))
    clock = Clock(budget, spent, time.monotonic())
    batches = BatchMaker(easy, hard, lambda batch: plan_at(clock.progress, batch), arguments.seed + step)
    print(f"{parameter_count(network)} parameters, {budget / 60:.1f} minutes, from step {step}", flush=True)

    def keep() -> None:
        state = {"network": network.state_dict(), "average": average.state_dict()}
        state |= {"architecture": arguments.architecture, "optimizer": optimizer.state_dict()}
        state |= {"step": step, "samples": samples, "elapsed": clock.elapsed}
        save_atomically(state, checkpoint)

    def measure(loss: float) -> None:
        row = {"minutes": round(clock.elapsed / 60, 2), "step": step, "samples": samples, "loss": round(loss, 4)}
        row["rate"] = round(learning_rate(clock.progress), 6)
        row["renders"] = sum(len(shard) for shard in easy.training + hard.training)
        for name, folder in (("easy", easy), ("hard", hard)):
            scores = validate(average, ValidationSet.of(folder.validation, 80)) if folder.validation else {}
            row |= {f"{name}_{head}": scores.get(head, "") for head in HEADS}
        print(row, flush=True)
        fresh = not arguments.curve.exists()
        with arguments.curve.open("a", newline="") as file:
            writer = csv.DictWriter(file, row.keys())
            if fresh:
                writer.writeheader()
            writer.writerow(row)

    kept = measured = clock.elapsed
    in_bfloat16 = bfloat16_pays(torch.device("cpu"))
    running = 0.0
    while clock.progress < 1:
        image, truth = batches.next()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(clock.progress)
        full = clock.progress >= FULL_LOSS_FROM
        with torch.autocast("cpu", torch.bfloat16, enabled=in_bfloat16):
            logits = network(image) if full else network.coarse_logits(image)
        if not full:
            truth = functional.avg_pool2d(truth, 2)
        loss = loss_of(logits.float(), truth)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        step, samples = step + 1, samples + len(image)
        follow(average, network, step)
        running = loss.item() if step == 1 else running + (loss.item() - running) * 0.02
        if clock.elapsed - kept > CHECKPOINT_SECONDS:
            keep()
            kept = clock.elapsed
        if clock.elapsed - measured > VALIDATE_SECONDS:
            measure(running)
            measured = clock.elapsed
    measure(running)
    keep()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=Path, required=True, help="folder with a/ (easy) and b/ (hard)")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints go, outside the repository")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--until", help="HH:MM, ends the schedule there if that is earlier")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--architecture", choices=sorted(ARCHITECTURES), default="unet")
    parser.add_argument("--curve", type=Path, default=Path(__file__).parent / "runs/finder/curve.csv")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
