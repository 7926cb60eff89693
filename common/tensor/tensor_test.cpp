#include "common/testing/catch.hpp"
//
#include <cstdint>

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "common/testing/numeric.hpp"

namespace primer {
namespace {

std::vector<float> list(const Tensor& x) { return {x.values().begin(), x.values().end()}; }

}  // namespace

TEST_CASE("A copy of a tensor is a second handle and a clone is not") {
  const Tensor x = Tensor::from({1, 2, 3}, {3});
  const Tensor same = x;
  const Tensor other = x.clone();
  x.data()[0] = 7;
  CHECK(same.is(x));
  CHECK(list(same) == std::vector<float>{7, 2, 3});
  CHECK_FALSE(other.is(x));
  CHECK(list(other) == std::vector<float>{1, 2, 3});
}

TEST_CASE("Tensors are filled as asked") {
  CHECK(list(Tensor::zeros({2})) == std::vector<float>{0, 0});
  CHECK(list(Tensor::ones({2})) == std::vector<float>{1, 1});
  CHECK(Tensor::scalar(3.5f).item() == 3.5f);
  CHECK(Tensor::full({0, 4}, 1).size() == 0);
  CHECK_THROWS_AS(Tensor::from({1, 2}, {3}), std::invalid_argument);
}

TEST_CASE("Random tensors repeat under a seed and move the generator on") {
  Generator one(5), two(5);
  const Tensor a = Tensor::normal({3, 3}, 0, 1, one);
  const Tensor b = Tensor::normal({3, 3}, 0, 1, two);
  CHECK(list(a) == list(b));
  CHECK(list(Tensor::normal({3, 3}, 0, 1, one)) != list(a));
  const Tensor u = Tensor::uniform({1000}, -2, 3, one);
  for (const float v : u.values()) {
    REQUIRE(v >= -2);
    REQUIRE(v < 3);
  }
}

TEST_CASE("Views share memory and rows are views") {
  const Tensor x = Tensor::from({1, 2, 3, 4, 5, 6}, {3, 2});
  const Tensor middle = x.rows(1, 2);
  CHECK(middle.shape() == Shape{1, 2});
  CHECK(list(middle) == std::vector<float>{3, 4});
  middle.data()[0] = 9;
  CHECK(list(x.reshape({6})) == std::vector<float>{1, 2, 9, 4, 5, 6});
  CHECK(x.reshape({-1, 3}).shape() == Shape{2, 3});
  CHECK(x.rows(3, 3).size() == 0);
  CHECK_THROWS_AS(x.rows(2, 4), std::invalid_argument);
  CHECK_THROWS_AS(x.rows(-1, 1), std::invalid_argument);
  CHECK_THROWS_AS(x.reshape({4}), std::invalid_argument);
  CHECK_THROWS_AS(x.reshape({-1, -1}), std::invalid_argument);
  CHECK_THROWS_AS(x.reshape({-1, 4}), std::invalid_argument);
}

TEST_CASE("Mistakes with tensors are named") {
  const Tensor nothing;
  CHECK_FALSE(nothing.defined());
  CHECK_THROWS_AS(nothing.shape(), std::logic_error);
  CHECK_THROWS_WITH(Tensor::zeros({2, 2}).item(), testing::ContainsSubstring("(2, 2)"));
  CHECK_THROWS_WITH(Tensor::zeros({2}).copy_from(Tensor::zeros({3})),
                    testing::ContainsSubstring("(2) and (3)"));
  CHECK_THROWS_WITH(Tensor::zeros({2}).set_grad(Tensor::zeros({3})),
                    testing::ContainsSubstring("(3)"));
}

TEST_CASE("A tensor without a value says so whatever it is asked") {
  const Tensor nothing;
  const auto refused = [](const auto& ask) {
    CHECK_THROWS_WITH(ask(), testing::ContainsSubstring("this tensor is undefined"));
  };
  refused([&] { nothing.zero_grad(); });
  refused([&] { nothing.set_grad({}); });
  refused([&] { nothing.set_node({}); });
  refused([&] { nothing.data(); });
  refused([&] { nothing.rows(0, 1); });
  refused([&] { IntTensor().data(); });
  refused([&] { IntTensor().device(); });
  refused([&] { IntTensor().values(); });
}

TEST_CASE("Int tensors hold labels and give rows") {
  const IntTensor labels = IntTensor::from({4, 5, 6, 7}, {4});
  CHECK(labels.rows(1, 3).values()[1] == 6);
  CHECK(labels.rows(1, 3).rows(1, 2).values()[0] == 6);
  CHECK_THROWS_AS(labels.rows(3, 5), std::invalid_argument);
  CHECK_THROWS_AS(IntTensor::from({1}, {2}), std::invalid_argument);
}

TEST_CASE("Storage that was let go is handed out again") {
  release_cached_storage();
  const auto before = storage_statistics();
  for (int i = 0; i < 5; ++i) {
    const Tensor x({100, 100});
    CHECK(reinterpret_cast<std::uintptr_t>(x.data()) % 64 == 0);
  }
  const auto after = storage_statistics();
  CHECK(after.requests - before.requests == 5);
  CHECK(after.system_calls - before.system_calls == 1);
  CHECK(after.bytes_in_use == before.bytes_in_use);
  CHECK(after.bytes_cached >= 40000);
  release_cached_storage();
  CHECK(storage_statistics().bytes_cached == 0);
}

TEST_CASE("A size that no machine has is refused") {
  CHECK_THROWS_AS(Tensor({Index{1} << 60}), std::bad_alloc);
  for (const Index size : {Index{1} << 60, Index{1} << 61, Index{1} << 62, (Index{1} << 62) + 1}) {
    const Shape shape{2, 1, size / 2};
    CHECK_THROWS_AS(Tensor(shape), std::bad_alloc);
    CHECK_THROWS_WITH(Tensor(shape), testing::ContainsSubstring(shape.str()));
    CHECK_THROWS_AS(IntTensor(shape), std::bad_alloc);
    CHECK_THROWS_WITH(IntTensor(shape), testing::ContainsSubstring(shape.str()));
  }
}

TEST_CASE("Derived seeds differ by seed and purpose and index") {
  CHECK(derive_seed(1, 2, 3) == derive_seed(1, 2, 3));
  CHECK(derive_seed(1, 2, 3) != derive_seed(2, 2, 3));
  CHECK(derive_seed(1, 2, 3) != derive_seed(1, 3, 3));
  CHECK(derive_seed(1, 2, 3) != derive_seed(1, 2, 4));
}

}  // namespace primer
