#include "common/vectors/kept_vectors.hpp"

#include <stdexcept>

#include "common/testing/catch.hpp"

namespace primer::vectors {

TEST_CASE("Kept vectors give back what they were set to and are one weight") {
  KeptVectors kept({"a", "b"}, 3);
  CHECK(kept.embeddings().values == std::vector<float>(6));
  const text::Embeddings table{{"x", "y"}, {1, 2, 3, 4, 5, 6}, 3};
  kept.set(table);
  CHECK(kept.embeddings().values == table.values);
  CHECK(kept.embeddings().words == std::vector<std::string>{"a", "b"});
  CHECK(kept.embeddings().dimensions == 3);
  CHECK(kept.state().size() == 1);
  CHECK_THROWS_AS(kept.set({{"x"}, {1, 2, 3}, 3}), std::invalid_argument);

  KeptVectors other({"a", "b"}, 3);
  other.load_state(kept.state());
  CHECK(other.embeddings().values == table.values);
}

}  // namespace primer::vectors
