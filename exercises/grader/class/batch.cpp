#include "exercises/grader/class/batch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "common/app/out_folder.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/author/cut.hpp"
#include "exercises/grader/author/sync.hpp"
#include "exercises/grader/class/agreed.hpp"
#include "exercises/grader/class/basis.hpp"
#include "exercises/grader/class/counter.hpp"
#include "exercises/grader/class/fingerprint.hpp"
#include "exercises/grader/class/listing.hpp"
#include "exercises/grader/class/report.hpp"
#include "exercises/grader/class/similar.hpp"
#include "exercises/grader/class/submission.hpp"
#include "exercises/grader/class/tables.hpp"
#include "exercises/grader/grade/parallel.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

/// What the other submissions of an exercise are compared with.
Originals originals_of(const Exercise& exercise, const fs::path& solutions) {
  Originals originals;
  if (const auto stub = first_state(exercise, solutions)) originals.stub = imprint_of(*stub);
  const fs::path solution = solutions / exercise.path / exercise.file();
  if (fs::exists(solution)) {
    originals.solution = imprint_of(without_marks(read_file(solution)));
    originals.solution_name = fmt::format("solutions/{}/{}", exercise.path, exercise.file());
  }
  return originals;
}

Settings settings_of(const Batch& batch) {
  Settings settings = batch.settings;
  settings.seed = agreed_seed(batch);
  return settings;
}

void write_if_changed(const fs::path& path, const std::string& bytes) {
  std::error_code none;
  const bool same = fs::file_size(path, none) == bytes.size() && !none && read_file(path) == bytes;
  if (!same) write_file_atomically(path, bytes);
}

std::string submissions(std::size_t count) {
  return fmt::format("{} submission{}", count, count == 1 ? "" : "s");
}

class Grading {
 public:
  explicit Grading(const Batch& batch)
      : batch_(batch),
        workshop_(batch.exercises, settings_of(batch)),
        bases_(bases_of(batch.exercises, workshop_.settings())) {
    for (const Exercise& exercise : batch.exercises)
      originals_.push_back(originals_of(exercise, batch.solutions));
  }
  const Workshop& workshop() const { return workshop_; }

  void grade(const std::vector<Entry>& entries) {
    results_.resize(entries.size());
    files_.assign(batch_.exercises.size(), std::vector<HandedIn>(entries.size()));
    Counter counter(entries.size());
    try {
      in_parallel(entries.size(), batch_.jobs,
                  [&](std::size_t i) { counter.count(grade(entries[i], i)); });
    } catch (const train::Interrupted&) {
      counter.erase();
      fmt::print(stderr,
                 "primer: interrupted: {} of {} submissions are graded; the same command goes on "
                 "from there\n",
                 counter.done(), entries.size());
      throw;
    }
    counter.erase();
    fmt::print("{} graded in {:.1f} s, {} as before\n", submissions(counter.anew()),
               counter.seconds(), entries.size() - counter.anew());
  }

  void write_tables() const {
    std::vector<Likeness> similar;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const auto more = likenesses(batch_.exercises[i].path, files_[i], originals_[i]);
      similar.insert(similar.end(), more.begin(), more.end());
    }
    write_file_atomically(batch_.out / "grades.csv", grades_csv(results_));
    write_file_atomically(batch_.out / "similar.csv", similar_csv(similar));
    write_file_atomically(batch_.out / "totals.csv", totals_csv(results_));
    for (const SubmissionResult& result : results_) {
      if (!result.remark.empty()) fmt::print("{}: {}\n", result.id, result.remark);
    }
    if (!similar.empty()) {
      fmt::print("{} like another, or like the solution: similar.csv\n",
                 similar.size() == 1 ? "1 file is" : fmt::format("{} files are", similar.size()));
    }
    fmt::print("The points are in {}.\n", printable((batch_.out / "totals.csv").string()));
    add_to_step_summary(summary_markdown(results_));
  }

  /// @throws Error that names those at whom this machine failed; their reports have no fingerprint
  void refuse_faults() const {
    std::string names;
    for (const SubmissionResult& result : results_) {
      if (std::ranges::any_of(result.exercises, &ExerciseResult::fault))
        names += (names.empty() ? "" : ", ") + result.id;
    }
    if (names.empty()) return;
    throw data_error("submissions", "this machine failed while it graded " + names,
                     "see the reasons in grades.csv; the same command grades these anew");
  }

 private:
  /// @return whether anything had to be graded anew
  bool grade(const Entry& entry, std::size_t number) {
    if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
    const Submission read = read_submission(entry, batch_.exercises, batch_.out);
    const std::optional<Report> earlier = earlier_report(entry.id);
    Report report{{entry.id, {}, read.remark}, {}};
    bool anew = false;
    for (std::size_t i = 0; i < batch_.exercises.size(); ++i) {
      const Exercise& exercise = batch_.exercises[i];
      const SubmittedFile& file = read.files[i];
      report.fingerprints.push_back(Fingerprint()
                                        .add(bases_[i])
                                        .add(file.text ? "text" : to_string(file.verdict))
                                        .add(file.text ? *file.text : file.reason)
                                        .digits());
      const ExerciseResult* known =
          earlier ? same_in(*earlier, report.fingerprints.back()) : nullptr;
      anew |= !known;
      report.result.exercises.push_back(
          known       ? *known
          : file.text ? settled(workshop_.grade(exercise, *file.text))
                      : settled(workshop_.refuse(exercise, file.verdict, file.reason)));
      if (report.result.exercises.back().fault) report.fingerprints.back().clear();
      report.result.exercises.back().number = exercise.number;
      report.result.exercises.back().title = exercise.title;
      files_[i][number].id = entry.id;
      if (file.text) files_[i][number].imprint = imprint_of(*file.text);
    }
    write(report);
    results_[number] = std::move(report.result);
    return anew;
  }

  std::optional<Report> earlier_report(const std::string& id) const {
    const fs::path file = batch_.out / id / "report.json";
    std::error_code none;
    if (!fs::is_regular_file(file, none)) return {};
    return read_report_json(read_file(file));
  }
  static const ExerciseResult* same_in(const Report& earlier, const std::string& fingerprint) {
    for (std::size_t i = 0; i < earlier.fingerprints.size(); ++i) {
      if (earlier.fingerprints[i] == fingerprint) return &earlier.result.exercises[i];
    }
    return nullptr;
  }

  /// report.json comes last: where it is, there are the others.
  void write(const Report& report) const {
    const fs::path folder = batch_.out / report.result.id;
    std::error_code problem;
    fs::create_directory(folder, problem);
    if (problem) {
      throw data_error(printable(folder.string()), "cannot be made: " + problem.message(),
                       "make room, or name another --out");
    }
    write_if_changed(folder / "report.xml", report_xml(report.result));
    write_if_changed(folder / "report.md", report_markdown(report.result));
    write_if_changed(folder / "gradescope.json", gradescope_json(report.result));
    write_if_changed(folder / "report.json", report_json(report));
  }

  const Batch& batch_;
  Workshop workshop_;
  std::vector<std::string> bases_;
  std::vector<Originals> originals_;
  std::vector<SubmissionResult> results_;     // by submission
  std::vector<std::vector<HandedIn>> files_;  // by exercise and submission
};

void print_notes(const Batch& batch, const Listing& listing, const Fences& fences) {
  constexpr std::size_t most = 20;
  for (const std::string& missing : missing_fences(fences)) {
    fmt::print(stderr, "primer: {}\n", missing);
  }
  if (listing.ignored.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < std::min(most, listing.ignored.size()); ++i) {
    names += (i > 0 ? ", " : "") + listing.ignored[i];
  }
  if (listing.ignored.size() > most) {
    names += fmt::format(" and {} more", listing.ignored.size() - most);
  }
  fmt::print(stderr, "primer: {}: passed over, because they are no submissions: {}\n",
             printable(batch.submissions.string()), names);
}

}  // namespace

void grade_submissions(const Batch& batch) {
  const Listing listing = submissions_in(batch.submissions, batch.out);
  if (listing.entries.empty()) {
    throw data_error(printable(batch.submissions.string()), "holds no submission",
                     "put a folder, .zip, .tar.gz or .tgz for each student there");
  }
  const app::OutFolder out(batch.out);
  try {
    Grading grading(batch);
    print_notes(batch, listing, grading.workshop().settings().fences);
    grading.grade(listing.entries);
    grading.write_tables();
    grading.refuse_faults();
  } catch (const Error&) {
    // Ctrl-C ends whatever is running, and that may look like a failure
    if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
    throw;
  }
}

}  // namespace primer::grader
