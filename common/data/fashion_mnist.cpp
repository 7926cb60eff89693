#include "common/data/fashion_mnist.hpp"

#include <fmt/format.h>

#include <sstream>

#include "common/data/idx.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::data {
namespace {

namespace fs = std::filesystem;

Error refused(const fs::path& path, const std::string& problem) {
  return data_error(printable(path.string()), problem,
                    "run `./primer data fetch fashion-mnist`, or name a folder "
                    "with the four files of MNIST by --data");
}

fs::path plain_or_gzip(const fs::path& directory, const std::string& name) {
  std::error_code ignored;
  for (const char* suffix : {"", ".gz"}) {
    const fs::path path = directory / (name + suffix);
    if (fs::exists(path, ignored)) return path;
  }
  throw refused(directory / name, "is missing, also with .gz at its end");
}

std::vector<std::string> class_names(const fs::path& directory) {
  const fs::path path = directory / "classes.txt";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    if (fs::canonical(directory).filename() == "fashion-mnist") {
      return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
              "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    }
    return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  }
  std::vector<std::string> names;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) names.push_back(printable(line));
  }
  if (names.empty())
    throw data_error(printable(path.string()), "names no class", "name each on a line");
  return names;
}

/// The images (N, rows, columns) and the labels of one part.
std::pair<Tensor, IntTensor> load_part(const fs::path& directory, const std::string& part,
                                       Index classes) {
  const fs::path images = plain_or_gzip(directory, part + "-images-idx3-ubyte");
  const fs::path labels = plain_or_gzip(directory, part + "-labels-idx1-ubyte");
  const IntTensor y = read_idx_labels(labels, classes);
  const Tensor x = read_idx_images(images);
  if (x.size(0) != y.size()) {
    throw refused(labels, fmt::format("{} labels for the {} images of {}", y.size(), x.size(0),
                                      printable(images.filename().string())));
  }
  return {x, y};
}

}  // namespace

fs::path fashion_mnist_directory() {
  return fs::path(PRIMER_SOURCE_DIR) / "data/cache/fashion-mnist";
}

ImageData load_images(const fs::path& chosen) {
  const fs::path directory = chosen.empty() ? fashion_mnist_directory() : chosen;
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored)) throw refused(directory, "is not a folder with data");
  std::vector<std::string> classes = class_names(directory);
  const auto count = static_cast<Index>(classes.size());
  const auto [test_x, test_y] = load_part(directory, "t10k", count);
  const auto [train_x, train_y] = load_part(directory, "train", count);
  const Index rows = train_x.size(1), columns = train_x.size(2);
  if (test_x.size(1) != rows || test_x.size(2) != columns) {
    throw refused(directory,
                  fmt::format("images of {} by {} to train on, but of {} by {} to test with", rows,
                              columns, test_x.size(1), test_x.size(2)));
  }
  return {{train_x.reshape({-1, rows * columns}), train_y},
          {test_x.reshape({-1, rows * columns}), test_y},
          rows,
          columns,
          std::move(classes)};
}

}  // namespace primer::data
