"""Keeps models/manifest.json true: one entry per model, with the hash the worker verifies before it loads a file.

Every entry carries a known answer: a formula for an input and what the exported graph makes of it. The worker's
warm run asks the same question of each execution provider and refuses one that answers wrongly.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

MANIFEST = Path(__file__).parent.parent / "manifest.json"
FORMAT_VERSION = 1
TOLERANCE = 1e-3


@dataclass(frozen=True)
class Question:
    """An input that any language can make again without a random generator to agree on."""

    formula: dict
    values: np.ndarray  # float32, as the graph takes it


def ramp(shape: tuple[int, ...]) -> Question:
    """At flat index i, (i * 7919 mod 1000) / 1000: fits a graph that answers noise with something."""
    index = np.arange(int(np.prod(shape)), dtype=np.int64)
    values = ((index * 7919 % 1000) / 1000).astype(np.float32).reshape(shape)
    return Question({"kind": "ramp", "expression": "(i * 7919 % 1000) / 1000"}, values)


def rings(side: int) -> Question:
    """1×3×side×side, a pupil in an iris on a sclera: to noise a network for eyes would only answer zero.

    The colour at column x, row y is that of the first ring with (2x+1-side)² + (2y+1-side)² < (2 radius)².
    """
    rows = [{"radius": 0.14 * side, "rgb": [0.04, 0.04, 0.05]}, {"radius": 0.34 * side, "rgb": [0.3, 0.45, 0.55]}]
    outside = [0.85, 0.8, 0.78]
    across = 2 * np.arange(side) + 1 - side
    distance = across[None, :] ** 2 + across[:, None] ** 2
    values = np.empty((1, 3, side, side), np.float32)
    values[:] = np.array(outside, np.float32).reshape(1, 3, 1, 1)
    for ring in reversed(rows):
        values[:, :, distance < (2 * ring["radius"]) ** 2] = np.array(ring["rgb"], np.float32).reshape(1, 3, 1)
    return Question({"kind": "rings", "rings": rows, "outside": outside}, values)


def known_answer(run: Callable[[np.ndarray], np.ndarray], question: Question, samples: int = 12) -> dict:
    """What `run` makes of the question: the mean, and values spread over the flat output."""
    output = run(question.values)
    flat = output.ravel().astype(np.float64)
    step = len(flat) // samples
    indices = [step * number + step * 37 // 64 for number in range(samples)]
    return {
        "input": {"shape": list(question.values.shape), **question.formula},
        "output": {
            "shape": list(output.shape),
            "mean": round(float(flat.mean()), 6),
            "samples": [{"index": index, "value": round(float(flat[index]), 6)} for index in indices],
        },
        "tolerance": TOLERANCE,
    }


def entry_of(model: Path, facts: dict) -> dict:
    data = model.read_bytes()
    file = {"file": model.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    return {"id": facts["id"], "role": facts["role"], **file, **facts}


def put_entry(entry: dict, manifest: Path = MANIFEST) -> None:
    """Adds the entry, or replaces the one with its id; all others stay as they are."""
    content = json.loads(manifest.read_text()) if manifest.exists() else {"formatVersion": FORMAT_VERSION, "models": []}
    others = [model for model in content["models"] if model["id"] != entry["id"]]
    content["models"] = sorted([*others, entry], key=lambda model: model["id"])
    part = manifest.with_suffix(".part")
    part.write_text(json.dumps(content, indent=2) + "\n")
    part.replace(manifest)
