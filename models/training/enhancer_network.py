"""The enhancer: a compact convolution network after SRVGGNetCompact (Real-ESRGAN, BSD-3) that adds a residual
to bicubic enlargement.

Everything in it is local: no pooling, no normalisation, no attention. That makes the halo a tile needs exact
(`halo_of`), so a picture enlarged by tiles equals the picture enlarged at once, bit for bit up to rounding.

Three departures from SRVGGNetCompact:

* The skip is Catmull-Rom bicubic with half-pixel centres instead of nearest neighbour, written as a fixed
  5x5 convolution with one output channel per phase. The graph needs no Resize, whose corner conventions
  differ between runtimes, and the residual starts from the best simple answer.
* Where the shape asks for it, linear filters over the input (one bank per colour) add to the residual: what the
  best linear enlargement does need not be learned through a dozen layers, and `solve_head.py` can solve for it.
* LeakyReLU with a fixed slope instead of PReLU: runtimes fuse it into the convolution before it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import nn

SKIP_KERNEL = 5


@dataclass(frozen=True)
class EnhancerShape:
    """What is needed to build an enhancer again: stored in every checkpoint."""

    scale: int
    features: int = 32
    body: int = 12
    # Side of the linear filters beside the body; 0 for none.
    linear: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def halo_of(shape: EnhancerShape) -> int:
    """Input pixels on each side that an output pixel can depend on: one per 3x3 convolution."""
    return max(shape.body + 2, SKIP_KERNEL // 2, shape.linear // 2)


def catmull_rom(distance: float) -> float:
    """Keys' cubic convolution kernel (1981) with a = -0.5."""
    x = abs(distance)
    if x <= 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    if x < 2:
        return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return 0.0


def bicubic_phases(scale: int) -> np.ndarray:
    """Bicubic enlargement as a bank of filters, float32 of shape (scale * scale, 5, 5).

    Output row `scale * i + p` samples the input at `i + (p + 0.5) / scale - 0.5` (half-pixel centres); the
    offset stays within half a pixel, so five taps hold the kernel's support of two on either side. The order
    of phases (row-major) is the one `pixel_shuffle` and DepthToSpace in CRD mode expect.
    """
    reach = SKIP_KERNEL // 2
    rows = np.zeros((scale, SKIP_KERNEL))
    for phase in range(scale):
        offset = (phase + 0.5) / scale - 0.5
        rows[phase] = [catmull_rom(offset - tap) for tap in range(-reach, reach + 1)]
    bank = np.einsum("ya,xb->yxab", rows, rows)
    return bank.reshape(scale * scale, SKIP_KERNEL, SKIP_KERNEL).astype(np.float32)


class BicubicPhases(nn.Module):
    """(N, 3, H, W) to (N, 3 * scale^2, H, W): every phase of the bicubic enlargement, per colour."""

    def __init__(self, scale: int) -> None:
        super().__init__()
        bank = torch.from_numpy(bicubic_phases(scale)).unsqueeze(1).repeat(3, 1, 1, 1)
        self.register_buffer("bank", bank, persistent=False)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return nn.functional.conv2d(image, self.bank, padding=SKIP_KERNEL // 2, groups=3)


class Enhancer(nn.Module):
    """(N, 3, H, W) sRGB in 0..1 and a strength of shape (1,) to (N, 3, scale * H, scale * W), not clamped.

    Strength 0 is plain bicubic enlargement, 1 the full network. Borders are padded with zeros inside; whoever
    cares for the outermost `halo_of` pixels pads the picture first.
    """

    def __init__(self, shape: EnhancerShape) -> None:
        super().__init__()
        self.shape = shape
        layers: list[nn.Module] = [nn.Conv2d(3, shape.features, 3, padding=1), nn.LeakyReLU(0.1)]
        for _ in range(shape.body):
            layers += [nn.Conv2d(shape.features, shape.features, 3, padding=1), nn.LeakyReLU(0.1)]
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv2d(shape.features, 3 * shape.scale**2, 3, padding=1)
        self.linear = None
        if shape.linear:
            outputs = 3 * shape.scale**2
            self.linear = nn.Conv2d(3, outputs, shape.linear, padding=shape.linear // 2, groups=3, bias=False)
            nn.init.zeros_(self.linear.weight)
        self.skip = BicubicPhases(shape.scale)
        self.shuffle = nn.PixelShuffle(shape.scale)
        for layer in self.body:
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, a=0.1)
                nn.init.zeros_(layer.bias)
        # A zero head makes the untrained network exact bicubic.
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def residual_phases(self, image: torch.Tensor) -> torch.Tensor:
        residual = self.head(self.body(image - 0.5))
        return residual if self.linear is None else residual + self.linear(image - 0.5)

    def forward(self, image: torch.Tensor, strength: torch.Tensor) -> torch.Tensor:
        return self.shuffle(self.skip(image) + strength * self.residual_phases(image))


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())
