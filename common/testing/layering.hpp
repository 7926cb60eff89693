#pragma once
// The rule that holds the house together: chapters -> common -> kernels, and never back.

#include <string>
#include <vector>

#include "common/testing/source_tree.hpp"

namespace primer::testing {

/// What is wrong with the tree's includes, a line each ("file:line: ..."); empty when all is well.
///
///  - An include of ours is written from the root, or bare in the same folder, and its file is there.
///  - kernels/ includes nothing of common/ and chapters/, and common/ nothing of chapters/. No chapter includes another,
///    nothing outside a folder of exercises/ or solutions/ includes what is in it, and nothing outside of book/ what is there.
///  - common/testing is for _test and _bench files, wherever they are, for the book, and for the grader.
///  - In common/, a room uses itself and the rooms before it in `rooms`.
///  - No file includes itself, however long the way round.
std::vector<std::string> layering_violations(const SourceTree& tree,
                                             const std::vector<std::string>& rooms);

/// The rooms in their order, from the text of common/CMakeLists.txt.
/// @throws std::runtime_error when it has no line set(rooms ...)
std::vector<std::string> rooms_in(const std::string& cmake_lists);

}  // namespace primer::testing
