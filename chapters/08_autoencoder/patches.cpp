// # A rival without a network
//
// Before we believe that a network learned something from pictures without
// labels, let us see what can be learned from them without a network. [Coates,
// Lee and Ng (2011)](@coates2011) did this when deep autoencoders were the
// fashion. **K-means**, which Lloyd had found in 1957 ([and published in
// 1982](@lloyd1982)), gave them better features than the autoencoders and the other
// networks that they trained beside it. Whoever proposes to pre-train should know
// this rival.
//
// The idea is short. Cut small patches, 6 pixels square, out of the pictures.
// Group them by k-means into 400 sorts: edges of every slant, corners, spots. Then
// slide over a picture, ask at every place how close the patch there is to each of
// the sorts, and add up the answers over each quarter of the picture. That gives
// $4 \times 400$ numbers, and logistic regression does the rest.

#include "chapters/08_autoencoder/autoencoder.hpp"

#include <algorithm>
#include <cmath>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/data/principal_components.hpp"

namespace primer::chapter {

// ## Patches, and what makes them comparable
//
// A patch cut from a bright coat and one from a dark coat may show the same seam.
// We want them to count as the same sort, so each patch loses its mean brightness
// and is divided by its contrast (the 0.01 keeps an empty patch from becoming
// loud noise):

constexpr Index width = 28, side = 6, pixels = side * side;

static void cut_patch(const float* picture, Index row, Index column,
                      float* patch) {
  float mean = 0, squares = 0;
  for (Index p = 0; p < pixels; ++p) {
    patch[p] = picture[(row + p / side) * width + column + p % side];
    mean += patch[p] / pixels;
  }
  for (Index p = 0; p < pixels; ++p) {
    patch[p] -= mean;
    squares += patch[p] * patch[p] / pixels;
  }
  const float contrast = std::sqrt(squares + 0.01f);
  for (Index p = 0; p < pixels; ++p) patch[p] /= contrast;
}

// Neighbouring pixels are nearly equal, so two patches are "far apart" mostly when
// their large bright areas differ, and edges hardly count. **Whitening** takes
// that away: we turn the patches to their principal components and divide each by
// its standard deviation, so that all directions vary alike. (Nearly alike: with
// the 0.1 the faintest directions, which are mostly noise, stay faint.)

static Tensor whitened(const Tensor& patches,
                       const data::PrincipalComponents& components) {
  const Tensor result = components.encode(patches);
  for (Index i = 0; i < result.size(); ++i) {
    const double variance =
        components.variance[static_cast<std::size_t>(i % pixels)];
    result.data()[i] /= static_cast<float>(std::sqrt(variance + 0.1));
  }
  return result;
}

// ## k-means
//
// Two steps in turn. Each patch joins the centre that it is nearest to; each
// centre moves to the mean of the patches that joined it. Neither step can
// increase the squared distance, so it settles. Nearest needs no square root:
//
// $$ \|x - c\|^2 = \|x\|^2 - 2 \bigl( x \cdot c - \tfrac12 \|c\|^2 \bigr) $$
//
// The first term is the same for all centres, so the nearest is the one with the
// largest $x \cdot c - \frac12 \|c\|^2$: a matrix product, and half of each
// centre's squared length taken away.

static Tensor half_squares(const Tensor& centres) {
  return sum(square(centres), 1) * 0.5f;
}

// The first patches serve as the first centres, ten rounds are enough, and a
// centre that nobody joins stays where it was.

static Tensor k_means(const Tensor& patches, Index sorts, Index rounds) {
  Tensor centres = patches.rows(0, sorts).clone();
  for (Index round = 0; round < rounds; ++round) {
    const IntTensor nearest = argmax(
        matmul(patches, centres, {.b = true}) - half_squares(centres), 1);
    const Tensor sums = Tensor::zeros(centres.shape());
    std::vector<float> members(static_cast<std::size_t>(sorts), 0);
    for (Index i = 0; i < patches.size(0); ++i) {
      const std::int32_t sort = nearest.data()[i];
      members[static_cast<std::size_t>(sort)] += 1;
      for (Index p = 0; p < pixels; ++p) {
        sums.data()[sort * pixels + p] += patches.data()[i * pixels + p];
      }
    }
    for (Index i = 0; i < centres.size(); ++i) {
      const float n = members[static_cast<std::size_t>(i / pixels)];
      if (n > 0) centres.data()[i] = sums.data()[i] / n;
    }
  }
  return centres;
}

// The 50 000 patches to learn from are cut at random places of random pictures.

PatchFeatures::PatchFeatures(const Tensor& pictures, Index patches, Index sorts,
                             std::uint64_t seed) {
  const autograd::NoGrad off_the_tape;
  Generator random(derive_seed(seed, 4));
  const Tensor dice = Tensor::uniform({patches, 3}, 0, 1, random);
  const Tensor cut({patches, pixels});
  for (Index i = 0; i < patches; ++i) {
    const auto up_to = [&](Index axis, Index limit) {
      const float die = dice.data()[3 * i + axis];
      return static_cast<Index>(die * static_cast<float>(limit));
    };
    cut_patch(pictures.data() + up_to(0, pictures.size(0)) * width * width,
              up_to(1, width - side + 1), up_to(2, width - side + 1),
              cut.data() + i * pixels);
  }
  components_ = data::principal_components(cut, pixels);
  centres_ = k_means(whitened(cut, components_), sorts, 10);
}

// ## From sorts to features
//
// For a patch in a picture, let $z_k$ be its distance from centre $k$ and
// $\bar z$ the mean of these distances. The patch says $\max(0, \bar z - z_k)$
// about sort $k$: zero if that is farther than average, and more the nearer it
// is. A picture has $23 \times 23$ places for
// a patch. We visit all of them and add up what they say within each quarter.
// (23 is odd; the middle row counts as upper and the middle column as left.)

constexpr Index places = width - side + 1;  // in each direction

static void add_nearness(const float* products, float square, float* distance,
                         float* feature, Index sorts) {
  float mean = 0;
  for (Index k = 0; k < sorts; ++k) {
    distance[k] = std::sqrt(std::max(0.0f, square - 2 * products[k]));
    mean += distance[k] / static_cast<float>(sorts);
  }
  for (Index k = 0; k < sorts; ++k) {
    feature[k] += std::max(0.0f, mean - distance[k]);
  }
}

// That is a million square roots for five pictures, so the pictures are shared
// out among the threads. No two of them write to the same feature.

Tensor PatchFeatures::operator()(const Tensor& pictures) const {
  const autograd::NoGrad off_the_tape;
  const Index sorts = centres_.size(0), n = pictures.size(0);
  const Tensor features = Tensor::zeros({n, 4 * sorts});
  const Tensor cut({n * places * places, pixels});
  for (Index i = 0; i < cut.size(0); ++i) {
    const Index picture = i / (places * places), place = i % (places * places);
    cut_patch(pictures.data() + picture * width * width, place / places,
              place % places, cut.data() + i * pixels);
  }
  const Tensor patches = whitened(cut, components_);
  const Tensor squares = sum(square(patches), 1);
  const Tensor products =
      matmul(patches, centres_, {.b = true}) - half_squares(centres_);
#pragma omp parallel for
  for (Index picture = 0; picture < n; ++picture) {
    std::vector<float> distance(static_cast<std::size_t>(sorts));
    for (Index row = 0; row < places; ++row) {
      for (Index column = 0; column < places; ++column) {
        const Index patch = (picture * places + row) * places + column;
        const Index quarter = 2 * (2 * row >= places) + (2 * column >= places);
        add_nearness(products.data() + patch * sorts, squares.data()[patch],
                     distance.data(),
                     features.data() + (4 * picture + quarter) * sorts, sorts);
      }
    }
  }
  return features;
}

// That is all of it: no gradient went through these lines, and no label. What the
// features are worth stands on the [last page](results.cpp), beside the networks. If
// you would like to see the sorts of patches, draw the rows of `centres_`, turned back
// from the whitened directions.

}  // namespace primer::chapter
