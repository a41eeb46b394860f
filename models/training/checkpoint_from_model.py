"""Turns a shipped enhancer back into a checkpoint, so that a training can start from it.

    checkpoint_from_model.py --model ../iris-enhancer-x4.onnx --out DIR/shipped-x4.pt

Only the weights are kept in a model: optimizer and elapsed time are gone, `--start-from` takes the file, going on
from it does not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from enhancer_network import Enhancer, EnhancerShape


def network_of(model: onnx.ModelProto) -> Enhancer:
    """The network whose weights the model holds under their PyTorch names; its shape is read off them."""
    stored = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in model.graph.initializer}
    weights = {name: weight for name, weight in stored.items() if name.startswith(("body.", "head.", "linear."))}
    layers = sum(name.startswith("body.") and name.endswith(".weight") for name in weights)
    scale = round((weights["head.bias"].numel() / 3) ** 0.5)
    linear = weights["linear.weight"].shape[-1] if "linear.weight" in weights else 0
    network = Enhancer(EnhancerShape(scale, weights["body.0.bias"].numel(), layers - 1, linear))
    network.load_state_dict(weights)
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    network = network_of(onnx.load(str(options.model)))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"shape": network.shape.as_dict(), "average": network.state_dict()}, options.out)
    print(f"{options.out}: x{network.shape.scale}, {network.shape.features} features, {network.shape.body} in the body")


if __name__ == "__main__":
    main()
