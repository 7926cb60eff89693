#!/usr/bin/env python3
"""The autoencoder of this chapter in PyTorch: the same shapes, names and loss."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
import twin
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, pixels=784, first=128, second=64, code=32):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(pixels, first), nn.ReLU(),
            nn.Linear(first, second), nn.ReLU(),
            nn.Linear(second, code), nn.ReLU())
        self.decoder = nn.Sequential(
            nn.Linear(code, second), nn.ReLU(),
            nn.Linear(second, first), nn.ReLU(),
            nn.Linear(first, pixels), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


def loss(outputs, inputs):
    return nn.functional.mse_loss(outputs, inputs["x"])


if __name__ == "__main__":
    twin.main(__doc__, model=Autoencoder, narrow={"first": 16, "second": 8, "code": 4},
              inputs=twin.pictures, loss=loss, work="autoencoder_step")
