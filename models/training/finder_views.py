"""Square views of a photograph for the finder, and their probability maps averaged on one grid.

Coordinates are continuous source pixels: the centre of the first pixel is (0.5, 0.5). The worker's find stage
speaks the same geometry in TypeScript; this one exists to measure a network before it ships.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch

from finder_network import FinderGraph

BORDER = (0, 0, 0)


@dataclass(frozen=True)
class View:
    """A square window of `extent` source pixels around (cx, cy), seen as side×side."""

    cx: float
    cy: float
    extent: float
    side: int

    def matrix(self, shrunk: float = 1.0) -> np.ndarray:
        """2×3 for OpenCV, from source pixel indices (of a source made `shrunk` times smaller) to view indices."""
        scale = self.side / self.extent * shrunk
        left, top = self.cx - self.extent / 2, self.cy - self.extent / 2
        offset = 0.5 * scale - 0.5
        return np.array([[scale, 0, offset - left * scale / shrunk], [0, scale, offset - top * scale / shrunk]])

    def to_source(self, points: np.ndarray) -> np.ndarray:
        """N×2 view indices to source coordinates."""
        corner = np.array([self.cx - self.extent / 2, self.cy - self.extent / 2])
        return (points + 0.5) * (self.extent / self.side) + corner


class Photograph:
    """RGB with its halvings, so that a small view of a large picture does not alias."""

    def __init__(self, image: np.ndarray) -> None:
        self.height, self.width = image.shape[:2]
        self._levels = [image]

    def see(self, view: View) -> np.ndarray:
        level = 0
        while view.side / view.extent * 2 ** (level + 1) <= 1.0:
            level += 1
        while len(self._levels) <= level:
            last = self._levels[-1]
            even = last[: last.shape[0] // 2 * 2, : last.shape[1] // 2 * 2]
            self._levels.append(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        matrix = view.matrix(2.0**level)
        return cv2.warpAffine(
            self._levels[level], matrix, (view.side, view.side), flags=cv2.INTER_LINEAR, borderValue=BORDER
        )

    def whole(self, side: int) -> View:
        return View(self.width / 2, self.height / 2, max(self.width, self.height), side)


@torch.no_grad()
def probabilities(graph: FinderGraph, pictures: list[np.ndarray]) -> np.ndarray:
    """N×5×side×side, the mean of each picture and its mirror image."""
    batch = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 255
    straight, mirrored = graph(batch), graph(batch.flip(3)).flip(3)
    return ((straight + mirrored) / 2).numpy()


def onto(grid: View, view: View, maps: np.ndarray) -> np.ndarray:
    """5×side×side of one view, resampled onto another view's grid; zero where the view saw nothing."""
    scale = view.extent / view.side * grid.side / grid.extent
    corner = np.array([view.cx - view.extent / 2, view.cy - view.extent / 2])
    origin = np.array([grid.cx - grid.extent / 2, grid.cy - grid.extent / 2])
    offset = (corner - origin) * grid.side / grid.extent + 0.5 * scale - 0.5
    matrix = np.array([[scale, 0, offset[0]], [0, scale, offset[1]]])
    planes = [cv2.warpAffine(plane, matrix, (grid.side, grid.side), flags=cv2.INTER_LINEAR) for plane in maps]
    return np.stack(planes)
