"""Networks that can be trained, measured and shipped as the finder; a checkpoint names its own."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from finder_deeplab import DeepLabFinder
from finder_network import FinderNetwork

ARCHITECTURES: dict[str, type[nn.Module]] = {"unet": FinderNetwork, "deeplab": DeepLabFinder}


def load_averaged(checkpoint: Path) -> nn.Module:
    """The averaged weights, ready to infer; checkpoints that name no architecture are U-Nets."""
    stored = torch.load(checkpoint, map_location="cpu")
    network = ARCHITECTURES[stored.get("architecture", "unet")]()
    network.load_state_dict(stored["average"])
    return network.eval()
