"""Textures drawn from nothing, for training the enhancer: dead leaves and strands.

Dead leaves (Lee, Mumford and Huang 2001): opaque shapes with power-law sizes, whose statistics of edges and
scales are near those of photographs. Strands: fibres that branch and weave in several depths over pits, as the
stroma of an iris does, but without an eye around them. Both are drawn at twice the size and reduced by area,
so edges are sharp and free of stairs.

    drawn_textures.py --out DIR --count 6000 --seed 1

writes DIR/textures-00000.bin (windows of 160x160, HWC RGB, 8 bit) and a JSON of the same name with size and
count: the format in which the eye renderer writes its own textures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

WINDOW = 160
SHEET = 640
OVERSAMPLING = 2
SHIFT = 4  # fractional bits of cv2's drawing coordinates


def palette(rng: np.random.Generator, count: int) -> np.ndarray:
    """Colours around one to three anchors, as a thing has them; a quarter of the palettes are the iris's."""
    if rng.random() < 0.25:
        anchors = np.array([[96, 62, 30], [150, 104, 52], [110, 128, 140], [92, 104, 70], [60, 40, 26]], float)
        anchors = anchors[rng.permutation(5)[: rng.integers(1, 4)]]
    else:
        anchors = rng.uniform(10, 245, (rng.integers(1, 4), 3))
        anchors = anchors.mean(1, keepdims=True) + (anchors - anchors.mean(1, keepdims=True)) * rng.uniform(0, 1)
    chosen = anchors[rng.integers(0, len(anchors), count)]
    brightness = rng.normal(0, rng.uniform(8, 55), (count, 1))
    tint = rng.normal(0, rng.uniform(1, 12), (count, 3))
    return np.clip(chosen + brightness + tint, 0, 255)


def smooth_field(rng: np.random.Generator, side: int, period: float) -> np.ndarray:
    """A smooth random field about N(0, 1) with features of about `period` pixels."""
    cells = max(2, int(side / period) + 2)
    field = cv2.resize(rng.standard_normal((cells, cells)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    return field / (field.std() + 1e-6)


def grain(rng: np.random.Generator, side: int) -> np.ndarray:
    """Fine surface texture: noise of two or three scales, the strongest at a random one."""
    total = np.zeros((side, side), np.float32)
    for _ in range(rng.integers(1, 4)):
        sigma = np.exp(rng.uniform(np.log(0.6), np.log(8)))
        noise = cv2.GaussianBlur(rng.standard_normal((side, side)).astype(np.float32), (0, 0), sigma)
        total += noise / noise.std() * rng.uniform(0.2, 1)
    return total


def dead_leaves(rng: np.random.Generator) -> np.ndarray:
    side = SHEET * OVERSAMPLING
    count = int(rng.integers(1500, 3500))
    smallest, largest = rng.uniform(2, 6), rng.uniform(60, 300)
    # Radii with density r^-2, not the scale-invariant r^-3: a sheet is small, and large leaves carry the edges.
    uniform = rng.random(count)
    radii = 1 / (uniform / smallest + (1 - uniform) / largest)
    # From the largest to the smallest, roughly: otherwise the last large leaf hides everything.
    radii = radii[np.argsort(-radii * np.exp(rng.normal(0, 0.7, count)))]
    colours = palette(rng, count)
    sheet = np.empty((side, side, 3), np.float32)
    sheet[:] = colours[0]
    elongation = rng.uniform(0, 1.2)
    centres = rng.uniform(-0.05, 1.05, (count, 2)) * side
    for centre, radius, colour in zip(centres, radii, colours, strict=True):
        aspect = np.exp(rng.normal(0, elongation) * 0.5)
        axes = (radius * aspect, radius / aspect)
        angle = rng.uniform(0, 360)
        if rng.random() < 0.6:
            outline = cv2.ellipse2Poly((0, 0), (int(axes[0] * 16) + 1, int(axes[1] * 16) + 1), int(angle), 0, 360, 12) / 16
        else:
            corners = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 7)))
            outline = np.stack([np.cos(corners) * axes[0], np.sin(corners) * axes[1]], 1)
        points = np.round((outline + centre) * (1 << SHIFT)).astype(np.int32)
        cv2.fillPoly(sheet, [points], colour.tolist(), cv2.LINE_8, SHIFT)
    if rng.random() < 0.6:
        sheet *= 1 + np.clip(grain(rng, side) * rng.uniform(0.01, 0.12), -0.6, 0.6)[..., None]
    if rng.random() < 0.5:
        sheet *= np.clip(1 + smooth_field(rng, side, rng.uniform(100, 600)) * rng.uniform(0.02, 0.2), 0.2, 2)[..., None]
    return sheet


def strand(rng: np.random.Generator, start: np.ndarray, flow: np.ndarray, length: int, step: float, wobble: float) -> np.ndarray:
    """A curve that follows the direction field `flow` (radians) with some will of its own, shape (n, 2)."""
    side = flow.shape[0]
    points = np.empty((length, 2))
    at, lean = start.copy(), 0.0
    for index in range(length):
        points[index] = at
        x, y = np.clip(at, 0, side - 1).astype(int)
        lean = 0.85 * lean + rng.normal(0, wobble)
        direction = flow[y, x] + lean
        at = at + step * np.array([np.cos(direction), np.sin(direction)])
    return points


def draw_strand(sheet: np.ndarray, points: np.ndarray, widths: np.ndarray, colour: np.ndarray) -> None:
    fixed = np.round(points * (1 << SHIFT)).astype(np.int32)
    for index in range(len(points) - 1):
        width = int(round(max(1.0, widths[index])))
        cv2.line(sheet, fixed[index].tolist(), fixed[index + 1].tolist(), colour.tolist(), width, cv2.LINE_8, SHIFT)


def direction_field(rng: np.random.Generator, side: int) -> np.ndarray:
    """Radial around a far centre, or a slowly turning field."""
    if rng.random() < 0.5:
        centre = rng.uniform(-1.2, 2.2, 2) * side
        y, x = np.mgrid[0:side, 0:side].astype(np.float32)
        flow = np.arctan2(y - centre[1], x - centre[0])
    else:
        flow = np.full((side, side), rng.uniform(0, 2 * np.pi), np.float32)
    return flow + smooth_field(rng, side, rng.uniform(120, 500)) * rng.uniform(0.05, 0.5)


def pits(rng: np.random.Generator, sheet: np.ndarray, flow: np.ndarray) -> None:
    """Dark openings along the flow with a lighter, uneven rim: crypts."""
    side = flow.shape[0]
    for _ in range(rng.integers(3, 40)):
        x, y = rng.uniform(0, side, 2)
        long = np.exp(rng.uniform(np.log(6), np.log(60)))
        short = long * rng.uniform(0.3, 0.9)
        angle = np.arange(0, 2 * np.pi, 0.2)
        uneven = 1 + 0.25 * np.interp(angle, np.linspace(0, 2 * np.pi, 7), rng.normal(0, 1, 7), period=2 * np.pi)
        lean = flow[int(y), int(x)]
        turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
        outline = (np.stack([np.cos(angle) * long, np.sin(angle) * short], 1) * uneven[:, None]) @ turn.T + (x, y)
        points = np.round(outline * (1 << SHIFT)).astype(np.int32)
        here = sheet[int(y), int(x)].copy()
        cv2.fillPoly(sheet, [points], (here * rng.uniform(0.25, 0.75)).tolist(), cv2.LINE_8, SHIFT)
        cv2.polylines(sheet, [points], True, np.clip(here * rng.uniform(1.0, 1.5), 0, 255).tolist(), int(rng.integers(1, 7)), cv2.LINE_8, SHIFT)


def strands(rng: np.random.Generator) -> np.ndarray:
    side = SHEET * OVERSAMPLING
    depths = int(rng.integers(2, 4))
    count = int(np.exp(rng.uniform(np.log(150), np.log(800))))
    colours = palette(rng, count * depths)
    sheet = np.empty((side, side, 3), np.float32)
    sheet[:] = palette(rng, 1)[0] * rng.uniform(0.3, 0.9)
    flow = direction_field(rng, side)
    weave = rng.uniform(0, 0.7)
    wobble = rng.uniform(0.01, 0.12)
    typical = np.exp(rng.uniform(np.log(2), np.log(14)))
    for depth in range(depths):
        for index in range(count):
            start = rng.uniform(-0.1, 1.1, 2) * side
            lean = rng.choice((-1, 1)) * weave + rng.normal(0, 0.08)
            length = int(rng.integers(12, 60))
            points = strand(rng, start, flow, length, rng.uniform(6, 14), wobble)
            if abs(lean) > 0.02:
                turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
                points = (points - start) @ turn + start
            width = typical * np.exp(rng.normal(0, 0.45))
            taper = np.interp(np.linspace(0, 1, length), (0, rng.uniform(0.2, 0.8), 1), (0.5, 1, 0.3))
            colour = colours[depth * count + index] * (0.55 + 0.45 * (depth + 1) / depths)
            draw_strand(sheet, points + (width * 0.35, width * 0.45), width * taper * 1.5, colour * rng.uniform(0.3, 0.8))
            draw_strand(sheet, points, width * taper, colour)
            if width > 3 and rng.random() < 0.7:
                draw_strand(sheet, points - width * 0.15, width * taper * 0.35, np.clip(colour * rng.uniform(1.05, 1.5), 0, 255))
            if rng.random() < 0.3:
                at = int(rng.integers(1, length - 4))
                branch = (points[at:] - points[at]) @ np.array([[0.94, 0.34], [-0.34, 0.94]]) + points[at]
                draw_strand(sheet, branch, width * taper[at:] * 0.6, colour * rng.uniform(0.8, 1.1))
        if depth == 0 and rng.random() < 0.7:
            pits(rng, sheet, flow)
        if depth < depths - 1:
            sheet = cv2.GaussianBlur(sheet, (0, 0), rng.uniform(0.5, 3)) * rng.uniform(0.6, 1)
    if rng.random() < 0.7:
        sheet *= 1 + np.clip(grain(rng, side) * rng.uniform(0.01, 0.1), -0.6, 0.6)[..., None]
    return sheet * np.clip(1 + smooth_field(rng, side, rng.uniform(150, 700)) * rng.uniform(0.02, 0.25), 0.2, 2)[..., None]


def drawn_sheet(rng: np.random.Generator) -> np.ndarray:
    """One sheet of 640x640, RGB, 8 bit. Half are strands; some are slightly soft, as lenses are."""
    sheet = strands(rng) if rng.random() < 0.5 else dead_leaves(rng)
    sheet = cv2.resize(sheet, (SHEET, SHEET), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        sheet = cv2.GaussianBlur(sheet, (0, 0), rng.uniform(0.3, 0.9))
    return np.clip(np.round(sheet), 0, 255).astype(np.uint8)


def drawn_windows(seed: int) -> Iterator[np.ndarray]:
    """Windows of 160x160 without end, flat ones left out."""
    rng = np.random.default_rng(seed)
    while True:
        sheet = drawn_sheet(rng)
        for top in range(0, SHEET, WINDOW):
            for left in range(0, SHEET, WINDOW):
                window = sheet[top : top + WINDOW, left : left + WINDOW]
                if window.std() > 3:
                    yield window


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shard", type=int, default=1000, help="windows per file")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    windows = drawn_windows(options.seed)
    for shard in range((options.count + options.shard - 1) // options.shard):
        name = options.out / f"textures-{shard:05d}"
        partial = name.with_suffix(".part")
        with partial.open("wb") as file:
            for _ in range(options.shard):
                file.write(next(windows).tobytes())
        name.with_suffix(".json").write_text(json.dumps({"size": WINDOW, "count": options.shard}))
        partial.replace(name.with_suffix(".bin"))


if __name__ == "__main__":
    main()
