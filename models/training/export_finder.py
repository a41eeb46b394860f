"""Exports a finder's averaged weights as ONNX; the same checkpoint gives the same bytes.

Batch normalisation is folded into the convolutions and the sigmoid is inside, so the file needs no sidecar:
`image` N×3×H×W float32 RGB in 0..1 in, `probabilities` N×5×H×W float32 out, H and W multiples of 32.

    python3 export_finder.py --weights CHECKPOINT --output ../iris-finder.onnx [--manifest]
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from finder_architectures import load_averaged
from finder_network import HEADS, STRIDE, FinderGraph
from update_manifest import entry_of, known_answer, put_entry, rings

OPSET = 17
VERSION = "1.1.0"
INPUT, OUTPUT = "image", "probabilities"


def load_graph(weights: Path) -> FinderGraph:
    """The averaged weights of a training checkpoint, ready to infer."""
    network = load_averaged(weights)
    for module in list(network.modules()):
        if isinstance(module, nn.Sequential) and len(module) == 3 and isinstance(module[1], nn.BatchNorm2d):
            module[0] = fuse_conv_bn_eval(module[0], module[1])
            module[1] = nn.Identity()
    return FinderGraph(network).eval()


def export(graph: FinderGraph) -> bytes:
    axes = {2: "height", 3: "width", 0: "count"}
    buffer = io.BytesIO()
    torch.onnx.export(
        graph,
        torch.zeros(1, 3, 128, 128),
        buffer,
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamic_axes={INPUT: axes, OUTPUT: axes},
        opset_version=OPSET,
    )
    model = onnx.load_from_string(buffer.getvalue())
    model.producer_name, model.producer_version, model.doc_string = "irisvue-studio", "", ""
    for node in model.graph.node:
        node.doc_string = ""  # traces carry the paths of whoever exported
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def finder_entry(graph: FinderGraph, model: Path) -> dict:
    """The manifest's entry: what goes in, what comes out, and a drawn target that every head answers."""

    @torch.no_grad()
    def run(image: np.ndarray) -> np.ndarray:
        return graph(torch.from_numpy(image)).numpy()

    layout = {"layout": "NCHW", "type": "float32", "range": [0, 1]}
    facts = {
        "id": "iris-finder",
        "role": "find",
        "licence": "MIT",
        "version": VERSION,
        "input": {"name": INPUT, **layout, "channels": ["red", "green", "blue"], "multipleOf": STRIDE},
        "output": {"name": OUTPUT, **layout, "channels": list(HEADS)},
        "knownAnswer": known_answer(run, rings(64)),
    }
    return entry_of(model, facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "iris-finder.onnx")
    parser.add_argument("--manifest", action="store_true", help="also enters the file in models/manifest.json")
    arguments = parser.parse_args()
    graph = load_graph(arguments.weights)
    data = export(graph)
    part = arguments.output.with_suffix(".part")
    part.write_bytes(data)
    part.replace(arguments.output)
    print(f"{arguments.output.name}: {len(data)} bytes")
    if arguments.manifest:
        put_entry(finder_entry(graph, arguments.output))


if __name__ == "__main__":
    main()
