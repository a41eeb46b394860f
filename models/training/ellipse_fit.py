"""Ellipses from probability maps: moments for a first guess, then a robust fit to the 0.5 contour.

The ellipse is written as |A (p - c)| = 1 with A = exp(-S) / r, S symmetric and traceless: five free numbers
(cx, cy, log r, s1, s2) in which "not too far from a circle" is simply "S near a given one". Residuals are in
pixels to first order; Gauss-Newton with Huber weights (Huber, 1964) settles in a dozen rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from eye_shards import Ellipse

HIDDEN_WEIGHT = 0.08  # a contour point under a lid is the network's guess, not something it saw
FINER = 3


@dataclass(frozen=True)
class Outline:
    cx: float
    cy: float
    log_radius: float
    s1: float
    s2: float

    def ellipse(self) -> Ellipse:
        stretch = float(np.hypot(self.s1, self.s2))
        radius = np.exp(self.log_radius)
        angle = np.degrees(np.arctan2(self.s2, self.s1) / 2)
        return Ellipse(self.cx, self.cy, float(radius * np.exp(stretch)), float(radius * np.exp(-stretch)), float(angle))


def outline_of(ellipse: Ellipse) -> Outline:
    stretch = np.log(ellipse.a / ellipse.b) / 2
    turn = np.radians(2 * ellipse.angle)
    log_radius = (np.log(ellipse.a) + np.log(ellipse.b)) / 2
    return Outline(ellipse.cx, ellipse.cy, float(log_radius), float(stretch * np.cos(turn)), float(stretch * np.sin(turn)))


def strongest_component(probability: np.ndarray, threshold: float) -> np.ndarray | None:
    """Boolean mask of the connected part with the highest sum; None where nothing exceeds the threshold."""
    count, labels = cv2.connectedComponents((probability > threshold).astype(np.uint8), connectivity=4)
    if count < 2:
        return None
    sums = np.bincount(labels.ravel(), probability.ravel(), count)
    sums[0] = 0
    return labels == int(sums.argmax())


def moment_ellipse(mask: np.ndarray) -> Ellipse:
    """The ellipse with the mask's centre and second moments, in indices of the mask."""
    rows, columns = np.nonzero(mask)
    points = np.stack((columns, rows)).astype(float)
    centre = points.mean(axis=1)
    spread = np.cov(points, bias=True) + np.eye(2) / 12
    values, vectors = np.linalg.eigh(spread)
    angle = np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))
    return Ellipse(*centre, 2 * np.sqrt(values[1]), 2 * np.sqrt(values[0]), float(angle))


def contour_points(probability: np.ndarray, threshold: float = 0.5) -> np.ndarray:
    """N×2 (x, y) in indices of the map, about a third of a pixel apart, of the strongest component."""
    finer = cv2.resize(probability, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_LINEAR)
    mask = strongest_component(finer, threshold)
    if mask is None:
        return np.empty((0, 2))
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=len).reshape(-1, 2).astype(float)
    points = points[(points > 0).all(axis=1) & (points < np.array(mask.shape[::-1]) - 1).all(axis=1)]
    # A traced border runs through the outermost pixels inside: half a fine pixel short of the contour.
    points += 0.5 * _outward(points)
    return (points + 0.5) / FINER - 0.5


def _outward(points: np.ndarray) -> np.ndarray:
    if not len(points):
        return points
    direction = points - points.mean(axis=0)
    return direction / np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-9)


def fit_outline(points: np.ndarray, weights: np.ndarray, start: Outline, shape: tuple[float, float], firmness: float) -> Outline:
    """`shape` is the (s1, s2) that costs nothing and `firmness` how much others cost, relative to the points."""
    state = np.array([start.cx, start.cy, start.log_radius, start.s1, start.s2])
    prior = np.array(shape)
    total = weights.sum()
    for _ in range(15):
        residual, slope = _residuals(points, state)
        spread = max(0.3, 1.5 * np.median(np.abs(residual)))
        robust = weights * np.minimum(1.0, spread / np.maximum(np.abs(residual), 1e-9))
        radius = np.exp(state[2])
        normal = (slope * robust[:, None]).T @ slope
        pull = (slope * robust[:, None]).T @ residual
        stiffness = firmness * total * radius**2
        normal[3:, 3:] += np.eye(2) * stiffness
        pull[3:] += stiffness * (state[3:] - prior)
        step = np.linalg.solve(normal + np.eye(5) * 1e-9 * np.trace(normal), pull)
        state = state - step
        if np.abs(step).max() < 1e-4:
            break
    return Outline(*state)


def _residuals(points: np.ndarray, state: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Signed distance in pixels (first order) and its N×5 derivative, by central differences."""

    def distance(numbers: np.ndarray) -> np.ndarray:
        cx, cy, log_radius, s1, s2 = numbers
        stretch = np.hypot(s1, s2)
        ratio = np.sinh(stretch) / stretch if stretch > 1e-6 else 1.0
        matrix = np.cosh(stretch) * np.eye(2) - ratio * np.array([[s1, s2], [s2, -s1]])
        offset = (points - (cx, cy)) @ matrix.T
        return np.linalg.norm(offset, axis=1) - np.exp(log_radius)

    slope = np.empty((len(points), 5))
    for column, width in enumerate((1e-3, 1e-3, 1e-5, 1e-5, 1e-5)):
        shift = np.zeros(5)
        shift[column] = width
        slope[:, column] = (distance(state + shift) - distance(state - shift)) / (2 * width)
    return distance(state), slope
