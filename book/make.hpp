#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace primer::book {

struct MakeOptions {
  std::filesystem::path root = {};   ///< of the repository
  std::filesystem::path out = {};    ///< receives html/, and work/ beside it
  std::filesystem::path weave = {};  ///< the filter's program
  bool solutions = false;            ///< whether exercises show their solutions
  bool draft = false;                ///< whether there shall be pages although Doxygen warns
};

/// Makes the book in out/html. What stood there stays until the new one is whole.
/// @throws Error of data for what a page lacks, for a program that is missing, and when Doxygen warns
void make_book(const MakeOptions& options);

/// The library's symbols that nothing is said about, as Doxygen warns of them: "common/x.hpp:12: …".
std::vector<std::string> undocumented(const MakeOptions& options);

/// One of the packages that make_book needs and that is not here; empty when all are.
std::string missing_package();

}  // namespace primer::book
