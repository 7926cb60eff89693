#pragma once
// What a student handed in, read into memory. Nothing of it is run, unpacked to a disk, or followed anywhere.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "exercises/grader/class/listing.hpp"
#include "exercises/grader/grade/exercise.hpp"
#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

/// The file of one exercise.
struct SubmittedFile {
  std::optional<std::string> text;             ///< its bytes; none if it cannot be graded
  Verdict verdict = Verdict::not_implemented;  ///< then: this, or `forbidden`
  std::string reason = "not submitted";

  void forbid(const std::string& why);
};

struct Submission {
  std::vector<SubmittedFile> files;  ///< one for each exercise
  std::string remark;                ///< what is wrong with the whole; then all files are forbidden
};

struct ReadLimits {
  std::size_t file = std::size_t{1} << 20;       ///< bytes of an exercise's file
  std::size_t packed = std::size_t{128} << 20;   ///< bytes of an archive
  std::size_t unpacked = std::size_t{1} << 30;   ///< bytes of what is in it
  std::size_t contents = std::size_t{16} << 20;  ///< bytes of a zip archive's table of contents
  std::size_t entries = 50'000;                  ///< files and folders
  int depth = 64;                                ///< of folders in folders
  double seconds = 20;                           ///< processor time
};

/// Reads the exercises' files out of a folder or archive: exercises/08_autoencoder/1_mse/mse.cpp, below whatever folders.
///
/// An exercise is forbidden whose file is a link, a folder or no regular file, is too large, stands at a path that leads
/// out of the archive, or is there twice, be it in two folders or two entries of one name. Hidden folders and __MACOSX are
/// passed over. When an archive is damaged or goes beyond the limits, nothing in it counts.
/// @param out the reports' folder, passed over where the submission holds it
Submission read_submission(const Entry& entry, const std::vector<Exercise>& exercises,
                           const std::filesystem::path& out, const ReadLimits& limits = {});

}  // namespace primer::grader
