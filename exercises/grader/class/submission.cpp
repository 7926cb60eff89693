#include "exercises/grader/class/submission.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "exercises/grader/class/finds.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
  return parts;
}

/// The last `count` parts of a path.
std::string tail(const std::vector<std::string>& parts, std::size_t count) {
  std::string path;
  for (std::size_t i = parts.size() - count; i < parts.size(); ++i) {
    path += (path.empty() ? "" : "/") + parts[i];
  }
  return path;
}

std::string shown(const std::string& path) { return clean_line(path, 150); }

}  // namespace

void SubmittedFile::forbid(const std::string& why) {
  text.reset();
  verdict = Verdict::forbidden;
  reason = why;
}

std::string too_large(const ReadLimits& limits) {
  return fmt::format("it has more than {} bytes, the most that is graded", limits.file);
}

Finds::Finds(const std::vector<Exercise>& exercises) {
  for (const Exercise& exercise : exercises) {
    const fs::path wanted = fs::path("exercises") / exercise.path / exercise.file();
    wanted_[wanted.string()] = places_.size();
    deepest_ = std::max(deepest_, parts_of(wanted).size());
    places_.push_back({wanted.string(), "", "", {}});
    for (fs::path folder = wanted.parent_path(); !folder.empty(); folder = folder.parent_path()) {
      folders_.insert(folder.string());
    }
  }
}

SubmittedFile* Finds::meet(std::string path, Kind kind) {
  nameless_ |= path.empty();
  std::replace(path.begin(), path.end(), '\\', '/');
  const std::vector<std::string> parts = parts_of(path);
  const auto junk = [&](const std::string& part) {
    return part == "__MACOSX" || (part.starts_with('.') && part != "..");
  };
  if (std::any_of(parts.begin(), parts.end(), junk)) return nullptr;
  for (std::size_t count = 1; count <= std::min(parts.size(), deepest_); ++count) {
    const std::string end = tail(parts, count);
    if (kind == Kind::link && folders_.contains(end)) links_.insert(end);
    const auto at = wanted_.find(end);
    if (at == wanted_.end()) continue;

    Place& place = places_[at->second];
    if (!place.path.empty()) {
      place.file.forbid(fmt::format("it was submitted twice, as {} and as {}; which one is meant?",
                                    shown(place.path), shown(path)));
      return nullptr;
    }
    place.path = path;
    if (path.starts_with('/') || std::find(parts.begin(), parts.end(), "..") != parts.end()) {
      place.file.forbid("its path leads out of the submission: " + shown(path));
    } else if (kind == Kind::link) {
      place.file.forbid("it is a link, and links are not followed");
    } else if (kind == Kind::folder) {
      place.file.forbid("it is a folder, and should be a file");
    } else if (kind == Kind::other) {
      place.file.forbid("it is no regular file");
    } else {
      return &place.file;
    }
    return nullptr;
  }
  for (Place& place : places_) {
    const bool same_name = !parts.empty() && place.wanted.ends_with("/" + parts.back());
    if (kind == Kind::file && same_name && place.stray.empty()) place.stray = path;
  }
  return nullptr;
}

std::vector<SubmittedFile> Finds::files() const {
  std::vector<SubmittedFile> files;
  for (const Place& place : places_) {
    files.push_back(place.file);
    if (!place.path.empty()) continue;
    files.back().reason = "not submitted: there is no " + place.wanted;
    if (!place.stray.empty()) files.back().reason += ", but a " + shown(place.stray);
    if (nameless_) files.back().reason += ", or under a name that cannot be read";
    for (const std::string& link : links_) {
      if (place.wanted.starts_with(link + "/")) {
        files.back().forbid("the folder " + link + " is a link, and links are not followed");
      }
    }
  }
  return files;
}

Submission read_submission(const Entry& entry, const std::vector<Exercise>& exercises,
                           const fs::path& out, const ReadLimits& limits) {
  try {
    if (entry.paths.size() > 1) {
      std::string names;
      for (const fs::path& path : entry.paths) {
        names += (names.empty() ? "" : " and ") + shown(path.filename());
      }
      throw Unreadable("there is more than one submission of this name: " + names);
    }
    Finds finds(exercises);
    const fs::path& path = entry.paths.at(0);
    std::error_code none;
    const fs::file_status status = fs::symlink_status(path, none);
    if (fs::is_symlink(status)) throw Unreadable("it is a link, and links are not followed");
    if (fs::is_directory(status)) {
      read_folder(path, out, limits, finds);
    } else {
      read_archive(path, limits, finds);
    }
    return {finds.files(), ""};
  } catch (const Unreadable& why) {
    Submission nothing{std::vector<SubmittedFile>(exercises.size()), why.what()};
    for (SubmittedFile& file : nothing.files) file.forbid(nothing.remark);
    return nothing;
  }
}

}  // namespace primer::grader
