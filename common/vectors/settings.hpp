#pragma once
// How word vectors are trained, whatever they are made of.

#include <cstdint>

namespace primer::vectors {

/// Which question is asked of a window.
enum class Predicts {
  context,  ///< skip-gram: from the word in the middle, those around it
  middle,   ///< CBOW: from the words around it, the one in the middle
};

/// What word2vec and fastText have in common, with their usual values.
struct Settings {
  Predicts predicts = Predicts::context;  ///< skip-gram or CBOW
  int dimensions = 100;                   ///< numbers of a vector
  int window = 5;                         ///< words to either side, at most
  int negatives = 5;                      ///< noise words for each word that is right
  int epochs = 5;                         ///< times that the text is read
  double rate = 0.025;                    ///< of learning, at first; it falls to nothing
  double sample = 1e-3;    ///< words more frequent than this are thinned out; 0: none
  int threads = 1;         ///< that train side by side
  std::uint64_t seed = 1;  ///< of first values, windows and noise
};

}  // namespace primer::vectors
