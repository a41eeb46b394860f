"""The network that finds an iris: a small U-Net with five sigmoid heads.

The heads are learned together because they explain one another: the eye opening tells where the lids hide an
iris, the amodal discs tell how it goes on underneath. After U-Net (Ronneberger et al., 2015, arXiv:1505.04597)
and squeeze-and-excitation (Hu et al., 2018, arXiv:1709.01507).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS = ("opening", "visible_iris", "amodal_iris", "amodal_pupil", "specular")
WIDTHS = (16, 32, 64, 96, 128)
STRIDE = 32  # every side of an input is a multiple of this


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class SqueezeExcite(nn.Module):
    """Weighs the bottleneck's channels by the whole picture: what light, what kind of eye."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // 4, 1)
        self.excite = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        summary = functional.adaptive_avg_pool2d(features, 1)
        gate = torch.sigmoid(self.excite(functional.relu(self.squeeze(summary))))
        return features * gate


class FinderNetwork(nn.Module):
    """N×3×H×W RGB in 0..1 to N×5×H×W logits in the order of HEADS; H and W are multiples of STRIDE.

    The stem halves the resolution at once, so that the widest feature maps cost a quarter; logits are brought
    back to the input's size bilinearly, which keeps the 0.5 contour smooth.
    """

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, widths[0], stride=2), convolution(widths[0], widths[0]))
        self.down = nn.ModuleList(
            nn.Sequential(convolution(narrow, wide, stride=2), convolution(wide, wide))
            for narrow, wide in zip(widths, widths[1:])
        )
        self.attention = SqueezeExcite(widths[-1])
        self.up = nn.ModuleList(
            nn.Sequential(convolution(wide + narrow, narrow), convolution(narrow, narrow))
            for narrow, wide in reversed(list(zip(widths, widths[1:])))
        )
        self.heads = nn.Conv2d(widths[0], len(HEADS), 1)
        # Most pixels belong to no head: starting there saves the first hundred steps.
        nn.init.constant_(self.heads.bias, -2.0)

    def forward(self, image: Tensor) -> Tensor:
        return functional.interpolate(
            self.coarse_logits(image), scale_factor=2.0, mode="bilinear", align_corners=False
        )

    def coarse_logits(self, image: Tensor) -> Tensor:
        """Before the last enlargement: N×5×H/2×W/2."""
        features = self.stem((image - 0.5) * 4.0)
        skipped = []
        for stage in self.down:
            skipped.append(features)
            features = stage(features)
        features = self.attention(features)
        for stage in self.up:
            features = functional.interpolate(features, scale_factor=2.0, mode="nearest")
            features = stage(torch.cat((features, skipped.pop()), dim=1))
        return self.heads(features)


class FinderGraph(nn.Module):
    """What ships: the network with its sigmoid, probabilities out."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> Tensor:
        return torch.sigmoid(self.network(image))


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())
