"""The other network that finds an iris: DeepLabV3+ on MobileNetV2, with the same heads, inputs and outputs as the U-Net.

After Chen et al. 2018 (arXiv:1802.02611) and Sandler et al. 2018 (arXiv:1801.04381), narrower, and trained from
nothing: weights that learned from photographs are not used here. The last stages keep a sixteenth of the resolution
and widen their view by dilation; the decoder joins them with what a quarter of the resolution still shows.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from finder_network import HEADS

# Expansion, channels, repeats, stride, dilation of every stage, as in MobileNetV2 at half its width.
STAGES = (
    (1, 8, 1, 1, 1),
    (6, 12, 2, 2, 1),
    (6, 16, 3, 2, 1),
    (6, 32, 4, 2, 1),
    (6, 48, 3, 1, 1),
    (6, 80, 3, 1, 2),
    (6, 160, 1, 1, 2),
)
STEM = 16
LOW_LEVEL_STAGE = 1  # its output has a quarter of the resolution
LOW_LEVEL, CONTEXT = 24, 96
# Dilations of the pyramid: the inputs are small, at a sixteenth an iris is 3 to 8 cells across.
PYRAMID = (2, 4, 6)


def block(inputs: int, outputs: int, side: int, stride: int = 1, dilation: int = 1, groups: int = 1) -> nn.Sequential:
    """Convolution, normalisation, ReLU: three parts, so that the export can fold the second into the first.

    ReLU where MobileNetV2 has ReLU6, which PyTorch 1.13 cannot train in bfloat16 on a CPU.
    """
    padding = dilation * (side // 2)
    convolution = nn.Conv2d(inputs, outputs, side, stride, padding, dilation, groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def projection(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs), nn.Identity())


class InvertedResidual(nn.Module):
    def __init__(self, inputs: int, outputs: int, expansion: int, stride: int, dilation: int) -> None:
        super().__init__()
        wide = inputs * expansion
        parts = [] if expansion == 1 else [block(inputs, wide, 1)]
        parts += [block(wide, wide, 3, stride, dilation, wide), projection(wide, outputs)]
        self.parts = nn.Sequential(*parts)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, features: Tensor) -> Tensor:
        result = self.parts(features)
        return features + result if self.adds else result


class Pyramid(nn.Module):
    """Atrous spatial pyramid pooling: the same place at several distances, and the whole picture's mean."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.near = block(inputs, outputs, 1)
        self.far = nn.ModuleList(
            nn.Sequential(block(inputs, inputs, 3, 1, dilation, inputs), block(inputs, outputs, 1))
            for dilation in PYRAMID
        )
        # No normalisation: a batch of means has too little spread at the end of a training.
        self.whole = nn.Conv2d(inputs, outputs, 1)
        self.join = block(outputs * (2 + len(PYRAMID)), outputs, 1)

    def forward(self, features: Tensor) -> Tensor:
        mean = functional.relu(self.whole(functional.adaptive_avg_pool2d(features, 1)))
        views = [self.near(features), *(far(features) for far in self.far), mean.expand(-1, -1, *features.shape[2:])]
        return self.join(torch.cat(views, 1))


class DeepLabFinder(nn.Module):
    """N×3×H×W RGB in 0..1 to N×5×H×W logits in the order of HEADS; H and W are multiples of 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = block(3, STEM, 3, 2)
        stages, inputs = [], STEM
        for expansion, outputs, repeats, stride, dilation in STAGES:
            blocks = []
            for index in range(repeats):
                blocks.append(InvertedResidual(inputs, outputs, expansion, stride if index == 0 else 1, dilation))
                inputs = outputs
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)
        self.pyramid = Pyramid(inputs, CONTEXT)
        self.low_level = block(STAGES[LOW_LEVEL_STAGE][1], LOW_LEVEL, 1)
        joined = CONTEXT + LOW_LEVEL
        self.decoder = nn.Sequential(
            block(joined, joined, 3, groups=joined), block(joined, CONTEXT, 1), block(CONTEXT, CONTEXT, 3, groups=CONTEXT)
        )
        self.heads = nn.Conv2d(CONTEXT, len(HEADS), 1)
        nn.init.constant_(self.heads.bias, -2.0)

    def forward(self, image: Tensor) -> Tensor:
        return enlarge(self.coarse_logits(image), 2)

    def coarse_logits(self, image: Tensor) -> Tensor:
        """N×5×H/2×W/2, as the loss takes them from the U-Net."""
        features = self.stem((image - 0.5) * 4.0)
        low_level = features
        for index, stage in enumerate(self.stages):
            features = stage(features)
            if index == LOW_LEVEL_STAGE:
                low_level = features
        context = enlarge(self.pyramid(features), 4)
        return enlarge(self.heads(self.decoder(torch.cat((context, self.low_level(low_level)), 1))), 2)


def enlarge(planes: Tensor, times: int) -> Tensor:
    return functional.interpolate(planes, scale_factor=float(times), mode="bilinear", align_corners=False)
