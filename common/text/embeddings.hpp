#pragma once
// Word vectors, and the files in which the world keeps them.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace primer::text {

/// Words with a vector each.
struct Embeddings {
  std::vector<std::string> words;  ///< (N), none twice
  std::vector<float> values;       ///< (N, dimensions), row-major
  std::int64_t dimensions = 0;     ///< of a vector

  /// Number of words, N.
  std::int64_t size() const { return static_cast<std::int64_t>(words.size()); }
  /// The vector of word w in [0, N).
  std::span<const float> row(std::int64_t w) const {
    return std::span(values).subspan(static_cast<std::size_t>(w * dimensions),
                                     static_cast<std::size_t>(dimensions));
  }
};

/// Reads word2vec's two forms, told apart by their content. Text (.vec and .txt always; fastText's too) has a line `N
/// dimensions` and then one for each word, with its numbers behind it; binary (.bin) has the same first line, and then
/// for each word its bytes, a blank, and its numbers as little-endian floats. Memory is asked for only if the file is
/// long enough for what its first line says.
/// @throws Error naming the file and the word, for a first line of another form, a file that is cut off or goes on,
/// what is no number or not finite, and a word that is empty or comes twice
Embeddings load_embeddings(const std::filesystem::path& path);

/// Writes word2vec's binary form if the name ends in .bin, otherwise its text form, with as many digits as give the
/// same floats back.
/// @throws Error as write_file_atomically, and when a number is not finite
/// @throws std::invalid_argument for a word that is empty or contains a blank or a line break, for sizes that disagree,
/// and for vectors without dimensions
void save_embeddings(const std::filesystem::path& path, const Embeddings& embeddings);

/// A word and how near it is.
struct Neighbour {
  std::int64_t word = 0;  ///< its row
  float cosine = 0;       ///< of the angle to what was asked for
};

/// Finds words by the angle between vectors.
class NearestWords {
 public:
  /// Makes a copy of the vectors in which each has length one. Vectors of length zero are near nothing, and so are
  /// those with a number that is not finite.
  /// @param embeddings to be kept as long as this
  /// @throws std::invalid_argument when its sizes disagree
  explicit NearestWords(const Embeddings& embeddings);

  /// @param vector (dimensions)
  /// @param except rows that shall not come up
  /// @return at most `count`, the nearest first, equally near ones by row; none for a vector without a direction
  /// @throws std::invalid_argument for another number of dimensions or a negative count
  std::vector<Neighbour> nearest(std::span<const float> vector, std::int64_t count,
                                 std::span<const std::int64_t> except = {}) const;
  /// The words nearest to a word, without itself. @throws std::out_of_range
  std::vector<Neighbour> nearest(std::int64_t word, std::int64_t count) const;
  /// The words that are to `c` what `b` is to `a`, as for man, king and woman: those nearest to b - a + c, of vectors
  /// at length one, without these three (3CosAdd, Mikolov, Yih and Zweig 2013). @throws std::out_of_range
  std::vector<Neighbour> analogy(std::int64_t a, std::int64_t b, std::int64_t c,
                                 std::int64_t count) const;
  /// The vector of a word at length one, or zero. @throws std::out_of_range
  std::span<const float> unit(std::int64_t word) const;

 private:
  const Embeddings* embeddings_;
  std::vector<float> units_;  // (N, dimensions)
};

}  // namespace primer::text
