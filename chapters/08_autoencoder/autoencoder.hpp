#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/app/run.hpp"
#include "common/data/dataset.hpp"
#include "common/data/fashion_mnist.hpp"
#include "common/data/principal_components.hpp"
#include "common/nn/layers.hpp"
#include "common/optim/adam.hpp"

namespace primer::chapter {

// The first page, autoencoder.cpp

/// How many numbers each layer of the encoder gives on. The article's by default.
struct Widths {
  Index pixels = 784, first = 128, second = 64, code = 32;
};

/// Three linear layers with ReLU behind each: (N, pixels) to (N, code).
nn::Sequential make_encoder(Generator& random, const Widths& widths = {});

/// Encoder and its mirror image, which ends in a sigmoid: (N, pixels) to
/// (N, pixels).
struct Autoencoder : nn::Module {
  explicit Autoencoder(Generator& random, const Widths& widths = {});
  Tensor forward(const Tensor& pixels) override;
  void each_part(nn::PartsVisitor& visitor) override;

  nn::Sequential encoder;
  nn::Sequential decoder;
};

/// Mean squared error of one picture's reconstruction, in plain loops.
double plain_loss(Autoencoder& model, std::span<const float> picture);

/// What is done to a picture (28 by 28) before the autoencoder sees it.
struct Corruption {
  enum class Kind { none, masked, noisy, patch };
  Kind kind = Kind::none;
  /// Masked: the share of the pixels that are set to 0. Noisy: the standard
  /// deviation of what is added to each. Patch: the side of a square of zeros,
  /// somewhere in the picture, in pixels.
  double amount = 0;

  bool operator==(const Corruption&) const = default;
};
/// "plain", "masked_30", "noisy_60" (in percent), "patch_14": a name for keys
/// and stages.
std::string name(const Corruption& corruption);
/// Pictures (N, 784), damaged: a copy, or themselves if nothing is done. Noise
/// may leave [0, 1]; a square lies wholly inside the picture.
Tensor corrupt(const Tensor& pictures, const Corruption& corruption,
               Generator& random);

/// Trains a new autoencoder to draw whole pictures from damaged ones, in a
/// stage of the run of its own: ten epochs.
Autoencoder pretrain(app::Run& run, const Tensor& pictures,
                     const Corruption& corruption, std::uint64_t seed);

struct Pictures;
/// Draws reconstructions and a map of the code, and compares the code with
/// principal components of the same length.
void look_inside(app::Run& run, Autoencoder& plain, Autoencoder& denoising,
                 const Corruption& corruption, const Pictures& pictures);

// The second page, finetune.cpp

/// The first layers of an encoder with a new output layer: (N, 784) to (N, 10).
struct Classifier : nn::Module {
  /// @param layers of the encoder, 0 to 3. With none it is logistic regression.
  Classifier(Generator& random, int layers);
  Tensor forward(const Tensor& pixels) override;
  void each_part(nn::PartsVisitor& visitor) override;

  nn::Sequential encoder;
  nn::Linear head;
};

/// How a classifier is made and trained.
struct Recipe {
  std::optional<Corruption> pretraining;  ///< none: it starts from scratch
  int layers = 3;       ///< where the encoder is cut: how many it keeps
  double rate = 0.001;  ///< learning rate of the new output layer
  double decay = 1;     ///< its share for the layer below, and so on; 0: frozen

  bool operator==(const Recipe&) const = default;
};

/// A classifier as the recipe wants it, before it has learned anything from
/// labels. @param pretrained not used, and may be null, where the recipe starts
/// from scratch
Classifier make_classifier(const Recipe& recipe, std::uint64_t seed,
                           Autoencoder* pretrained);

/// Adam with the recipe's rate for each layer.
optim::Adam make_optimizer(Classifier& model, const Recipe& recipe);

/// Shows it 948 batches of 128 labelled pictures, each of the few as often as
/// it takes; `--quick` makes do with 12 of 32. To be called inside a stage.
/// @param looks how many times, at equal distances and last at the end, `look`
/// is called, whose numbers are logged; 1 or 12
/// @throws std::invalid_argument when there are more labels than fit between
/// two looks
void finetune(app::Run& run, nn::Module& model, optim::Optimizer& optimizer,
              std::uint64_t seed, const data::Dataset& labelled, Index looks,
              const std::function<train::Numbers()>& look);

/// The share of pictures whose class it names.
double accuracy(nn::Module& model, const data::Dataset& set);

struct Spread {
  double mean, deviation;  ///< of a sample: divided by n - 1; 0 for one value
};
Spread spread_of(const std::vector<double>& values);

/// What the chapter's programs work with.
struct Pictures {
  data::ImageData images;
  data::Dataset candidates;  ///< training pictures that may get labels
  data::Dataset validation;  ///< training pictures to choose by
  Tensor unlabelled;  ///< (N, 784), to pre-train on: both, without labels
};
Pictures load_pictures(const app::Run& run);

/// Some of the candidates, equally many of each class.
data::Dataset draw_labelled(const Pictures& pictures, Index labels,
                            std::uint64_t seed);

/// Pre-trained autoencoders, each trained when it is first asked for.
class Autoencoders {
 public:
  /// @return null where nothing is to be pre-trained
  Autoencoder* find(app::Run& run, const std::optional<Corruption>& damage,
                    std::uint64_t seed, const Tensor& pictures);

 private:
  std::map<std::string, Autoencoder> made_;
};

// The third page, patches.cpp

/// Features of a picture that k-means learned from patches: Coates, Lee & Ng
/// 2011.
class PatchFeatures {
 public:
  /// @param pictures (N, 784) to cut patches from
  PatchFeatures(const Tensor& pictures, Index patches, Index sorts,
                std::uint64_t seed);
  /// How many a picture has: 4 * sorts.
  Index size() const { return 4 * centres_.size(0); }
  /// Pictures (N, 784) to features (N, size()).
  Tensor operator()(const Tensor& pictures) const;

 private:
  data::PrincipalComponents components_;
  Tensor centres_;  ///< (sorts, 36)
};

// The fourth page, search.cpp

/// All recipes that the search tries, in its order.
std::vector<Recipe> recipes(app::Mode mode);

/// A row of the table of results: the recipe that did best, on validation
/// pictures, among those of its kind.
struct Contender {
  std::string key;
  std::string caption;
  Recipe recipe;
};
std::vector<Contender> contenders();

/// Tries every recipe on the validation pictures.
void search(app::Run& run);

// The fifth page, results.cpp

void program(app::Run& run);

}  // namespace primer::chapter
