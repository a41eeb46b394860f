"""python3 -m unittest test_enhancer: what a training of the enhancer stands on."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from checkpoint_from_model import network_of
from enhancer_network import Enhancer, EnhancerShape, halo_of
from enhancer_pairs import develop, planes, reduce_cleanly
from export_enhancer import export_enhancer
from solve_head import NormalEquations


def windows(seed: int, count: int, side: int = 128) -> np.ndarray:
    """Coloured waves of many directions, 8 bit."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side]
    result = np.empty((count, side, side, 3), np.uint8)
    for window in result:
        waves = [np.sin(x * rng.normal(0, 0.5) + y * rng.normal(0, 0.5) + rng.uniform(0, 6)) for _ in range(12)]
        for channel in range(3):
            mixed = sum(rng.normal() * wave for wave in waves)
            window[..., channel] = np.clip(128 + 20 * mixed / np.std(mixed), 0, 255)
    return result


def pairs(seed: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    truths = windows(seed, count)
    rng = np.random.default_rng(seed)
    small = np.stack([reduce_cleanly(rng, truth, 4) for truth in truths])
    return torch.from_numpy(planes(small)), torch.from_numpy(planes(truths))


class Solving(unittest.TestCase):
    def test_solved_head_beats_bicubic_on_what_it_never_saw(self) -> None:
        torch.manual_seed(2)
        for linear, most in ((0, 0.98), (9, 0.85)):
            with self.subTest(linear=linear):
                equations = NormalEquations(Enhancer(EnhancerShape(4, 6, 1)).eval(), linear)
                for seed in range(8):
                    equations.add(*pairs(seed, 8))
                solved = equations.solve()
                inputs, truths = pairs(99, 8)
                with torch.no_grad():
                    errors = [
                        ((solved(inputs, torch.tensor([strength])) - truths)[..., 40:-40, 40:-40] ** 2).mean().item()
                        for strength in (0.0, 1.0)
                    ]
                self.assertLess(errors[1], most * errors[0])
                self.assertEqual(solved.shape.linear, linear)

    def test_strength_zero_is_bicubic_whatever_was_solved(self) -> None:
        network = Enhancer(EnhancerShape(2, 6, 1, 9)).eval()
        with torch.no_grad():
            for weight in network.parameters():
                weight.normal_()
            picture = torch.rand(1, 3, 20, 20)
            plain = network.shuffle(network.skip(picture))
            self.assertTrue(torch.equal(network(picture, torch.zeros(1)), plain))
        self.assertEqual(halo_of(EnhancerShape(2, 6, 1, 9)), 4)
        self.assertEqual(halo_of(EnhancerShape(4)), 14)


class ComingBack(unittest.TestCase):
    def test_a_shipped_model_gives_its_network_back(self) -> None:
        for shape in (EnhancerShape(4, 8, 2), EnhancerShape(2, 8, 2, 9)):
            network = Enhancer(shape).eval()
            with torch.no_grad():
                for weight in network.parameters():
                    weight.normal_(0, 0.05)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "model.onnx"
                file.write_bytes(export_enhancer(network))
                again = network_of(onnx.load(str(file)))
            self.assertEqual(again.shape, shape)
            picture = torch.rand(1, 3, 24, 24)
            with torch.no_grad():
                self.assertTrue(torch.equal(again(picture, torch.ones(1)), network(picture, torch.ones(1))))


class Developing(unittest.TestCase):
    def test_colours_part_and_grain_appears(self) -> None:
        rng = np.random.default_rng(1)
        grey = np.repeat(windows(5, 1)[..., :1], 3, -1)[0]
        other = windows(6, 1)[0]
        apart, changed = 0, 0
        for _ in range(40):
            developed = develop(rng, grey, other).astype(int)
            self.assertEqual(developed.shape, grey.shape)
            apart += int(np.abs(developed[..., 0] - developed[..., 2]).mean() > 1)
            changed += int((developed != grey).any())
        self.assertGreater(changed, 30)
        self.assertGreater(apart, 20)


if __name__ == "__main__":
    unittest.main()
