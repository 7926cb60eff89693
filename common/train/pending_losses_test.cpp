#include "common/train/pending_losses.hpp"

#include <stdexcept>

#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"

namespace primer::train {

TEST_CASE("Losses on the CPU are read at once") {
  PendingLosses pending;
  CHECK_FALSE(pending.full());
  CHECK(pending.read().empty());
  pending.add(Tensor::scalar(0.5f), 3);
  CHECK(pending.full());
  const auto read = pending.read();
  REQUIRE(read.size() == 1);
  CHECK(read[0].loss == 0.5);
  CHECK(read[0].examples == 3);
  CHECK_FALSE(pending.full());
}

TEST_CASE("Losses on a device are read together and in order") {
  for (const Device device : testing::other_devices()) {
    INFO(device.str());
    PendingLosses pending;
    for (int round = 0; round < 2; ++round) {
      Index added = 0;
      while (!pending.full()) {
        REQUIRE(added < 10'000);
        pending.add(Tensor::scalar(static_cast<float>(added), device), added % 7);
        ++added;
      }
      CHECK(added > 100);
      const auto read = pending.read();
      REQUIRE(static_cast<Index>(read.size()) == added);
      for (Index i = 0; i < added; ++i) {
        CHECK(read[static_cast<std::size_t>(i)].loss == static_cast<double>(i));
        CHECK(read[static_cast<std::size_t>(i)].examples == i % 7);
      }
    }
    pending.add(Tensor::scalar(4, device), 1);
    CHECK_THROWS_AS(pending.add(Tensor::scalar(4), 1), std::invalid_argument);
    CHECK(pending.read().size() == 1);
    pending.add(Tensor::scalar(4), 1);
    CHECK(pending.read().size() == 1);
  }
}

}  // namespace primer::train
