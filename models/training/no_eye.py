"""Pictures without an eye, so that silence means something: the highest amodal probability is a confidence.

Rendered closed eyes and crops of skin teach the near misses; these abstract pictures teach everything else.
"""

from __future__ import annotations

import cv2
import numpy as np


def _fractal(side: int, rng: np.random.Generator) -> np.ndarray:
    """Smooth colour noise in several octaves: foliage, cloth, walls, clouds."""
    picture = np.zeros((side, side, 3), np.float32)
    weight = 1.0
    for cells in (2, 4, 8, 16, 32, 64):
        octave = rng.standard_normal((cells, cells, 3)).astype(np.float32)
        octave = octave * 0.5 + octave.mean(axis=2, keepdims=True)
        picture += weight * cv2.resize(octave, (side, side), interpolation=cv2.INTER_CUBIC)
        weight *= rng.uniform(0.45, 0.95)
    picture = picture / (picture.std() + 1e-6) * rng.uniform(10, 60) + rng.uniform(40, 210, 3)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _shapes(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Polygons, bars and strokes: furniture, letters, buildings. No discs: an extreme macro iris is one."""
    side = picture.shape[0]
    for _ in range(int(rng.integers(1, 12))):
        colour = tuple(int(value) for value in rng.integers(0, 256, 3))
        points = (rng.uniform(0, side, 2) + rng.normal(0, side * rng.uniform(0.05, 0.3), (int(rng.integers(3, 6)), 2)))
        if rng.random() < 0.5:
            cv2.fillPoly(picture, [points.astype(np.int32)], colour, cv2.LINE_AA)
        else:
            thick = int(rng.integers(1, max(2, side // 20)))
            cv2.polylines(picture, [points.astype(np.int32)], False, colour, thick, cv2.LINE_AA)
    return picture


def draw_no_eye(side: int, rng: np.random.Generator) -> np.ndarray:
    """side×side×3 uint8."""
    picture = _fractal(side, rng)
    return _shapes(picture, rng) if rng.random() < 0.7 else picture
