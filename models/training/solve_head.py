"""Solves an enhancer's last layer instead of training it: least squares over as many pixels as time allows.

    solve_head.py --checkpoint DIR/x4.pt --out DIR/solved.pt --textures DIR=SHARE ... --batches 300 [--linear 9]

The residual is linear in the weights of the head and of the linear filters beside it, so for a given body their best
values are the solution of a linear system: minutes on one core, where gradients take hours. Windows are weighed
as in the training, so that faint texture counts. A training can go on from the result (`--start-from`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn.functional import pad, pixel_unshuffle, unfold

from enhancer_network import Enhancer, EnhancerShape
from enhancer_pairs import Textures, draw_batch
from export_enhancer import load_enhancer
from train_enhancer import EDGE, FAINT_ERROR, TYPICAL_ERROR, parse_share

BATCH = 16
PIXELS = 200  # of the inner pixels of every window; neighbours tell the same
RIDGE = 1e-6  # of the mean diagonal
WEIGHT_POWER = 0.8  # less than the training, where large errors count by their size and not its square


class NormalEquations:
    """One system for each colour: its linear filters see that colour only. Of every window some pixels count."""

    def __init__(self, network: Enhancer, linear: int) -> None:
        self.network, self.linear, self.scale = network, linear, network.shape.scale
        self.head_taps = network.shape.features * 9
        size = self.head_taps + linear**2 + 1
        self.gram = np.zeros((3, size, size))
        self.sides = np.zeros((3, size, self.scale**2))

    @torch.no_grad()
    def add(self, inputs: torch.Tensor, truths: torch.Tensor) -> None:
        inner = (..., slice(EDGE, -EDGE), slice(EDGE, -EDGE))
        missing = (pixel_unshuffle(truths, self.scale) - self.network.skip(inputs))[inner].flatten(2)
        weights = (TYPICAL_ERROR / (FAINT_ERROR + missing.abs().mean((1, 2)))) ** WEIGHT_POWER
        root = (weights / weights.mean()).sqrt()[:, None, None]
        chosen = torch.randperm(missing.shape[2])[:PIXELS]
        missing = (missing[..., chosen] * root).transpose(0, 1).flatten(1)
        shared = self._columns(self.network.body(inputs - 0.5), 3, chosen)
        shared = (torch.cat([shared, torch.ones_like(shared[:, :1])], 1) * root).transpose(0, 1).flatten(1)
        shared_gram = (shared @ shared.T).numpy()
        for colour in range(3):
            wanted = missing[colour * self.scale**2 : (colour + 1) * self.scale**2]
            own = self._columns(inputs[:, colour : colour + 1] - 0.5, self.linear, chosen) if self.linear else shared[:0]
            own = (own * root).transpose(0, 1).flatten(1) if self.linear else own
            cross = (shared @ own.T).numpy()
            self.gram[colour] += np.block([[shared_gram, cross], [cross.T, (own @ own.T).numpy()]])
            self.sides[colour] += np.concatenate([(shared @ wanted.T).numpy(), (own @ wanted.T).numpy()])

    def _columns(self, planes: torch.Tensor, side: int, chosen: torch.Tensor) -> torch.Tensor:
        """(N, C * side^2, chosen pixels): the neighbourhoods that a convolution sees."""
        reach = side // 2
        height, width = planes.shape[2:]
        columns = unfold(pad(planes, (reach,) * 4), side).unflatten(2, (height, width))
        return columns[..., EDGE:-EDGE, EDGE:-EDGE].flatten(2)[..., chosen]

    def solve(self) -> Enhancer:
        shape = self.network.shape
        solved = Enhancer(EnhancerShape(shape.scale, shape.features, shape.body, self.linear))
        solved.body.load_state_dict(self.network.body.state_dict())
        phases = self.scale**2
        with torch.no_grad():
            for colour in range(3):
                gram = self.gram[colour]
                damped = gram + np.eye(len(gram)) * RIDGE * np.trace(gram) / len(gram)
                weights = torch.from_numpy(np.linalg.solve(damped, self.sides[colour]).T.copy()).float()
                outputs = slice(colour * phases, (colour + 1) * phases)
                head, bias, filters = weights.split([self.head_taps, 1, self.linear**2], 1)
                solved.head.weight[outputs] = head.unflatten(1, (shape.features, 3, 3))
                solved.head.bias[outputs] = bias[:, 0]
                if solved.linear is not None:
                    solved.linear.weight[outputs] = filters.unflatten(1, (1, self.linear, self.linear))
        return solved.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--textures", type=parse_share, action="append", required=True, metavar="DIR=SHARE")
    parser.add_argument("--batches", type=int, default=300)
    parser.add_argument("--linear", type=int, default=0, help="side of linear filters to add")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    cv2.setNumThreads(1)
    network = load_enhancer(options.checkpoint)
    equations = NormalEquations(network, options.linear or network.shape.linear)
    textures = Textures(*zip(*options.textures, strict=True))
    rng = np.random.default_rng((options.seed, 77))
    for _ in range(options.batches):
        equations.add(*(torch.from_numpy(part) for part in draw_batch(rng, textures, network.shape.scale, BATCH)))
    solved = equations.solve()
    torch.save({"shape": solved.shape.as_dict(), "average": solved.state_dict()}, options.out)
    print(f"{options.out}: solved over {options.batches * BATCH} windows")


if __name__ == "__main__":
    main()
