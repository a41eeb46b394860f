"""Writes an enhancer as ONNX: fp32 in, fp32 out, free height and width, and the same bytes for the same weights.

    export_enhancer.py --checkpoint DIR/x4.pt --out ../iris-enhancer-x4.onnx [--check DIR] [--manifest]
    export_enhancer.py --untrained 2 --out ../iris-enhancer-x2.onnx

`--check DIR` also writes a random tile and what PyTorch makes of it (raw little-endian float32 and a JSON with
the shapes); `node check_enhancer_export.mjs MODEL DIR` then holds the runtime the product uses against it.
`--manifest` brings the model's entry in models/manifest.json up to date.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from enhancer_network import Enhancer, EnhancerShape, halo_of, parameter_count
from update_manifest import entry_of, known_answer, put_entry, ramp

OPSET = 17
VERSION = "1.1.0"
KNOWN_ANSWER_SIZE = 64


def load_enhancer(path: Path) -> Enhancer:
    """The averaged weights of a checkpoint that `train_enhancer.py` wrote."""
    stored = torch.load(path, map_location="cpu")
    network = Enhancer(EnhancerShape(**stored["shape"]))
    network.load_state_dict(stored["average"])
    return network.eval()


def untrained_enhancer(scale: int) -> Enhancer:
    torch.manual_seed(0)
    return Enhancer(EnhancerShape(scale)).eval()


def export_enhancer(network: Enhancer) -> bytes:
    buffer = io.BytesIO()
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, 32, 32), torch.ones(1)),
        buffer,
        opset_version=OPSET,
        input_names=["image", "strength"],
        output_names=["enhanced"],
        dynamic_axes={
            "image": {2: "height", 3: "width"},
            "enhanced": {2: "enhanced_height", 3: "enhanced_width"},
        },
    )
    model = onnx.load_from_string(buffer.getvalue())
    model.producer_name, model.producer_version, model.doc_string = "irisvue-studio", "", ""
    for node in model.graph.node:
        node.doc_string = ""  # traces carry the paths of whoever exported
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def enhancer_entry(network: Enhancer, model: Path) -> dict:
    @torch.no_grad()
    def run(image: np.ndarray) -> np.ndarray:
        return network(torch.from_numpy(image), torch.ones(1)).numpy()

    answer = known_answer(run, ramp((1, 3, KNOWN_ANSWER_SIZE, KNOWN_ANSWER_SIZE)))
    layout = {"layout": "NCHW", "type": "float32", "range": [0, 1], "channels": ["red", "green", "blue"]}
    facts = {
        "id": f"iris-enhancer-x{network.shape.scale}",
        "role": "enhance",
        "licence": "MIT",
        "version": VERSION,
        "scale": network.shape.scale,
        "halo": halo_of(network.shape),
        "parameters": parameter_count(network),
        "input": {"name": "image", **layout, "strength": "strength"},
        "output": {"name": "enhanced", **layout, "clamped": False},
        "knownAnswer": answer,
    }
    return entry_of(model, facts)


def write_check(network: Enhancer, folder: Path) -> None:
    """A tile of odd size at three strengths, so that a swapped axis or an ignored strength shows."""
    folder.mkdir(parents=True, exist_ok=True)
    tile = torch.rand(1, 3, 61, 83, generator=torch.Generator().manual_seed(11))
    (folder / "tile.f32").write_bytes(tile.numpy().tobytes())
    strengths = [0.0, 0.5, 1.0]
    for index, strength in enumerate(strengths):
        with torch.no_grad():
            expected = network(tile, torch.tensor([strength]))
        (folder / f"expected-{index}.f32").write_bytes(expected.numpy().tobytes())
    (folder / "check.json").write_text(
        json.dumps({"tile": list(tile.shape), "expected": list(expected.shape), "strengths": strengths})
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", type=Path)
    source.add_argument("--untrained", type=int, choices=(2, 4), help="bicubic only, at this scale")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--manifest", action="store_true")
    options = parser.parse_args()

    network = load_enhancer(options.checkpoint) if options.checkpoint else untrained_enhancer(options.untrained)
    written = export_enhancer(network)
    # Complete before it takes its name, so that nobody ever loads half a model.
    partial = options.out.with_suffix(".part")
    partial.write_bytes(written)
    partial.replace(options.out)
    if options.check:
        write_check(network, options.check)
    if options.manifest:
        put_entry(enhancer_entry(network, options.out))
    print(
        f"{options.out.name}: {len(written)} bytes, {parameter_count(network)} parameters, "
        f"halo {halo_of(network.shape)}, sha256 {hashlib.sha256(written).hexdigest()}"
    )


if __name__ == "__main__":
    main()
