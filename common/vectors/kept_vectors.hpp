#pragma once
// Vectors that a stage of a run trains, kept in its checkpoint.

#include <span>
#include <string>
#include <vector>

#include "common/nn/module.hpp"
#include "common/text/embeddings.hpp"

namespace primer::vectors {

/// A table that is saved and loaded as a module is, so that a run that is continued need not train it again.
class KeptVectors : public nn::Module {
 public:
  /// Zeros. @param words what the rows are of
  KeptVectors(std::vector<std::string> words, Index dimensions);

  /// Takes over the values. @throws std::invalid_argument when there are more or fewer
  void set(const text::Embeddings& embeddings);
  /// The table.
  text::Embeddings embeddings() const;

  /// The whole table, whatever x.
  Tensor forward(const Tensor& x) override;
  void each_part(nn::PartsVisitor& visitor) override;

 private:
  std::vector<std::string> words_;
  Tensor values_;  // (words, dimensions)
};

}  // namespace primer::vectors
