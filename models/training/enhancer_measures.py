"""What an enlargement is measured by. Pictures are float32 RGB in 0..1 of shape (H, W, 3), masks bool (H, W)."""

from __future__ import annotations

import cv2
import numpy as np

LATTICE_CELLS = 16  # cells per side of the blocks in which a lattice is looked for


def brightness(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def band(bright: np.ndarray, fine: float, coarse: float) -> np.ndarray:
    return cv2.GaussianBlur(bright, (0, 0), fine) - cv2.GaussianBlur(bright, (0, 0), coarse)


def psnr(output: np.ndarray, truth: np.ndarray, mask: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean((output - truth)[mask] ** 2) + 1e-12))


def ssim(output: np.ndarray, truth: np.ndarray, mask: np.ndarray) -> float:
    """Wang et al. 2004 on brightness: Gaussian window of sigma 1.5, range 1."""
    x, y = brightness(output), brightness(truth)

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mx, my = mean(x), mean(y)
    vx, vy, cov = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    c1, c2 = 0.01**2, 0.03**2
    field = (2 * mx * my + c1) * (2 * cov + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2))
    return float(field[mask].mean())


def correlation(output: np.ndarray, truth: np.ndarray, mask: np.ndarray, fine: float, coarse: float) -> float:
    """How much of the texture in a band is the truth's: Pearson's r between the bands of brightness."""
    a = band(brightness(output), fine, coarse)[mask]
    b = band(brightness(truth), fine, coarse)[mask]
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 1e-7 and b.std() > 1e-7 else 0.0


def texture_energy(output: np.ndarray, truth: np.ndarray, mask: np.ndarray) -> float:
    """Variance of the band 0.6-2.4 px over the truth's. Not to be read alone: ringing and grids raise it too."""
    a = band(brightness(output), 0.6, 2.4)[mask]
    b = band(brightness(truth), 0.6, 2.4)[mask]
    return float(a.var() / (b.var() + 1e-12))


def lattice_energy(output: np.ndarray, scale: int, mask: np.ndarray) -> tuple[float, float]:
    """Of the high-pass variance in blocks of 16x16 cells: what repeats with the scale's period, and all of it.

    Add up both before dividing: in a window without texture the share means nothing. A texture without a lattice
    scores about 1/256 by chance, real ones up to 0.007, a dot lattice 0.05 and more.
    """
    bright = brightness(output)
    high = bright - cv2.GaussianBlur(bright, (0, 0), 1.2)
    side = LATTICE_CELLS * scale
    on_lattice, total = 0.0, 0.0
    for top in range(0, high.shape[0] - side + 1, side):
        for left in range(0, high.shape[1] - side + 1, side):
            if mask[top : top + side, left : left + side].mean() < 0.8:
                continue
            block = high[top : top + side, left : left + side]
            phases = block.reshape(LATTICE_CELLS, scale, LATTICE_CELLS, scale).mean((0, 2))
            on_lattice += float(phases.var())
            total += float(block.var())
    return on_lattice, total


def colour_drift(output: np.ndarray, truth: np.ndarray, mask: np.ndarray) -> float:
    """Mean CIE 1976 difference of the low frequencies (sigma 8 px)."""
    lab = [
        cv2.cvtColor(np.clip(cv2.GaussianBlur(picture, (0, 0), 8), 0, 1), cv2.COLOR_RGB2LAB) for picture in (output, truth)
    ]
    return float(np.linalg.norm(lab[0] - lab[1], axis=2)[mask].mean())


def all_measures(output: np.ndarray, truth: np.ndarray, mask: np.ndarray, scale: int) -> dict[str, float]:
    on_lattice, high = lattice_energy(output, scale, mask)
    return {
        "psnr": psnr(output, truth, mask),
        "ssim": ssim(output, truth, mask),
        "f1": correlation(output, truth, mask, 0.6, 1.2),
        "f2": correlation(output, truth, mask, 1.2, 2.4),
        "energy": texture_energy(output, truth, mask),
        "lattice": on_lattice,
        "high": high,
        "drift": colour_drift(output, truth, mask),
    }
