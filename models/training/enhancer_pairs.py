"""Pairs of a small input and its large truth, made from texture windows.

Half are clean reductions. The others go the way light and data go in a good camera: lens, sensor, noise,
noise reduction that smears colour, sharpening, JPEG; mild, because iris photographers own good cameras. The
truth is always the window as it was before that.

A drawn window has three colours that move together and not a grain of noise. A photograph has neither, not even one
reduced with care: red and blue are soft, noisy and carry texture of their own. `develop` gives windows that, before
they become truth; a network that has not seen it takes every clean photograph for a camera's and holds back.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

CLEAN_SHARE = 0.5
DEVELOPED_SHARE = 0.75
INPUT_SIDE = 32
MARGIN = 8  # input pixels cut after degrading, so that JPEG's grid falls anywhere
HELD_OUT = 256  # windows at the start of every folder that are never trained on


class Textures:
    """Folders of `textures-*.bin` with their JSON; new files are found by `look_again`."""

    def __init__(self, folders: Sequence[Path], shares: Sequence[float]) -> None:
        self.folders = folders
        self.shares = np.array(shares, float)
        self.shards: list[list[np.ndarray]] = []
        self.look_again()

    def look_again(self) -> int:
        self.shards = [self._open(folder) for folder in self.folders]
        return sum(len(shard) for shards in self.shards for shard in shards)

    @staticmethod
    def _open(folder: Path) -> list[np.ndarray]:
        shards = []
        for file in sorted(folder.glob("textures-*.bin")):
            description = file.with_suffix(".json")
            if not description.exists():
                continue
            about = json.loads(description.read_text())
            side = about["size"]
            shards.append(np.memmap(file, np.uint8, "r", shape=(about["count"], side, side, 3)))
        if shards:
            shards[0] = shards[0][HELD_OUT:]
        return [shard for shard in shards if len(shard)]

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        shares = self.shares * [bool(shards) for shards in self.shards]
        shards = self.shards[rng.choice(len(shares), p=shares / shares.sum())]
        counts = np.array([len(shard) for shard in shards], float)
        shard = shards[rng.choice(len(shards), p=counts / counts.sum())]
        return np.asarray(shard[rng.integers(len(shard))])


def held_out_windows(folder: Path, count: int) -> np.ndarray:
    """The first `count` windows of a folder; a quarter of what is held out stays as a gap to the trained ones."""
    if count > HELD_OUT * 3 // 4:
        raise ValueError("more windows than are held out")
    file = sorted(folder.glob("textures-*.bin"))[0]
    about = json.loads(file.with_suffix(".json").read_text())
    shape = (about["count"], about["size"], about["size"], 3)
    return np.array(np.memmap(file, np.uint8, "r", shape=shape)[:count])


def reduce(truth: np.ndarray, scale: int, method: Image.Resampling) -> np.ndarray:
    """8-bit HWC to 1/scale, with the filter widened by the scale (anti-aliased)."""
    height, width = truth.shape[:2]
    return np.asarray(Image.fromarray(truth).resize((width // scale, height // scale), method))


def reduce_cleanly(rng: np.random.Generator, truth: np.ndarray, scale: int) -> np.ndarray:
    method = rng.choice(3, p=(0.6, 0.2, 0.2))
    return reduce(truth, scale, (Image.Resampling.BICUBIC, Image.Resampling.LANCZOS, Image.Resampling.BOX)[method])


def jpeg(picture: np.ndarray, quality: int, halve_colour: bool) -> np.ndarray:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=quality, subsampling=2 if halve_colour else 0)
    return np.asarray(Image.open(buffer))


def photograph(rng: np.random.Generator, truth: np.ndarray, scale: int) -> np.ndarray:
    """8-bit HWC truth as a good camera would have recorded it at 1/scale."""
    # Lens: focus is never perfect. Sigma in input pixels.
    sigma = rng.uniform(0, 0.8) * scale
    picture = truth if sigma < 0.3 else cv2.GaussianBlur(truth, (0, 0), sigma)
    picture = reduce_cleanly(rng, picture, scale).astype(np.float32)
    # Sensor: noise that grows with light, a little correlated by demosaicing.
    noise = rng.standard_normal(picture.shape, np.float32)
    if rng.random() < 0.6:
        blur = rng.uniform(0.35, 0.7)
        noise = cv2.GaussianBlur(noise, (0, 0), blur)
        noise /= noise.std() + 1e-6
    level = np.exp(rng.uniform(np.log(0.7), np.log(5)))
    picture += noise * level * np.sqrt(0.3 + 0.7 * np.clip(picture, 0, 255) / 255)
    # Noise reduction: colour is smeared first, brightness sometimes.
    if rng.random() < 0.6:
        ycc = cv2.cvtColor(np.clip(picture, 0, 255) / 255, cv2.COLOR_RGB2YCrCb)
        ycc[..., 1:] = cv2.GaussianBlur(ycc[..., 1:], (0, 0), rng.uniform(0.4, 1.6))
        if rng.random() < 0.3:
            ycc[..., 0] = cv2.bilateralFilter(ycc[..., 0], 5, rng.uniform(0.01, 0.04), 1.2)
        picture = cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB) * 255
    # Sharpening with its halo.
    if rng.random() < 0.45:
        soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 1.5))
        picture = picture + rng.uniform(0.1, 0.7) * (picture - soft)
    recorded = np.clip(np.round(picture), 0, 255).astype(np.uint8)
    if rng.random() < 0.9:
        recorded = jpeg(recorded, int(rng.integers(75, 99)), bool(rng.random() < 0.5))
    return recorded


def crop(rng: np.random.Generator, window: np.ndarray, side: int) -> np.ndarray:
    """A square of a window, a third of the time of the window made smaller: finer and sharper texture.

    Where the smaller window does not fill the square it is mirrored at its edges.
    """
    if rng.random() < 0.35:
        smaller = int(window.shape[0] * rng.uniform(0.5, 0.9))
        window = cv2.resize(window, (smaller, smaller), interpolation=cv2.INTER_AREA)
        missing = max(0, side - smaller)
        before, after = missing // 2, missing - missing // 2
        window = np.pad(window, ((before, after), (before, after), (0, 0)), mode="reflect")
    top, left = rng.integers(0, window.shape[0] - side + 1, 2)
    return window[top : top + side, left : left + side]


def mean_colour(picture: np.ndarray) -> np.ndarray:
    """float32 (3,); many times faster than NumPy's mean over two axes."""
    return np.array(cv2.mean(picture)[:3], np.float32)


def mix_colours(rng: np.random.Generator, window: np.ndarray) -> np.ndarray:
    """float32 HWC with the contrast of every colour changed by itself and a little of each bled into the others."""
    mixing = np.diag(np.exp(rng.normal(0, 0.4, 3))) + rng.normal(0, 0.15, (3, 3))
    mean = mean_colour(window)
    return (window - mean) @ mixing.T.astype(np.float32) + mean


def grain(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Noise of a camera in a picture that was reduced since: brightness and colour apart, red and blue softer."""
    level = np.exp(rng.uniform(np.log(0.15), np.log(2.5)))
    noise = rng.standard_normal(shape, np.float32)
    noise += rng.uniform(0, 1.5) * rng.standard_normal((*shape[:2], 1), np.float32)
    sharp, soft = rng.uniform(0.3, 0.9), rng.uniform(0.5, 1.6)
    for channel, sigma in enumerate((soft, sharp, soft)):
        blurred = cv2.GaussianBlur(np.ascontiguousarray(noise[..., channel]), (0, 0), sigma)
        noise[..., channel] = blurred * (level * rng.uniform(0.6, 1.6) / (blurred.std() + 1e-6))
    return noise


def develop(rng: np.random.Generator, window: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A window as a photograph would show it; `other`, a window of the same size, lends texture to single colours."""
    picture = window.astype(np.float32)
    if rng.random() < 0.6:
        picture = mix_colours(rng, picture)
    if rng.random() < 0.3:
        lent = other.astype(np.float32)
        picture += (lent - mean_colour(lent)) * rng.uniform(-0.35, 0.35, 3).astype(np.float32)
    if rng.random() < 0.3:
        sigma = rng.uniform(0.4, 1.2)
        for channel in (0, 2):
            picture[..., channel] = cv2.GaussianBlur(np.ascontiguousarray(picture[..., channel]), (0, 0), sigma)
    if rng.random() < 0.6:
        picture += grain(rng, picture.shape)
    developed = np.clip(np.round(picture), 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        developed = jpeg(developed, int(rng.integers(88, 100)), bool(rng.random() < 0.5))
    return developed


def vary(rng: np.random.Generator, window: np.ndarray) -> np.ndarray:
    """Mirrored, turned, sometimes recoloured, softer or fainter.

    Drawn windows are sharp to the last pixel and rich in contrast; a photograph at full size is neither, and a
    network that has seen only the first sharpens what should stay soft.
    """
    if rng.random() < 0.5:
        window = window[:, ::-1]
    if rng.random() < 0.5:
        window = window[::-1]
    if rng.random() < 0.5:
        window = window.transpose(1, 0, 2)
    if rng.random() < 0.3:
        window = window[..., rng.permutation(3)]
    window = np.ascontiguousarray(window)
    if rng.random() < 0.4:
        window = cv2.GaussianBlur(window, (0, 0), np.exp(rng.uniform(np.log(0.4), np.log(2))))
    if rng.random() < 0.5:
        gain, lift = np.exp(rng.uniform(np.log(0.25), np.log(1.3))), rng.uniform(-30, 30)
        mean = mean_colour(window)
        window = np.clip((window - mean) * np.float32(gain) + mean + np.float32(lift), 0, 255).round().astype(np.uint8)
    return window


def draw_batch(rng: np.random.Generator, textures: Textures, scale: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (size, 3, 32, 32) and truths (size, 3, 32 * scale, 32 * scale), float32 in 0..1."""
    inputs = np.empty((size, INPUT_SIDE, INPUT_SIDE, 3), np.uint8)
    truths = np.empty((size, INPUT_SIDE * scale, INPUT_SIDE * scale, 3), np.uint8)
    drawn = INPUT_SIDE + MARGIN
    for index in range(size):
        truth = vary(rng, crop(rng, textures.draw(rng), drawn * scale))
        if rng.random() < DEVELOPED_SHARE:
            truth = develop(rng, truth, crop(rng, textures.draw(rng), drawn * scale))
        small = reduce_cleanly(rng, truth, scale) if rng.random() < CLEAN_SHARE else photograph(rng, truth, scale)
        y, x = rng.integers(0, MARGIN + 1, 2)
        inputs[index] = small[y : y + INPUT_SIDE, x : x + INPUT_SIDE]
        truths[index] = truth[y * scale : (y + INPUT_SIDE) * scale, x * scale : (x + INPUT_SIDE) * scale]
    return planes(inputs), planes(truths)


def planes(pictures: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)).astype(np.float32) / 255
