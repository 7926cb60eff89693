#include "common/train/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "common/io/file.hpp"
#include "common/train/interrupt.hpp"

namespace primer::train {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Nothing but the same settings will do. Says which one differs first.
void compare(const Settings& before, const Settings& now, const std::filesystem::path& file) {
  const auto in_words = [](const std::string& value) { return value.empty() ? "none" : value; };
  const auto of_name = [](const Settings& settings, const std::string& name) {
    const auto found = std::ranges::find(settings, name, &Settings::value_type::first);
    return found == settings.end() ? std::string() : found->second;
  };
  Settings all = now;
  all.insert(all.end(), before.begin(), before.end());
  for (const auto& [name, value] : all) {
    const std::string was = of_name(before, name), is = of_name(now, name);
    if (was == is) continue;
    throw usage_error("--resume",
                      fmt::format("the run in {} was begun with {} {}, this one has {}",
                                  file.parent_path().string(), name, in_words(was), in_words(is)),
                      "repeat its options, or leave --resume out to begin again");
  }
}

}  // namespace

Journal::Journal(std::filesystem::path file, Settings settings, bool resume,
                 double seconds_between_writes)
    : file_(std::move(file)), seconds_between_writes_(seconds_between_writes) {
  if (resume) {
    std::error_code
        problem;  // where there is another than that nothing is there, read_file says it
    if (std::filesystem::status(file_, problem).type() == std::filesystem::file_type::not_found) {
      throw usage_error("--resume",
                        fmt::format("there is no {} in {}", file_.filename().string(),
                                    file_.parent_path().string()),
                        "leave --resume out to begin");
    }
    checkpoint_ = decode_checkpoint(read_file(file_), file_.string());
    compare(checkpoint_.settings, settings, file_);
  }
  checkpoint_.settings = std::move(settings);
  seconds_before_ = checkpoint_.seconds;
}

Numbers Journal::stage(const std::string& name, const std::function<Numbers()>& body) {
  return stage(name, nullptr, body);
}

Numbers Journal::stage(const std::string& name, nn::Module& kept,
                       const std::function<Numbers()>& body) {
  return stage(name, &kept, body);
}

Numbers Journal::stage(const std::string& name, nn::Module* kept,
                       const std::function<Numbers()>& body) {
  if (const Stage* earlier = recorded(name)) {
    if (kept) put_back(*earlier, *kept);
    return earlier->results;
  }
  begin(name);
  try {
    finish(body(), kept);
    if (const int signal = interrupt_requested()) throw Interrupted(signal);
  } catch (const Interrupted&) {
    write();
    throw;
  }
  return checkpoint_.finished.back().results;
}

const Stage* Journal::recorded(const std::string& name) {
  if (stage_) {
    throw std::logic_error(fmt::format("stage {} begins inside stage {}", name, stage_->name));
  }
  const auto& finished = checkpoint_.finished;
  if (passed_ < finished.size() && finished[passed_].name == name) return &finished[passed_++];
  const auto end = finished.begin() + static_cast<std::ptrdiff_t>(passed_);
  if (std::find_if(finished.begin(), end, [&](const Stage& s) { return s.name == name; }) != end) {
    throw std::logic_error(fmt::format("a stage named {} was run before", name));
  }
  if (passed_ < finished.size()) {
    throw does_not_fit(fmt::format("the program is at stage {}, the checkpoint at {}", name,
                                   finished[passed_].name));
  }
  return nullptr;
}

void Journal::put_back(const Stage& stage, nn::Module& kept) const {
  try {
    kept.load_state(stage.kept);
  } catch (const std::invalid_argument& problem) {
    throw does_not_fit(problem.what());
  }
  kept.eval();
}

void Journal::begin(const std::string& name) {
  const auto& unfinished = checkpoint_.unfinished;
  if (unfinished && unfinished->stage.name != name) {
    throw does_not_fit(fmt::format("the program is at stage {}, the checkpoint at {}", name,
                                   unfinished->stage.name));
  }
  stage_ = Stage{.name = name, .seconds = unfinished ? unfinished->stage.seconds : 0};
  stage_start_ = Clock::now();
  loop_begun_ = false;
}

void Journal::finish(const Numbers& results, nn::Module* kept) {
  Stage stage = present();
  stage.results = results;
  if (kept) {
    kept->eval();
    stage.kept = copy_of(kept->state());
  }
  checkpoint_.finished.push_back(std::move(stage));
  checkpoint_.unfinished.reset();
  stage_.reset();
  ++passed_;
  if (kept || due()) write();
}

const std::string& Journal::stage_name() const {
  if (!stage_) throw std::logic_error("no stage is running");
  return stage_->name;
}

void Journal::record(std::uint64_t seed, Index epoch, const Numbers& numbers) {
  const std::string& name = stage_name();
  stage_->rows.push_back({name, seed, epoch, numbers});
}

std::vector<LogRow> Journal::log() const {
  std::vector<LogRow> rows;
  const auto append = [&rows](const Stage& stage) {
    rows.insert(rows.end(), stage.rows.begin(), stage.rows.end());
  };
  for (std::size_t i = 0; i < passed_; ++i) append(checkpoint_.finished[i]);
  if (stage_) append(*stage_);
  return rows;
}

double Journal::seconds() const { return seconds_before_ + seconds_since(start_); }

void Journal::begin_loop(const std::function<void(const Position&)>& restore) {
  const std::string& name = stage_name();
  if (std::exchange(loop_begun_, true)) {
    throw std::logic_error(fmt::format("stage {} begins a second loop", name));
  }
  if (!checkpoint_.unfinished) return;
  stage_->rows = checkpoint_.unfinished->stage.rows;
  try {
    restore(checkpoint_.unfinished->position);
  } catch (const std::logic_error& problem) {  // invalid_argument and out_of_range are two of them
    throw does_not_fit(problem.what());
  }
}

void Journal::save(const Position& position) {
  stage_name();  // there must be one
  checkpoint_.unfinished = {present(),
                            {copy_of(position.tensors), position.counters, position.numbers}};
  write();
}

bool Journal::due(double patience) const {
  if (file_.empty()) return false;
  if (seconds_between_writes_ == 0) return true;
  return seconds_since(last_write_) >=
         patience * std::max(seconds_between_writes_, 20 * seconds_of_write_);
}

void Journal::write() {
  if (file_.empty()) return;
  const Clock::time_point begin = Clock::now();
  checkpoint_.seconds = seconds();
  write_file_atomically(file_, encode_checkpoint(checkpoint_));
  last_write_ = Clock::now();
  seconds_of_write_ = seconds_since(begin);
}

Stage Journal::present() const {
  Stage stage = *stage_;
  stage.seconds += seconds_since(stage_start_);
  return stage;
}

Error Journal::does_not_fit(const std::string& problem) const {
  return data_error(file_.string(), "does not fit this program: " + problem,
                    "leave --resume out to begin again");
}

}  // namespace primer::train
