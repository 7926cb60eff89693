#include "exercises/grader/grade/exercise.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "common/error/error.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

/// The number that a folder's name begins with, followed by an underscore; 0 if there is none.
int leading_number(const std::string& name) {
  const std::size_t end = name.find_first_not_of("0123456789");
  if (end == 0 || end > 3 || end == name.npos || name[end] != '_') return 0;
  return std::stoi(name.substr(0, end));
}
std::string without_number(const std::string& name) { return name.substr(name.find('_') + 1); }

std::vector<fs::path> numbered_folders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_directory() && leading_number(entry.path().filename()) > 0) found.push_back(entry);
  }
  std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(leading_number(a.filename()), a) < std::pair(leading_number(b.filename()), b);
  });
  return found;
}

void read_task(Exercise& exercise) {
  std::ifstream file(exercise.folder / "task.md");
  for (std::string line; std::getline(file, line);) {
    if (exercise.title.empty() && line.starts_with("# ")) exercise.title = line.substr(2);
    if (exercise.points == 0 && line.starts_with("*") && line.find(" points") != line.npos) {
      exercise.points = std::atoi(line.c_str() + 1);
    }
  }
}

bool means(const Exercise& exercise, std::string word) {
  while (word.ends_with('/')) word.pop_back();
  for (const std::string_view folder : {"exercises/", "solutions/", "./"}) {
    if (const auto at = word.find(folder); at != word.npos) word = word.substr(at + folder.size());
  }
  if (word == exercise.path || word == exercise.path + "/" + exercise.file()) return true;
  if (word.starts_with('0')) word.erase(0, 1);
  const std::string chapter = exercise.path.substr(0, exercise.path.find('/'));
  const std::string chapter_number = exercise.number.substr(0, exercise.number.find('.'));
  for (const std::string& name :
       {exercise.number, exercise.name, chapter_number, without_number(chapter), chapter}) {
    if (word == (name.starts_with('0') ? name.substr(1) : name)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> Exercise::uses() const {
  std::vector<std::string> files;
  std::ifstream list(folder / "uses.txt");
  for (std::string file; list >> file;) files.push_back(file);
  return files;
}

std::vector<Exercise> exercises_in(const fs::path& folder) {
  std::vector<Exercise> found;
  for (const fs::path& chapter : numbered_folders(folder)) {
    for (const fs::path& path : numbered_folders(chapter)) {
      if (!fs::exists(path / "task.md")) continue;
      const std::string chapter_name = chapter.filename(), own = path.filename();
      Exercise exercise;
      exercise.folder = path;
      exercise.path = chapter_name + "/" + own;
      exercise.number =
          std::to_string(leading_number(chapter_name)) + "." + std::to_string(leading_number(own));
      exercise.name = without_number(own);
      read_task(exercise);
      exercise.hunt = fs::exists(path / (exercise.name + "_checks.cpp"));
      found.push_back(exercise);
    }
  }
  return found;
}

std::vector<Exercise> choose(const std::vector<Exercise>& all,
                             const std::vector<std::string>& words) {
  if (words.empty()) return all;
  std::vector<Exercise> chosen;
  std::set<std::string> paths;  // of those chosen: words may overlap, such as 8 and 8.1
  for (const std::string& word : words) {
    bool any = false;
    for (const Exercise& exercise : all) {
      if (!means(exercise, word)) continue;
      any = true;
      if (paths.insert(exercise.path).second) chosen.push_back(exercise);
    }
    if (!any) {
      std::string names;
      for (const Exercise& exercise : all) names += " " + exercise.number;
      throw usage_error(word, "no chapter or exercise has that name", "choose one of:" + names);
    }
  }
  return chosen;
}

}  // namespace primer::grader
