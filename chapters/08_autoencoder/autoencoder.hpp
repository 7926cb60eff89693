#pragma once
// What the chapter's test and benchmark reach.

#include <string>

#include "common/app/run.hpp"
#include "common/data/dataset.hpp"
#include "common/nn/layers.hpp"

namespace primer::chapter {

/// How many numbers each layer of the encoder hands on.
struct Widths {
  Index pixels = 784, first = 128, second = 64, code = 32;
};

/// 784 pixels to a code of 32 numbers: 784-128-64-32 with ReLU after each layer.
nn::Sequential make_encoder(Generator& random, const Widths& widths = {});

/// Encoder and its mirror image, which ends in a sigmoid: (N, 784) to (N, 784).
struct Autoencoder : nn::Module {
  explicit Autoencoder(Generator& random, const Widths& widths = {});
  Tensor forward(const Tensor& pixels) override;
  void each_part(nn::PartsVisitor& visitor) override;

  nn::Sequential encoder;
  nn::Sequential decoder;
};

/// The same encoder with a new output layer: (N, 784) to (N, 10).
struct Classifier : nn::Module {
  explicit Classifier(Generator& random);
  Tensor forward(const Tensor& pixels) override;
  void each_part(nn::PartsVisitor& visitor) override;

  nn::Sequential encoder;
  nn::Linear head;
};

enum class Strategy { scratch, frozen, fine_tuned };
std::string name(Strategy strategy);

void program(app::Run& run);

}  // namespace primer::chapter
