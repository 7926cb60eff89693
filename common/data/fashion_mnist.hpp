#pragma once
// Fashion-MNIST: 70 000 grey images, 28 by 28, of clothes in ten classes (Xiao, Rasul & Vollgraf, arXiv:1708.07747), and
// any other data in MNIST's files.

#include <filesystem>
#include <string>
#include <vector>

#include "common/data/dataset.hpp"

namespace primer::data {

/// Labelled images to train on and to test with.
struct ImageData {
  Dataset train;                     ///< x (N, rows * columns) in [0, 1], y (N)
  Dataset test;                      ///< likewise, to test with
  Index rows;                        ///< height of an image in pixels
  Index columns;                     ///< its width
  std::vector<std::string> classes;  ///< their names
};

/// Where `./primer data fetch fashion-mnist` puts it.
std::filesystem::path fashion_mnist_directory();

/// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or
/// with .gz at its end, and verifies all of them. The classes are those named in classes.txt, one a line, if the folder has
/// it; otherwise there are ten, named as Fashion-MNIST's in a folder called fashion-mnist and by their numbers in any other.
/// @param directory empty: Fashion-MNIST's own
/// @throws Error when a file is missing, damaged or does not agree with the others
ImageData load_images(const std::filesystem::path& directory);

}  // namespace primer::data
