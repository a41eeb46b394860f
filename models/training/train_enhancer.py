"""Trains an enhancer for fidelity: no adversary, nothing that rewards invented detail.

    train_enhancer.py --scale 4 --minutes 40 --work DIR --textures DRAWN=1 --textures RENDERED=3 --curve FILE.csv

The learning rate falls along a cosine over the wall clock, so the end is always annealed; a run that was
stopped goes on from DIR/x4.pt. Folders of textures may grow while it runs. `--start-from` takes the weights of
another run, of another scale only the body; `--rate` lowers the peak of the learning rate for that.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image
from torch import nn

from enhancer_network import Enhancer, EnhancerShape
from enhancer_pairs import INPUT_SIDE, Textures, draw_batch, held_out_windows, photograph, planes, reduce
from precision import bfloat16_pays

BATCH = 16
WARM_UP = 200  # iterations
AVERAGE_OVER = 1000  # iterations the averaged weights remember
EDGE = 3  # input pixels at the border that the loss leaves out: zeros are seen there, in the product never
FINE_WEIGHT = 0.25
ROUND = 0.006  # below this error Charbonnier asks for the mean, above for the median, which fades faint texture
TYPICAL_ERROR, FAINT_ERROR = 0.02, 0.002  # mean absolute errors of bicubic: of most windows, of the faintest
CHECKPOINT_SECONDS = 120


class FineBands(nn.Module):
    """Differences of Gaussians 0.6-1.2 and 1.2-2.4 px: the bands in which enlargement fails or shines.

    The blurs are products with banded matrices: on a CPU many times faster than thin convolutions.
    """

    def __init__(self, side: int) -> None:
        super().__init__()
        at = torch.arange(side, dtype=torch.float32)
        squared = (at[:, None] - at[None, :]) ** 2
        self.register_buffer("blurs", torch.stack([torch.softmax(-squared / (2 * sigma**2), 1) for sigma in (0.6, 1.2, 2.4)]))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        """(N, 3, side, side) to the two bands of its brightness, (N, 2, side, side)."""
        bright = picture.mean(1, keepdim=True)
        blurred = self.blurs @ bright @ self.blurs.transpose(1, 2)
        return blurred[:, :2] - blurred[:, 1:]


def enlarge(network: Enhancer, inputs: torch.Tensor, in_bfloat16: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """The forward pass with the trained part in bfloat16 where that is faster; also what bicubic makes of the inputs."""
    with torch.autocast(inputs.device.type, torch.bfloat16, enabled=in_bfloat16):
        residual = network.residual_phases(inputs)
    with torch.no_grad():
        skip = network.skip(inputs)
        bicubic = network.shuffle(skip)
    return network.shuffle(skip + residual.float()), bicubic


def loss_of(output: torch.Tensor, bicubic: torch.Tensor, truth: torch.Tensor, scale: int, bands: FineBands) -> torch.Tensor:
    """Charbonnier and fine bands, each sample weighed by how near bicubic comes to its truth.

    Without the weights the few windows of hard contrast decide everything, and what is learned about soft, faint
    texture, which is what an iris shows, is to leave it alone.
    """
    edge = EDGE * scale
    inner = (..., slice(edge, -edge), slice(edge, -edge))
    difference = (output - truth)[inner]
    charbonnier = torch.sqrt(difference**2 + ROUND**2).mean((1, 2, 3)) - ROUND
    fine = bands(difference).abs().sum(1).mean((1, 2))
    with torch.no_grad():
        weights = TYPICAL_ERROR / (FAINT_ERROR + (bicubic - truth)[inner].abs().mean((1, 2, 3)))
    return (weights * (charbonnier + FINE_WEIGHT * fine)).mean()


class HeldOut:
    """A small fixed test inside the run: mean PSNR gain over bicubic, clean and camera-like."""

    def __init__(self, folder: Path, scale: int, device: torch.device) -> None:
        windows = held_out_windows(folder, 24)
        rng = np.random.default_rng(404)
        self.scale = scale
        self.truth = torch.from_numpy(planes(windows)).to(device)
        self.inputs = [
            torch.from_numpy(planes(np.stack(small))).to(device)
            for small in (
                [reduce(window, scale, Image.Resampling.BICUBIC) for window in windows],
                [photograph(rng, window, scale) for window in windows],
            )
        ]

    @torch.no_grad()
    def gains(self, network: Enhancer) -> list[float]:
        one = torch.ones(1, device=self.truth.device)
        return [
            float((self._psnr(network(small, one)) - self._psnr(network.shuffle(network.skip(small)))).mean())
            for small in self.inputs
        ]

    def _psnr(self, output: torch.Tensor) -> torch.Tensor:
        edge = EDGE * self.scale
        difference = (output.clamp(0, 1) - self.truth)[..., edge:-edge, edge:-edge]
        return -10 * torch.log10((difference**2).mean((1, 2, 3)) + 1e-9)


def rate_at(iteration: int, share_done: float, peak: float) -> float:
    cosine = 0.5 * (1 + math.cos(math.pi * min(1, share_done)))
    return peak * min(1, (iteration + 1) / WARM_UP) * (0.005 + 0.995 * cosine)


def average_into(average: Enhancer, network: Enhancer, iteration: int) -> None:
    keep = min(1 - 1 / AVERAGE_OVER, (1 + iteration) / (10 + iteration))
    with torch.no_grad():
        for kept, new in zip(average.parameters(), network.parameters(), strict=True):
            kept.mul_(keep).add_(new, alpha=1 - keep)


def start_from(network: Enhancer, stored: dict) -> None:
    weights = stored["average"]
    if stored["shape"]["scale"] != network.shape.scale:
        weights = {name: weight for name, weight in weights.items() if not name.startswith(("head.", "linear."))}
    network.load_state_dict(weights, strict=False)


def parse_share(text: str) -> tuple[Path, float]:
    folder, _, share = text.partition("=")
    return Path(folder), float(share or 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, choices=(2, 4), required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--textures", type=parse_share, action="append", required=True, metavar="DIR=SHARE")
    parser.add_argument("--held-out", type=Path, help="folder for the test inside the run (first of --textures)")
    parser.add_argument("--curve", type=Path, required=True)
    parser.add_argument("--start-from", type=Path)
    parser.add_argument("--rate", type=float, default=1e-3, help="peak of the learning rate")
    parser.add_argument("--features", type=int, default=32)
    parser.add_argument("--body", type=int, default=12)
    parser.add_argument("--linear", type=int, default=0, help="side of linear filters beside the body; see solve_head.py")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()

    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    device = torch.device(options.device)
    network = Enhancer(EnhancerShape(options.scale, options.features, options.body, options.linear)).to(device)
    network = network.to(memory_format=torch.channels_last)
    if options.start_from:
        start_from(network, torch.load(options.start_from, map_location=device))
    average = deepcopy(network)
    optimizer = torch.optim.Adam(network.parameters(), options.rate)
    iteration, elapsed = 0, 0.0

    options.work.mkdir(parents=True, exist_ok=True)
    options.curve.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / f"x{options.scale}.pt"
    if checkpoint.exists():
        stored = torch.load(checkpoint, map_location=device)
        network.load_state_dict(stored["weights"])
        average.load_state_dict(stored["average"])
        optimizer.load_state_dict(stored["optimizer"])
        iteration, elapsed = stored["iteration"], stored["elapsed"]

    def save() -> None:
        partial = checkpoint.with_suffix(".part")
        torch.save(
            {
                "shape": network.shape.as_dict(),
                "weights": network.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "iteration": iteration,
                "elapsed": elapsed,
                "seed": options.seed,
            },
            partial,
        )
        partial.replace(checkpoint)

    # A run that goes on must not see the same batches again.
    rng = np.random.default_rng((options.seed, iteration))
    textures = Textures(*zip(*options.textures, strict=True))
    held_out = HeldOut(options.held_out or options.textures[0][0], options.scale, device)
    bands = FineBands((INPUT_SIDE - 2 * EDGE) * options.scale).to(device)
    in_bfloat16 = bfloat16_pays(device)
    total = options.minutes * 60
    recent: list[float] = []
    last_save = last = time.monotonic()
    while elapsed < total:
        for group in optimizer.param_groups:
            group["lr"] = rate_at(iteration, elapsed / total, options.rate)
        inputs, truths = (torch.from_numpy(part).to(device) for part in draw_batch(rng, textures, options.scale, BATCH))
        output, bicubic = enlarge(network, inputs.contiguous(memory_format=torch.channels_last), in_bfloat16)
        loss = loss_of(output, bicubic, truths, options.scale, bands)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        average_into(average, network, iteration)
        recent.append(loss.item())
        iteration += 1
        now = time.monotonic()
        elapsed += now - last
        last = now
        if now - last_save > CHECKPOINT_SECONDS or elapsed >= total:
            last_save = now
            save()
            windows = textures.look_again()
            clean, camera = held_out.gains(average)
            row = {
                "minutes": f"{elapsed / 60:.2f}",
                "iteration": iteration,
                "rate": f"{optimizer.param_groups[0]['lr']:.2e}",
                "loss": f"{np.mean(recent):.5f}",
                "clean_gain_db": f"{clean:.3f}",
                "camera_gain_db": f"{camera:.3f}",
                "windows": windows,
            }
            fresh = not options.curve.exists()
            with options.curve.open("a", newline="") as file:
                writer = csv.DictWriter(file, row, lineterminator="\n")
                if fresh:
                    writer.writeheader()
                writer.writerow(row)
            print(row, flush=True)
            recent.clear()


if __name__ == "__main__":
    main()
