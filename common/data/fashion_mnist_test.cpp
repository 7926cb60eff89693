#include "common/testing/catch.hpp"

#include "common/data/fashion_mnist.hpp"
#include "common/data/idx.hpp"
#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/files.hpp"

namespace primer::data {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

std::string images(Index count, Index rows = 2, Index columns = 3) {
  IdxArray array{{count, rows, columns}, {}};
  for (Index i = 0; i < count * rows * columns; ++i) array.bytes += static_cast<char>(i % 256);
  return encode_idx(array);
}

std::string labels(Index count, Index classes = 10) {
  IdxArray array{{count}, {}};
  for (Index i = 0; i < count; ++i) array.bytes += static_cast<char>((i + 3) % classes);
  return encode_idx(array);
}

/// Twelve images to train on and five to test with; the first two files packed.
void write_small_set(const fs::path& folder) {
  fs::create_directories(folder);
  write_file_atomically(folder / "train-images-idx3-ubyte.gz", compress_gzip(images(12)));
  write_file_atomically(folder / "train-labels-idx1-ubyte.gz", compress_gzip(labels(12)));
  write_file_atomically(folder / "t10k-images-idx3-ubyte", images(5));
  write_file_atomically(folder / "t10k-labels-idx1-ubyte", labels(5));
}

std::string loading(const fs::path& folder) {
  return refusal([&] { load_images(folder); });
}

}  // namespace

TEST_CASE("A folder of plain and packed files is loaded whole") {
  const TemporaryFolder folder;
  write_small_set(folder.path());
  const ImageData data = load_images(folder.path());
  CHECK(data.rows == 2);
  CHECK(data.columns == 3);
  CHECK(data.train.x.shape() == Shape{12, 6});
  CHECK(data.train.y.shape() == Shape{12});
  CHECK(data.test.x.shape() == Shape{5, 6});
  CHECK(data.test.size() == 5);
  CHECK(data.train.x.data()[71] == 71.0f / 255);
  CHECK(data.train.y.data()[8] == 1);
  CHECK(data.test.y.data()[4] == 7);
}

TEST_CASE("Class names come from the folder or from its name") {
  const TemporaryFolder folder;
  write_small_set(folder / "digits");
  CHECK(load_images(folder / "digits").classes[9] == "9");

  write_small_set(folder / "package/fashion-mnist");
  fs::create_directory_symlink("package/fashion-mnist", folder / "link");
  CHECK(load_images(folder / "link/").classes[9] == "Ankle boot");
  CHECK(load_images(folder / "link").classes.size() == 10);

  write_file_atomically(folder / "digits/classes.txt", "a\nb\r\n\nc\t\nd\ne\nf\ng\nh\ni\nj\nk");
  const auto named = load_images(folder / "digits").classes;
  CHECK(named.size() == 11);
  CHECK(named[1] == "b");
  CHECK(named[2] == "c\\x09");
  write_file_atomically(folder / "digits/classes.txt", "\n");
  CHECK_THAT(loading(folder / "digits"), ContainsSubstring("classes.txt: names no class"));
}

TEST_CASE("A plain file goes before a packed one") {
  const TemporaryFolder folder;
  write_small_set(folder.path());
  write_file_atomically(folder / "t10k-images-idx3-ubyte.gz", "damaged");
  CHECK(loading(folder.path()) == "ACCEPTED");
}

TEST_CASE("Data that is not there comes with advice") {
  const TemporaryFolder folder;
  CHECK_THAT(loading(folder / "none"),
             ContainsSubstring("none: is not a folder with data; run `./primer data fetch "
                               "fashion-mnist`, or name a folder"));
  write_file_atomically(folder / "file", "");
  CHECK_THAT(loading(folder / "file"), ContainsSubstring("file: is not a folder with data"));
  fs::create_directory_symlink("gone", folder / "dangling");
  CHECK_THAT(loading(folder / "dangling"), ContainsSubstring("dangling: is not a folder"));
  CHECK(fashion_mnist_directory().is_absolute());
  CHECK(fashion_mnist_directory().filename() == "fashion-mnist");

  for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                           "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
    write_small_set(folder / "set");
    fs::remove(folder / "set" / name);
    CHECK_THAT(loading(folder / "set"),
               ContainsSubstring(fs::path(name).stem().string() + ": is missing"));
  }
}

TEST_CASE("Files that disagree are refused by name") {
  const TemporaryFolder folder;
  const auto with = [&](const std::string& name, const std::string& bytes) {
    write_small_set(folder.path());
    write_file_atomically(folder / name, bytes);
    const std::string message = loading(folder.path());
    fs::remove(folder / name);
    return message;
  };
  CHECK_THAT(with("t10k-labels-idx1-ubyte", labels(6)),
             ContainsSubstring("t10k-labels-idx1-ubyte: 6 labels for the 5 images of t10k-images"));
  CHECK_THAT(with("train-images-idx3-ubyte", images(11)),
             ContainsSubstring("train-labels-idx1-ubyte.gz: 12 labels for the 11 images of train"));
  CHECK_THAT(with("train-labels-idx1-ubyte", labels(12, 11)),
             ContainsSubstring("train-labels-idx1-ubyte: label 10 at position 7 is not below 10"));
  CHECK_THAT(with("t10k-images-idx3-ubyte", images(5, 3, 2)),
             ContainsSubstring("images of 2 by 3 to train on, but of 3 by 2 to test with"));
  CHECK_THAT(with("train-images-idx3-ubyte", labels(12)),
             ContainsSubstring("train-images-idx3-ubyte: has 1 dimensions instead of 3"));
  CHECK_THAT(with("classes.txt", "only\ntwo\n"),
             ContainsSubstring("t10k-labels-idx1-ubyte: label 3 at position 0 is not below 2"));
}

}  // namespace primer::data
