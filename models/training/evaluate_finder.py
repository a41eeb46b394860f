"""Measures a finder: rendered eyes of unseen seeds, and labelled photographs where somebody has some.

    python3 evaluate_finder.py --weights CHECKPOINT --shards DIR --count 200
    python3 evaluate_finder.py --weights CHECKPOINT --labelled DIR [--overlays DIR]
    python3 evaluate_finder.py --weights CHECKPOINT --photographs DIR --overlays DIR
    python3 evaluate_finder.py --weights CHECKPOINT --timing

A labelled folder holds pairs NAME.png and NAME.mask.png; in the mask 128 is the pupil's disc, 255 the rest of the
iris's, both as if no lid were there. Photographs of people serve to measure, never to train.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Iterator

import cv2
import numpy as np
import torch

from export_finder import load_graph
from eye_shards import Ellipse, ShardFolder
from find_iris import VISIBLE, Found, find_iris
from finder_network import FinderGraph
from finder_validation import intersection_over_union


def disc(ellipse: Ellipse | None, height: int, width: int) -> np.ndarray:
    """Boolean mask of the pixels whose centre lies in the ellipse; empty for None."""
    if ellipse is None:
        return np.zeros((height, width), bool)
    y, x = np.mgrid[:height, :width] + 0.5
    turn = np.radians(ellipse.angle)
    dx, dy = x - ellipse.cx, y - ellipse.cy
    along = (dx * np.cos(turn) + dy * np.sin(turn)) / ellipse.a
    across = (dy * np.cos(turn) - dx * np.sin(turn)) / ellipse.b
    return along**2 + across**2 <= 1


def visible(found: Found, height: int, width: int) -> np.ndarray:
    """The visible iris as a boolean mask of the photograph's size."""
    if found.grid is None:
        return np.zeros((height, width), bool)
    scale = found.grid.extent / found.grid.side
    corner = (found.grid.cx - found.grid.extent / 2, found.grid.cy - found.grid.extent / 2)
    matrix = np.array([[scale, 0, corner[0] + scale / 2 - 0.5], [0, scale, corner[1] + scale / 2 - 0.5]])
    return cv2.warpAffine(found.maps[VISIBLE], matrix, (width, height)) > 0.5


def overlay(image: np.ndarray, found: Found, width: int = 640) -> np.ndarray:
    """BGR, the iris's outline green, the pupil's red, the visible iris's edge yellow."""
    scale = width / image.shape[1]
    canvas = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2BGR), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(visible(found, *image.shape[:2]).astype(np.uint8), canvas.shape[1::-1])
    edges, _ = cv2.findContours(seen, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(canvas, edges, -1, (0, 220, 220), 1)
    for ellipse, colour in ((found.iris, (0, 255, 0)), (found.pupil, (0, 0, 255))):
        if ellipse is not None:
            box = ((ellipse.cx * scale - 0.5, ellipse.cy * scale - 0.5), (2 * ellipse.a * scale, 2 * ellipse.b * scale))
            cv2.ellipse(canvas, (*box, ellipse.angle), colour, 1, cv2.LINE_AA)
    cv2.putText(canvas, f"{found.confidence:.3f}", (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1, cv2.LINE_AA)
    return canvas


def labelled(folder: Path) -> Iterator[tuple[str, np.ndarray, dict[str, np.ndarray]]]:
    for mask_path in sorted(folder.glob("*.mask.png")):
        name = mask_path.name.removesuffix(".mask.png")
        image = cv2.cvtColor(cv2.imread(str(folder / f"{name}.png")), cv2.COLOR_BGR2RGB)
        mask = cv2.imread(str(mask_path), cv2.IMREAD_GRAYSCALE)
        yield name, image, {"iris": mask > 64, "pupil": (mask > 64) & (mask < 192)}


def rendered(folder: Path, count: int) -> Iterator[tuple[str, np.ndarray, dict[str, np.ndarray]]]:
    """Held-out renders; those without an eye come with empty truths."""
    for name in ("a", "b"):
        shards = ShardFolder(folder / name)
        shards.rescan()
        left = count // 2
        for shard in shards.validation:
            for index in range(min(left, len(shard))):
                sample = shard.pixels[index]
                truths = {"iris": sample[..., 5] > 127, "pupil": sample[..., 6] > 127, "visible": sample[..., 4] > 127}
                yield f"{name}-{shard.records[index]['seed']}", np.ascontiguousarray(sample[..., :3]), truths
            left -= len(shard)


def measure(graph: FinderGraph, samples: Iterator, overlays: Path | None, each: bool) -> None:
    scores: dict[str, list[float]] = {}
    silent, empty, missed = 0, 0, 0
    for name, image, truths in samples:
        found = find_iris(graph, image)
        if overlays:
            cv2.imwrite(str(overlays / f"{name}.png"), overlay(image, found))
        if not truths["iris"].any():
            empty += 1
            silent += found.iris is None
            continue
        missed += found.iris is None
        height, width = image.shape[:2]
        guesses = {"iris": disc(found.iris, height, width), "pupil": disc(found.pupil, height, width)}
        guesses["visible"] = visible(found, height, width)
        row = {}
        for key, truth in truths.items():
            if truth.any():
                row[key] = intersection_over_union(guesses[key], truth)
                scores.setdefault(key, []).append(row[key])
        if each:
            print(name, " ".join(f"{key} {value:.3f}" for key, value in row.items()), f"conf {found.confidence:.3f}")
    for key, values in scores.items():
        low, middle = np.percentile(values, (10, 50))
        print(f"{key}: mean {np.mean(values):.4f} median {middle:.4f} p10 {low:.4f} n {len(values)}")
    print(f"missed {missed}; without an eye {empty}, of these rightly silent {silent}")


def look(graph: FinderGraph, folder: Path, overlays: Path) -> None:
    for path in sorted(folder.glob("*.jpg")) + sorted(folder.glob("*.png")):
        image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        found = find_iris(graph, image)
        cv2.imwrite(str(overlays / f"{path.stem}.png"), overlay(image, found, 1024))
        print(path.name, found.confidence, found.iris, found.pupil)


@torch.no_grad()
def time_forward(graph: FinderGraph) -> None:
    for side in (128, 192, 256):
        image = torch.rand(1, 3, side, side)
        graph(image)
        rounds = []
        for _ in range(15):
            start = time.perf_counter()
            graph(image)
            rounds.append((time.perf_counter() - start) * 1000)
        print(f"{side} px: {np.median(rounds):.1f} ms on {torch.get_num_threads()} thread(s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--shards", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--labelled", type=Path)
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--overlays", type=Path, help="writes pictures here; they show people, keep them out of git")
    parser.add_argument("--each", action="store_true", help="a line per image")
    parser.add_argument("--timing", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    graph = load_graph(arguments.weights)
    if arguments.overlays:
        arguments.overlays.mkdir(parents=True, exist_ok=True)
    if arguments.shards:
        measure(graph, rendered(arguments.shards, arguments.count), arguments.overlays, arguments.each)
    if arguments.labelled:
        measure(graph, labelled(arguments.labelled), arguments.overlays, arguments.each)
    if arguments.photographs:
        look(graph, arguments.photographs, arguments.overlays)
    if arguments.timing:
        time_forward(graph)


if __name__ == "__main__":
    main()
