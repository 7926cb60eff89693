#!/usr/bin/env python3
"""The classifier of this chapter in PyTorch: the same shapes, names and loss."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
import twin
from torch import nn


class Classifier(nn.Sequential):
    def __init__(self, hidden=256):
        super().__init__(
            nn.Linear(784, hidden), nn.ReLU(),
            nn.Linear(hidden, 10))


def loss(outputs, inputs):
    return nn.functional.cross_entropy(outputs, inputs["labels"])


if __name__ == "__main__":
    twin.main(__doc__, model=Classifier, narrow={"hidden": 16},
              inputs=twin.labelled_pictures, loss=loss, work="mlp_step")
