#pragma once
// Small texts from which word vectors can learn something.

#include <filesystem>
#include <string>

#include "common/io/file.hpp"
#include "common/testing/files.hpp"
#include "common/text/fast_random.hpp"

namespace primer::testing {

/// A text in a file that goes in the end.
class WrittenText {
 public:
  explicit WrittenText(const std::string& text) : file(folder_.path() / "text") {
    write_file_atomically(file, text);
  }

 private:
  TemporaryFolder folder_;

 public:
  std::filesystem::path file;
};

/// Two topics of ten words each; a sentence has nine words of one alone.
inline std::string two_topics(int sentences) {
  text::FastRandom random(5);
  std::string all;
  for (int s = 0; s < sentences; ++s) {
    const char topic = s % 2 == 0 ? 'a' : 'b';
    for (int i = 0; i < 9; ++i) {
      all += topic;
      all += static_cast<char>('a' + random.below(10));
      all += ' ';
    }
    all += '\n';
  }
  return all;
}

}  // namespace primer::testing
