"""python3 -m unittest test_architectures: every finder trains, is stored, comes back and exports."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from export_finder import export, load_graph
from finder_architectures import ARCHITECTURES, load_averaged
from finder_network import HEADS, parameter_count
from train_finder import loss_of

SIDE = 64


def a_disc() -> tuple[torch.Tensor, torch.Tensor]:
    """Four dark discs on white, and the same truth for every head."""
    y, x = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    truth = torch.stack([((x - cx) ** 2 + (y - 30) ** 2 < 15**2).float() for cx in (20, 28, 36, 44)])[:, None]
    return (1 - 0.8 * truth).repeat(1, 3, 1, 1), truth.repeat(1, len(HEADS), 1, 1)


class Architectures(unittest.TestCase):
    def test_shapes(self) -> None:
        for name, architecture in ARCHITECTURES.items():
            with self.subTest(name):
                network = architecture().eval()
                self.assertLess(parameter_count(network), 1_500_000)
                with torch.no_grad():
                    picture = torch.rand(1, 3, 96, 64)
                    self.assertEqual(network(picture).shape, (1, len(HEADS), 96, 64))
                    self.assertEqual(network.coarse_logits(picture).shape, (1, len(HEADS), 48, 32))

    def test_learns_a_disc(self) -> None:
        for name, architecture in ARCHITECTURES.items():
            with self.subTest(name):
                torch.manual_seed(3)
                network = architecture()
                optimizer = torch.optim.AdamW(network.parameters(), lr=2.5e-3)
                pictures, truth = a_disc()
                losses = []
                for _ in range(16):
                    loss = loss_of(network(pictures), truth)
                    optimizer.zero_grad(set_to_none=True)
                    loss.backward()
                    optimizer.step()
                    losses.append(loss.item())
                self.assertLess(losses[-1], 0.8 * losses[0])
                self.assertTrue(all(weight.grad is not None for weight in network.parameters()))

    def test_comes_back_and_exports(self) -> None:
        for name, architecture in ARCHITECTURES.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                torch.manual_seed(4)
                network = architecture()
                network(torch.rand(2, 3, SIDE, SIDE))  # gives normalisation something to remember
                stored = Path(folder) / "checkpoint.pt"
                torch.save({"architecture": name, "average": network.state_dict()}, stored)
                picture = torch.rand(1, 3, SIDE, SIDE)
                graph = load_graph(stored)
                with torch.no_grad():
                    plain = torch.sigmoid(load_averaged(stored)(picture)).numpy()
                    np.testing.assert_allclose(graph(picture).numpy(), plain, atol=2e-5)
                model = onnx.load_from_string(export(graph))
                self.assertNotIn("BatchNormalization", {node.op_type for node in model.graph.node})
                self.assertEqual(export(load_graph(stored)), export(graph))


if __name__ == "__main__":
    unittest.main()
