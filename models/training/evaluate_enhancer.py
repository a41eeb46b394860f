"""Holds an enhancer against bicubic, Lanczos and the best linear filter, on textures it never saw.

    evaluate_enhancer.py --checkpoint DIR/x4.pt --textures RENDERED --fit DRAWN [--photographs LIST.json]

`--fit` is the folder on which the linear filters are fitted (one for clean, one for camera-like input).
`--photographs` names pictures for measuring only, as a list of {file, cx, cy, outer, inner, top}: the ring
between two circles below a line, in pixels. They are reduced first, so that the truth is sharp.
`--exchange DIR` writes every input there as CASE.f32 with an index.json, and scores CASE.NAME.f32 if another
program has put it beside: that is how models are compared that PyTorch does not run here.
`--pictures DIR` writes bicubic | enhancer | truth side by side, enlarged.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from enhancer_measures import all_measures, band, brightness
from enhancer_network import Enhancer, halo_of
from enhancer_pairs import HELD_OUT, Textures, held_out_windows, photograph, reduce, reduce_cleanly
from export_enhancer import load_enhancer

TRUTH_LARGEST = 768
PHOTOGRAPH_REDUCTION = 0.6  # photographs are soft at full size
FILTER_SIDE = 9
FAINTEST_TEXTURE = 0.004  # standard deviation in the band 0.6-2.4 px
BORDER = 12  # output pixels not measured


@dataclass
class Case:
    name: str
    set: str
    small: np.ndarray  # 8 bit, (h, w, 3)
    truth: np.ndarray  # 8 bit, (scale * h, scale * w, 3)
    mask: np.ndarray


def inner_mask(shape: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros(shape[:2], bool)
    mask[BORDER:-BORDER, BORDER:-BORDER] = True
    return mask


def texture_cases(folder: Path, label: str, count: int, scale: int) -> list[Case]:
    """Windows without texture say nothing about enlargement and are passed over."""
    cases = []
    rng = np.random.default_rng(2024)
    textured = [truth for truth in held_out_windows(folder, HELD_OUT * 3 // 4) if has_texture(truth)]
    for index, truth in enumerate(textured[:count]):
        mask = inner_mask(truth.shape)
        small = reduce(truth, scale, Image.Resampling.BICUBIC)
        cases.append(Case(f"{label}-clean-{index:03d}", f"{label}, clean", small, truth, mask))
        cases.append(Case(f"{label}-camera-{index:03d}", f"{label}, camera", photograph(rng, truth, scale), truth, mask))
    return cases


def has_texture(truth: np.ndarray) -> bool:
    return float(band(brightness(truth.astype(np.float32) / 255), 0.6, 2.4).std()) > FAINTEST_TEXTURE


def photograph_cases(listing: Path, scale: int) -> list[Case]:
    cases = []
    for index, entry in enumerate(json.loads(listing.read_text())):
        whole = Image.open(entry["file"]).convert("RGB")
        cx, cy, outer = entry["cx"], entry["cy"], entry["outer"]
        side = min(TRUTH_LARGEST, int(2 * outer * PHOTOGRAPH_REDUCTION)) // scale * scale
        box = (cx - outer, cy - outer, cx + outer, cy + outer)
        truth = np.asarray(whole.resize((side, side), Image.Resampling.BICUBIC, box))
        y, x = np.mgrid[0:side, 0:side] / side * 2 * outer
        radius = np.hypot(x - outer, y - outer)
        mask = (radius > entry["inner"]) & (radius < outer) & (y + cy - outer > entry["top"]) & inner_mask(truth.shape)
        small = reduce(truth, scale, Image.Resampling.BICUBIC)
        cases.append(Case(f"photo-clean-{index}", "photographs, clean", small, truth, mask))
        for seed in range(4):
            rng = np.random.default_rng((7, index, seed))
            cases.append(Case(f"photo-camera-{index}-{seed}", "photographs, camera", photograph(rng, truth, scale), truth, mask))
    return cases


def neighbourhoods(small: np.ndarray) -> np.ndarray:
    """(h * w * 3, 81 + 1): the 9x9 neighbourhood of every pixel in every colour, and a one."""
    reach = FILTER_SIDE // 2
    padded = np.pad(small.astype(np.float32) / 255, ((reach, reach), (reach, reach), (0, 0)), mode="reflect")
    views = np.lib.stride_tricks.sliding_window_view(padded, (FILTER_SIDE, FILTER_SIDE), axis=(0, 1))
    flat = views.reshape(-1, FILTER_SIDE**2)
    return np.concatenate([flat, np.ones((len(flat), 1), np.float32)], 1)


def phases_of(truth: np.ndarray, scale: int) -> np.ndarray:
    """(h * w * 3, scale^2): the output pixels that belong to every input pixel."""
    h, w = truth.shape[0] // scale, truth.shape[1] // scale
    blocks = truth.reshape(h, scale, w, scale, 3).astype(np.float32) / 255
    return blocks.transpose(0, 2, 4, 1, 3).reshape(-1, scale * scale)


def fit_linear(folder: Path, scale: int, camera: bool, count: int = 600) -> np.ndarray:
    """Least squares over `count` training windows: (82, scale^2)."""
    rng = np.random.default_rng(31)
    textures = Textures([folder], [1])
    size = FILTER_SIDE**2 + 1
    gram, right = np.zeros((size, size)), np.zeros((size, scale * scale))
    for _ in range(count):
        truth = textures.draw(rng)[: 40 * scale, : 40 * scale]
        small = photograph(rng, truth, scale) if camera else reduce_cleanly(rng, truth, scale)
        rows = neighbourhoods(small)
        gram += rows.T @ rows
        right += rows.T @ phases_of(truth, scale)
    return np.linalg.solve(gram + 1e-3 * np.eye(size), right)


def apply_linear(filters: np.ndarray, small: np.ndarray, scale: int) -> np.ndarray:
    h, w = small.shape[:2]
    blocks = (neighbourhoods(small) @ filters.astype(np.float32)).reshape(h, w, 3, scale, scale)
    return blocks.transpose(0, 3, 1, 4, 2).reshape(h * scale, w * scale, 3)


def enhance(network: Enhancer, small: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """As the product does it: padded by reflection with the halo, the halo cut off after."""
    halo = halo_of(network.shape)
    padded = np.pad(small, ((halo, halo), (halo, halo), (0, 0)), mode="reflect")
    image = torch.from_numpy(padded.transpose(2, 0, 1).astype(np.float32) / 255)[None]
    with torch.no_grad():
        output = network(image, torch.tensor([strength]))[0].numpy().transpose(1, 2, 0)
    cut = halo * network.shape.scale
    return np.ascontiguousarray(output[cut:-cut, cut:-cut])


def enlarge(small: np.ndarray, scale: int, method: Image.Resampling) -> np.ndarray:
    size = (small.shape[1] * scale, small.shape[0] * scale)
    return np.asarray(Image.fromarray(small).resize(size, method)).astype(np.float32) / 255


def write_exchange(folder: Path, cases: list[Case]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for case in cases:
        image = np.ascontiguousarray(case.small.transpose(2, 0, 1)).astype(np.float32) / 255
        (folder / f"{case.name}.f32").write_bytes(image.tobytes())
        index.append({"name": case.name, "shape": [1, *image.shape]})
    (folder / "index.json").write_text(json.dumps(index))


def others(folder: Path, case: Case) -> dict[str, np.ndarray]:
    found = {}
    for file in folder.glob(f"{case.name}.*.f32"):
        planes = np.frombuffer(file.read_bytes(), np.float32).reshape(3, *case.truth.shape[:2])
        found[file.name.split(".")[1]] = np.ascontiguousarray(planes.transpose(1, 2, 0))
    return found


def side_by_side(case: Case, columns: list[np.ndarray], side: int = 180, times: int = 3) -> np.ndarray:
    rows, cols = np.nonzero(case.mask)
    half = min(side, case.truth.shape[0]) // 2
    y = int(np.clip(np.percentile(rows, 80), half, case.truth.shape[0] - half))
    x = int(np.clip(np.percentile(cols, 50), half, case.truth.shape[1] - half))
    crops = [column[y - half : y + half, x - half : x + half] for column in columns]
    big = [cv2.resize(crop, None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST) for crop in crops]
    return np.round(np.clip(np.concatenate(big, 1), 0, 1) * 255).astype(np.uint8)


def table(scores: dict[str, dict[str, list[dict[str, float]]]]) -> str:
    lines = []
    for name, methods in scores.items():
        count = len(next(iter(methods.values())))
        lines += [f"\n{name} ({count})", "", "| | PSNR | SSIM | f1 | f2 | energy | lattice % | ΔE |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
        for method, measured in methods.items():
            mean = {key: float(np.mean([one[key] for one in measured])) for key in measured[0]}
            lattice = 100 * mean["lattice"] / mean["high"]
            lines.append(
                f"| {method} | {mean['psnr']:.2f} | {mean['ssim']:.4f} | {mean['f1']:.3f} | {mean['f2']:.3f} "
                f"| {mean['energy']:.2f} | {lattice:.2f} | {mean['drift']:.2f} |"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--textures", type=Path, action="append", default=[])
    parser.add_argument("--count", type=int, default=48, help="held-out windows per folder")
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--exchange", type=Path)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()

    cv2.setNumThreads(1)
    network = load_enhancer(options.checkpoint)
    scale = network.shape.scale
    cases = [case for folder in options.textures for case in texture_cases(folder, folder.name, options.count, scale)]
    if options.photographs:
        cases += photograph_cases(options.photographs, scale)
    if options.exchange:
        write_exchange(options.exchange, cases)
    linear = {name: fit_linear(options.fit, scale, name == "camera") for name in ("clean", "camera")}

    scores: dict[str, dict[str, list[dict[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for index, case in enumerate(cases):
        truth = case.truth.astype(np.float32) / 255
        outputs = {
            "bicubic": enlarge(case.small, scale, Image.Resampling.BICUBIC),
            "Lanczos": enlarge(case.small, scale, Image.Resampling.LANCZOS),
            "best linear 9x9": apply_linear(linear[case.set.rsplit(" ", 1)[1]], case.small, scale),
            "enhancer": enhance(network, case.small),
            **(others(options.exchange, case) if options.exchange else {}),
            "truth": truth,
        }
        for name, output in outputs.items():
            scores[case.set][name].append(all_measures(np.clip(output, 0, 1), truth, case.mask, scale))
        if options.pictures and (case.set.startswith("photographs") or index % 16 < 2):
            options.pictures.mkdir(parents=True, exist_ok=True)
            shown = side_by_side(case, [outputs["bicubic"], outputs["enhancer"], truth])
            cv2.imwrite(str(options.pictures / f"{case.name}.png"), shown[..., ::-1])
    print(table(scores))


if __name__ == "__main__":
    main()
