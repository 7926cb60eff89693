#!/usr/bin/env python3
"""The autoencoder of this chapter in PyTorch: the same shapes, names and loss."""

import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "common/testing"))
import twin


class Autoencoder(nn.Module):
    def __init__(self, pixels=784, sizes=(128, 64, 32)):
        super().__init__()
        first, second, code = sizes
        self.encoder = nn.Sequential(
            nn.Linear(pixels, first), nn.ReLU(), nn.Linear(first, second), nn.ReLU(), nn.Linear(second, code), nn.ReLU()
        )
        self.decoder = nn.Sequential(
            nn.Linear(code, second), nn.ReLU(), nn.Linear(second, first), nn.ReLU(), nn.Linear(first, pixels), nn.Sigmoid()
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


def autoencoder_step(batch=128):
    model = Autoencoder()
    x = torch.rand(batch, 784)
    return twin.training_step(model, lambda: nn.functional.mse_loss(model(x), x))


def main():
    options = twin.options(__doc__).parse_args()
    torch.set_num_threads(options.threads)
    if options.rival == "autoencoder_step":
        twin.answer_benchmark(autoencoder_step())
    elif options.rival:
        sys.exit(f"primer: error: --rival {options.rival}: this twin does not know that work; it knows autoencoder_step")


if __name__ == "__main__":
    main()
