"""A photograph's iris and pupil by the geometry that the product uses: three views, one average, two fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ellipse_fit import (
    HIDDEN_WEIGHT,
    contour_points,
    fit_outline,
    moment_ellipse,
    outline_of,
    strongest_component,
)
from eye_shards import Ellipse
from finder_network import HEADS, FinderGraph
from finder_views import Photograph, View, onto, probabilities

OPENING, VISIBLE, IRIS, PUPIL, SPECULAR = range(len(HEADS))
FIRST_SIDE, CROP_SIDE, GRID_SIDE = 192, 192, 256
CROPS = (2.0, 3.0)
GRID_DIAMETERS = 2.0
# Measured on renders and on labelled photographs alike: what a lid hides counts for little, and an iris is nearly
# round unless what is seen of it says otherwise (from 0.05 and weight 0.15: +1 point on both).
IRIS_FIRMNESS, PUPIL_FIRMNESS = 1.0, 0.5


@dataclass(frozen=True)
class Found:
    """Ellipses in source pixels; `grid` and `maps` 5×GRID_SIDE×GRID_SIDE are the averaged probabilities."""

    confidence: float
    iris: Ellipse | None
    pupil: Ellipse | None
    grid: View | None
    maps: np.ndarray | None


def _in_source(ellipse: Ellipse, view: View) -> Ellipse:
    (x, y), = view.to_source(np.array([[ellipse.cx, ellipse.cy]]))
    scale = view.extent / view.side
    return Ellipse(float(x), float(y), ellipse.a * scale, ellipse.b * scale, ellipse.angle)


def _fit(maps: np.ndarray, head: int, shape: tuple[float, float], firmness: float) -> Ellipse | None:
    mask = strongest_component(maps[head], 0.5)
    points = contour_points(maps[head])
    if mask is None or len(points) < 12:
        return None
    columns, rows = np.round(points).astype(int).clip(0, maps.shape[-1] - 1).T
    weights = np.where(maps[OPENING][rows, columns] > 0.5, 1.0, HIDDEN_WEIGHT)
    start = outline_of(moment_ellipse(mask))
    return fit_outline(points, weights, start, shape, firmness).ellipse()


def find_iris(graph: FinderGraph, image: np.ndarray) -> Found:
    """`image` H×W×3 uint8 RGB. An iris counts as found from an amodal probability of 0.5 on."""
    photograph = Photograph(image)
    whole = photograph.whole(FIRST_SIDE)
    (first,) = probabilities(graph, [photograph.see(whole)])
    confidence = float(first[IRIS].max())
    mask = strongest_component(first[IRIS], 0.5)
    if mask is None:
        return Found(confidence, None, None, None, None)
    rough = _in_source(moment_ellipse(mask), whole)
    for _ in range(2):
        diameter = 2 * rough.a
        crops = [View(rough.cx, rough.cy, factor * diameter, CROP_SIDE) for factor in CROPS]
        closer = probabilities(graph, [photograph.see(view) for view in crops])
        grid = View(rough.cx, rough.cy, GRID_DIAMETERS * diameter, GRID_SIDE)
        views = [(whole, first), *zip(crops, closer)]
        maps = np.mean([onto(grid, view, seen) for view, seen in views], axis=0)
        iris = _fit(maps, IRIS, (0.0, 0.0), IRIS_FIRMNESS)
        if iris is None:
            return Found(confidence, rough, None, grid, maps)
        better = _in_source(iris, grid)
        settled = abs(np.log(better.a / rough.a)) < 0.12 and np.hypot(better.cx - rough.cx, better.cy - rough.cy) < 0.2 * rough.a
        rough = better
        if settled:
            break
    outline = outline_of(iris)
    pupil = _fit(maps, PUPIL, (outline.s1, outline.s2), PUPIL_FIRMNESS)
    return Found(float(maps[IRIS].max()), rough, pupil and _in_source(pupil, grid), grid, maps)
