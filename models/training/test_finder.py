"""python3 -m unittest test_finder: what silently ruins a training when it breaks."""

import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from ellipse_fit import contour_points, fit_outline, moment_ellipse, outline_of
from evaluate_finder import disc
from eye_shards import Ellipse, ShardFolder
from finder_batches import Plan, draw_input
from finder_network import HEADS, FinderNetwork
from finder_validation import intersection_over_union
from finder_views import Photograph, View, onto
from framing import AMODAL_IRIS, FIRST_TRUTH, apply_framing, around_iris
from train_finder import loss_of, plan_at

SIZE = 96
IRIS = Ellipse(50.0, 44.0, 20.0, 18.0, 30.0)


def sample() -> np.ndarray:
    pixels = np.zeros((SIZE, SIZE, 8), np.uint8)
    inside = disc(IRIS, SIZE, SIZE)
    pixels[..., :3][inside] = 200
    pixels[..., AMODAL_IRIS] = inside * 255
    return pixels


def write_shard(folder: Path, number: int, pixels: np.ndarray) -> None:
    name = folder / f"shard-{number:05}"
    ellipse = {key: getattr(IRIS, key) for key in Ellipse.__annotations__}
    records = [{"seed": number, "domain": "crop", "iris": ellipse, "pupil": None}]
    pixels.tofile(f"{name}.bin")
    Path(f"{name}.json").write_text(json.dumps({"size": SIZE, "count": 1, "samples": records}))


class FinderTest(unittest.TestCase):
    def test_a_framing_moves_image_and_truth_alike(self) -> None:
        for seed in range(5):
            rng = np.random.default_rng(seed)
            framed = apply_framing(sample(), around_iris(IRIS, SIZE, 128, rng), 128, rng, None, None)
            rows, columns = framed.inside
            bright = cv2.cvtColor(framed.image, cv2.COLOR_RGB2GRAY)[rows, columns] > 100
            truth = framed.truth[rows, columns, AMODAL_IRIS - FIRST_TRUTH] > 127
            if max(framed.border) == 0:
                self.assertGreater(intersection_over_union(bright, truth), 0.95)

    def test_an_unfinished_shard_does_not_count_and_the_first_is_held_out(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number in range(2):
                write_shard(folder, number, sample()[None])
            (folder / "shard-00002.json").write_text((folder / "shard-00001.json").read_text())
            (folder / "shard-00002.bin").write_bytes(b"half")
            shards = ShardFolder(folder)
            shards.rescan()
            self.assertEqual([len(shards.training), len(shards.validation)], [1, 1])
            shard, index = shards.draw(np.random.default_rng(0))
            self.assertEqual((shard.records[index]["seed"], shard.ellipse(index, "pupil")), (1, None))
            image, truth = draw_input(shards, ShardFolder(folder / "none"), Plan(64, 1, 0.7), np.random.default_rng(2))
            self.assertEqual((image.shape, truth.shape), ((64, 64, 3), (64, 64, len(HEADS))))

    def test_an_ellipse_comes_back_from_half_of_its_contour(self) -> None:
        soft = cv2.GaussianBlur(disc(Ellipse(60.5, 52.5, 30, 24, 40), 120, 120).astype(np.float32), (0, 0), 1.5)
        points = contour_points(soft)
        weights = np.where(points[:, 1] > 45, 1.0, 0.15)
        points[weights < 1] += 2.0  # what lies under the lid is wrong
        truth, start = disc(Ellipse(60, 52, 30, 24, 40), 120, 120), outline_of(moment_ellipse(soft > 0.5))
        scores = []
        for trust in (weights, np.ones_like(weights)):
            fitted = fit_outline(points, trust, start, (0.0, 0.0), 0.0).ellipse()
            scores.append(intersection_over_union(truth, disc(fitted, 120, 120)))
        self.assertGreater(scores[0], 0.95)
        self.assertGreater(scores[0], scores[1] + 0.01)

    def test_a_view_put_back_onto_the_whole_lies_where_it_was(self) -> None:
        image = np.repeat(sample()[..., AMODAL_IRIS][..., None], 3, axis=2)
        photograph = Photograph(image)
        view, whole = View(50, 44, 60, 128), photograph.whole(SIZE)
        back = onto(whole, view, photograph.see(view)[..., 0].astype(np.float32)[None])[0]
        self.assertGreater(intersection_over_union(back > 127, image[..., 0] > 127), 0.97)

    def test_every_size_in_multiples_of_32_comes_out_whole(self) -> None:
        network = FinderNetwork().eval()
        for height, width in ((64, 64), (96, 160)):
            self.assertEqual(network(torch.zeros(1, 3, height, width)).shape, (1, len(HEADS), height, width))

    def test_silence_is_the_right_answer_where_there_is_no_eye(self) -> None:
        truth = torch.zeros(1, len(HEADS), 32, 32)
        quiet, loud = (loss_of(torch.full_like(truth, value), truth) for value in (-12.0, 0.0))
        self.assertLess(quiet.item(), 0.01)
        self.assertGreater(loud.item(), 1.0)

    def test_the_schedule_ends_large_and_hard(self) -> None:
        self.assertEqual(plan_at(0.0, 0).hard_share, 0.0)
        self.assertEqual((plan_at(1.0, 0).side, plan_at(1.0, 0).hard_share), (192, 0.7))


if __name__ == "__main__":
    unittest.main()
