// Right kernels give what serial programs give, plain and watched, in order and in any other.

#include "common/testing/catch.hpp"
//
#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/cuda_on_cpu/launch.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/testing/programs.hpp"

namespace primer::testing {
namespace {

using namespace primer::cuda_on_cpu;  // NOLINT

template <class T>
class Device {
 public:
  explicit Device(const std::vector<T>& values)
      : size_(values.size()), data_(static_cast<T*>(allocate(values.size() * sizeof(T)))) {
    cudaMemcpy(data_, values.data(), size_ * sizeof(T), cudaMemcpyHostToDevice);
  }
  explicit Device(std::size_t n, T value = T(0)) : Device(std::vector<T>(n, value)) {}
  ~Device() { release(data_); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  T* data() const { return data_; }
  std::vector<T> values() const { return {data_, data_ + size_}; }

 private:
  std::size_t size_;
  T* data_;
};

// Runs a body with `program` being the plain function, then the watched one, each in order and shuffled.
#define IN_ALL_WAYS(name, ...)                                                        \
  for (const std::uint64_t seed : {0, 1, 2}) {                                        \
    set_order({.seed = seed});                                                        \
    for (auto* name : {&emulated::name, &checked::name}) {                            \
      INFO(#name << (name == &checked::name ? " watched" : "") << ", seed " << seed); \
      __VA_ARGS__                                                                     \
    }                                                                                 \
    set_order({});                                                                    \
  }                                                                                   \
  static_assert(true)

const std::vector<int> sizes{1, 2, 31, 32, 33, 97, 128, 255, 1000};

TEST_CASE("Every thread knows where it stands") {
  const std::uint32_t grid[3] = {3, 2, 4}, block[3] = {5, 3, 2};
  IN_ALL_WAYS(write_indices, {
    Device<std::uint32_t> where(24 * 30 * 6, 99);
    write_indices(where.data(), grid, block);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t b = 0; b < 24; ++b) {
      for (std::uint32_t t = 0; t < 30; ++t) {
        for (const std::uint32_t v : {t % 5, t / 5 % 3, t / 15, b % 3, b / 3 % 2, b / 6})
          expected.push_back(v);
      }
    }
    CHECK(where.values() == expected);
  });
}

TEST_CASE("Threads without barriers cover every element") {
  IN_ALL_WAYS(saxpy, {
    for (const int n : sizes) {
      const auto x = random_floats(static_cast<std::size_t>(n), 1),
                 y = random_floats(static_cast<std::size_t>(n), 2);
      Device device_x(x), device_y(y);
      saxpy(3, device_x.data(), device_y.data(), n);
      std::vector<float> expected(x.size());
      for (std::size_t i = 0; i < x.size(); ++i) expected[i] = std::fma(3.0f, x[i], y[i]);
      CHECK(device_y.values() == expected);
    }
  });
}

TEST_CASE("Sums through shuffles and shared memory and atomics are right") {
  for (const int n : sizes) {
    const auto x = random_floats(static_cast<std::size_t>(n), 3, 0, 1);
    const double expected = std::accumulate(x.begin(), x.end(), 0.0);
    IN_ALL_WAYS(sum, {
      Device device_x(x);
      Device<float> total(1);
      sum(device_x.data(), total.data(), n);
      CHECK(total.values()[0] == Approx(expected).epsilon(1e-5));
    });
    IN_ALL_WAYS(sum_by_last_block, {
      Device device_x(x);
      Device<float> partial(7);
      Device<float> total(1);
      Device<unsigned> count(1);
      sum_by_last_block(device_x.data(), partial.data(), count.data(), total.data(), n, 7);
      CHECK(total.values()[0] == Approx(expected).epsilon(1e-5));
    });
  }
}

TEST_CASE("A scan in shared memory is right") {
  IN_ALL_WAYS(scan, {
    for (const int n : sizes) {
      std::vector<int> x(static_cast<std::size_t>(n));
      std::iota(x.begin(), x.end(), -7);
      Device device_x(x);
      Device<int> sums(x.size());
      scan(device_x.data(), sums.data(), n);
      std::inclusive_scan(x.begin(), x.end(), x.begin());
      CHECK(sums.values() == x);
    }
  });
}

TEST_CASE("A tiled matrix product is the serial one to the bit") {
  IN_ALL_WAYS(multiply, {
    for (const int n : {1, 16, 17, 45}) {
      const auto count = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
      std::vector<float> a(count), b(count), expected(count);
      for (std::size_t i = 0; i < count; ++i) {
        a[i] = static_cast<float>(i % 7) - 3;
        b[i] = static_cast<float>(i % 5) - 2;
      }
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < static_cast<std::size_t>(n); ++k) {
          expected[i] += a[i / static_cast<std::size_t>(n) * static_cast<std::size_t>(n) + k] *
                         b[k * static_cast<std::size_t>(n) + i % static_cast<std::size_t>(n)];
        }
      }
      Device device_a(a), device_b(b);
      Device<float> c(count);
      multiply(device_a.data(), device_b.data(), c.data(), n);
      CHECK(c.values() == expected);
    }
  });
}

TEST_CASE("A transposition through shared memory is right") {
  IN_ALL_WAYS(transpose, {
    for (const int rows : {1, 32, 37}) {
      for (const int columns : {1, 31, 64}) {
        const auto x = random_floats(static_cast<std::size_t>(rows * columns), 4);
        Device device_x(x);
        Device<float> y(x.size());
        transpose(device_x.data(), y.data(), rows, columns);
        std::vector<float> expected(x.size());
        for (int i = 0; i < rows * columns; ++i) {
          expected[static_cast<std::size_t>(i % columns * rows + i / columns)] =
              x[static_cast<std::size_t>(i)];
        }
        CHECK(y.values() == expected);
      }
    }
  });
}

TEST_CASE("A histogram by atomics counts everything once") {
  IN_ALL_WAYS(histogram, {
    std::vector<std::uint8_t> x(5003);
    std::vector<unsigned> expected(16);
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = static_cast<std::uint8_t>(i * i % 251);
      ++expected[x[i] % 16];
    }
    Device device_x(x);
    Device<unsigned> bins(16);
    histogram(device_x.data(), bins.data(), static_cast<Index>(x.size()));
    CHECK(bins.values() == expected);
  });
}

TEST_CASE("Blocks of every size exchange through shared memory") {
  IN_ALL_WAYS(reverse, {
    for (const int n : {1, 31, 32, 33, 100, 1024}) {
      auto x = random_floats(static_cast<std::size_t>(n), 5);
      Device device_x(x);
      Device<float> y(x.size());
      reverse(device_x.data(), y.data(), n, 1);
      std::ranges::reverse(x);
      CHECK(y.values() == x);
    }
  });
}

TEST_CASE("Large blocks run on more threads of the system than stacks can be had for") {
  const Threads threads(
      64);  // 64 times 1024 stacks would be twice as many mappings as Linux allows
  const std::size_t rows = 96, n = 1024;
  const auto x = random_floats(rows * n, 5);
  Device device_x(x);
  Device<float> y(x.size());
  emulated::reverse(device_x.data(), y.data(), n, rows);
  std::vector<float> expected;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto begin = x.begin() + static_cast<std::ptrdiff_t>(row * n);
    expected.insert(expected.end(), std::make_reverse_iterator(begin + n),
                    std::make_reverse_iterator(begin));
  }
  CHECK(y.values() == expected);
}

TEST_CASE("Vectors of four floats and constant memory are read right") {
  const auto x = random_floats(4 * 77, 6);
  IN_ALL_WAYS(copy_by_four, {
    Device device_x(x);
    Device<float> y(x.size());
    copy_by_four(device_x.data(), y.data(), 77);
    CHECK(y.values() == x);
  });
  const float coefficients[] = {1, -2, 0.5f, 3};
  IN_ALL_WAYS(polynomial, {
    Device device_x(x);
    Device<float> y(x.size());
    polynomial(coefficients, device_x.data(), y.data(), 4 * 77);
    std::vector<double> expected;
    for (const double v : x) expected.push_back(1 - 2 * v + 0.5 * v * v + 3 * v * v * v);
    CHECK(error(y.values(), expected) < 1e-6);
  });
}

TEST_CASE("Shuffles and votes and reductions of a warp follow their definitions") {
  std::vector<int> expected;
  for (int row = 0; row < warp_results; ++row) {
    for (int lane = 0; lane < 32; ++lane) {
      const auto value = [](int of) { return 3 * of + 1; };
      const int by_row[] = {
          value(5),
          value((lane + 1) % 32),
          value(lane / 8 * 8 + 3),
          value(lane >= 2 ? lane - 2 : lane),
          value(lane % 8 >= 2 ? lane - 2 : lane),
          value(lane < 30 ? lane + 2 : lane),
          value(lane % 8 < 6 ? lane + 2 : lane),
          value(lane ^ 9),
          0x49249249,  // every third bit
          1,
          0,
          0,
          1,
          0x11111111 << lane % 4,
          3 * 31 * 16 + 32,
          -1,
          1,
          value(lane ^ 1),
          -1,  // the whole mask
          1,
          0,
          0,
          -1,  // 2^32 - 1 without a sign
          2,
          3,
          1,
      };
      expected.push_back(by_row[row]);
    }
  }
  IN_ALL_WAYS(warp_functions, {
    Device<int> results(expected.size());
    warp_functions(results.data());
    CHECK(results.values() == expected);
  });
}

TEST_CASE("Parts of a warp go on among themselves") {
  IN_ALL_WAYS(halves_of_a_warp, {
    Device<int> results(32);
    halves_of_a_warp(results.data());
    for (int lane = 0; lane < 32; ++lane) {
      CHECK(results.values()[static_cast<std::size_t>(lane)] == 16 + (lane < 16 ? 120 : 376 + 31));
    }
  });
  IN_ALL_WAYS(tail_of_a_warp, {
    Device<int> results(20);
    tail_of_a_warp(results.data());
    for (std::size_t lane = 0; lane < 20; ++lane)
      CHECK(results.values()[lane] == (lane < 18 ? 38 : 20));
  });
  IN_ALL_WAYS(exchange_in_warp, {
    auto x = random_floats(32, 7);
    Device device_x(x);
    exchange_in_warp(device_x.data());
    std::ranges::reverse(x);
    CHECK(device_x.values() == x);
  });
}

TEST_CASE("Barriers count votes") {
  IN_ALL_WAYS(votes_at_barrier, {
    Device<int> results(192);
    votes_at_barrier(results.data());
    std::vector<int> expected(64, 22);
    expected.resize(128, 2);
    expected.resize(192, 1);
    CHECK(results.values() == expected);
  });
}

TEST_CASE("Atomics lose nothing") {
  IN_ALL_WAYS(atomics, {
    Device<int> integers(std::vector<int>{0, 0, -1, 1, -1, 0, 0, 0, 0, 0, 0});
    Device<float> floats(2);
    Device<double> doubles(1);
    atomics(integers.data(), floats.data(), doubles.data());
    CHECK(integers.values() ==
          std::vector<int>{499500, -499500, 999, -999, 0, -1, 0, 7, 5, 1000 % 7, 1000});
    CHECK(floats.values() == std::vector<float>{500, 2.5f});
    CHECK(doubles.values() == std::vector<double>{250});
  });
}

}  // namespace
}  // namespace primer::testing
