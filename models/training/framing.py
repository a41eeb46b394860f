"""Where the camera stands: one affine warp of a rendered sample, with its truths, to a training input.

Two framings take turns, because inference asks both questions: the whole photograph (an eye of any size, somewhere)
and the crop around an iris already found. Whatever lies outside is one constant colour: reflected borders would
make mirror eyes that no truth mentions.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from eye_shards import Ellipse

FIRST_TRUTH = 3
OPENING, VISIBLE, AMODAL_IRIS, AMODAL_PUPIL, SPECULAR = range(3, 8)


@dataclass(frozen=True)
class Framing:
    matrix: np.ndarray  # 2×3, from sample pixels to input pixels
    scale: float  # input pixels per sample pixel


def _tilt(rng: np.random.Generator) -> float:
    degrees = rng.normal(0.0, 9.0)
    if rng.random() < 0.04:  # a photograph turned by hand whose orientation tag got lost
        degrees += rng.choice((90.0, 180.0, 270.0))
    return degrees


def _framing(
    centre: tuple[float, float], target: tuple[float, float], scale: float, degrees: float, flip: bool
) -> Framing:
    """`centre` of the sample lands on `target` of the input."""
    cosine, sine = np.cos(np.radians(degrees)) * scale, np.sin(np.radians(degrees)) * scale
    linear = np.array([[cosine, -sine], [sine, cosine]])
    if flip:
        linear = linear @ np.diag([-1.0, 1.0])
    shift = np.array(target) - linear @ np.array(centre)
    return Framing(np.column_stack((linear, shift)), scale)


def whole_photograph(size: int, side: int, rng: np.random.Generator) -> Framing:
    scale = side / size * np.exp(rng.uniform(-0.3, 0.3))
    middle = (size / 2 - 0.5, size / 2 - 0.5)
    target = side / 2 - 0.5 + rng.uniform(-0.07, 0.07, 2) * side
    return _framing(middle, tuple(target), scale, _tilt(rng), rng.random() < 0.5)


def around_iris(iris: Ellipse, size: int, side: int, rng: np.random.Generator) -> Framing:
    """As the second and third pass of inference see it: the iris fills a third to a half, nearly centred.

    Never so far away that mostly border would show: of a macro photograph that fills its frame, more is not known.
    """
    share = rng.uniform(0.26, 0.62)
    scale = max(share * side / (2 * max(iris.a, iris.b)), 0.8 * side / size)
    target = side / 2 - 0.5 + rng.normal(0.0, 0.05, 2) * side
    return _framing((iris.cx, iris.cy), tuple(target), scale, _tilt(rng), rng.random() < 0.5)


def away_from_iris(iris: Ellipse, size: int, side: int, rng: np.random.Generator) -> Framing | None:
    """Skin, lashes and brow without any iris; None where the iris leaves no room for it."""
    radius = max(iris.a, iris.b)
    for _ in range(8):
        window = rng.uniform(0.2, 0.5) * size
        x, y = rng.uniform(window / 2, size - window / 2, 2)
        clear = max(abs(x - iris.cx), abs(y - iris.cy)) - radius - window / 2
        if clear > 2:
            middle = (side / 2 - 0.5, side / 2 - 0.5)
            return _framing((x, y), middle, side / window, 0.0, rng.random() < 0.5)
    return None


def _border_colour(rng: np.random.Generator) -> tuple[int, int, int]:
    choice = rng.random()
    if choice < 0.6:
        return (0, 0, 0)
    if choice < 0.75:
        return (128, 128, 128)
    return tuple(int(value) for value in rng.integers(0, 256, 3))


def _bars(side: int, rng: np.random.Generator) -> tuple[slice, slice]:
    """The part of the input that the photograph covers: letterboxed, or cut on one side."""
    whole = slice(0, side)
    choice = rng.random()
    if choice < 0.65:
        return whole, whole
    if choice < 0.9:
        bar = int(rng.uniform(0.0, 0.22) * side)
        part = slice(bar, side - bar)
    else:
        bar = int(rng.uniform(0.0, 0.3) * side)
        part = slice(bar, side) if rng.random() < 0.5 else slice(0, side - bar)
    return (part, whole) if rng.random() < 0.7 else (whole, part)


def _draw_disc(ellipse: Ellipse, framing: Framing, side: int) -> np.ndarray:
    """side×side uint8, the disc with an antialiased edge."""
    corners = np.radians(np.arange(0, 360, 4))
    turn = np.radians(ellipse.angle)
    along, across = ellipse.a * np.cos(corners), ellipse.b * np.sin(corners)
    x = ellipse.cx + along * np.cos(turn) - across * np.sin(turn)
    y = ellipse.cy + along * np.sin(turn) + across * np.cos(turn)
    points = framing.matrix @ np.stack((x - 0.5, y - 0.5, np.ones_like(x)))  # indices start at a pixel's centre
    disc = np.zeros((side, side), np.uint8)
    cv2.fillPoly(disc, [np.round(points.T * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    return disc


def _leaves(ellipse: Ellipse, size: int) -> bool:
    reach = max(ellipse.a, ellipse.b)
    return min(ellipse.cx, ellipse.cy) < reach or max(ellipse.cx, ellipse.cy) > size - 1 - reach


@dataclass(frozen=True)
class Framed:
    """`image` side×side×3 and `truth` side×side×5, uint8; `inside` is the part not letterboxed away."""

    image: np.ndarray
    truth: np.ndarray
    inside: tuple[slice, slice]
    border: tuple[int, int, int]


def apply_framing(
    sample: np.ndarray,
    framing: Framing,
    side: int,
    rng: np.random.Generator,
    iris: Ellipse | None,
    pupil: Ellipse | None,
) -> Framed:
    """Warps size×size×8 to side×side. The amodal discs go on under the border, everything else ends at it."""
    size = sample.shape[0]
    # Two pictures of four channels, red, green, blue, opening first: as many as OpenCV warps at once.
    halves = [np.ascontiguousarray(half).view(np.uint8) for half in np.moveaxis(sample.view(np.uint32), 2, 0)]
    planes = [half.reshape(size, size, 4) for half in halves]
    if framing.scale < 0.67:  # bilinear sampling alone would alias
        planes = [cv2.blur(plane, (2, 2)) for plane in planes]
    border = _border_colour(rng)
    warp = {"dsize": (side, side), "flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_CONSTANT}
    first = cv2.warpAffine(planes[0], framing.matrix, borderValue=(*border, 0), **warp)
    second = cv2.warpAffine(planes[1], framing.matrix, borderValue=(0, 0, 0, 0), **warp)
    image, truth = np.ascontiguousarray(first[..., :3]), np.dstack((first[..., 3], second))
    for ellipse, channel in ((iris, AMODAL_IRIS), (pupil, AMODAL_PUPIL)):
        if ellipse is not None and _leaves(ellipse, size):
            truth[..., channel - FIRST_TRUTH] = _draw_disc(ellipse, framing, side)
    rows, columns = _bars(side, rng)
    outside = np.ones((side, side), bool)
    outside[rows, columns] = False
    image[outside] = border
    for channel in (OPENING, VISIBLE, SPECULAR):
        truth[..., channel - FIRST_TRUTH][outside] = 0
    return Framed(image, truth, (rows, columns), border)
