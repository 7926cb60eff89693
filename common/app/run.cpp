#include "common/app/run.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "common/app/gnuplot.hpp"
#include "common/app/machine.hpp"
#include "common/app/out_folder.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "common/io/safetensors.hpp"
#include "kernels/launch_count.hpp"

namespace primer::app {
namespace {

using Json = nlohmann::ordered_json;

/// Puts a number into nested objects: "a.b" is {"a": {"b": value}}. JSON has no NaN and no infinity: they become null.
void put(Json& numbers, const std::string& key, double value) {
  Json* place = &numbers;
  bool taken = false;
  for (std::size_t begin = 0; begin <= key.size();) {
    const std::size_t end = std::min(key.find('.', begin), key.size());
    if (begin == end)
      throw std::invalid_argument(fmt::format("the key '{}' has an empty part", key));
    if (!place->is_object())
      throw std::invalid_argument(fmt::format("part of {} is a number", key));
    const std::string part = key.substr(begin, end - begin);
    taken = place->contains(part);
    if (end < key.size() && !taken) (*place)[part] = Json::object();
    place = &(*place)[part];
    begin = end + 1;
  }
  if (taken) throw std::invalid_argument(fmt::format("the key {} is taken", key));
  *place = std::isfinite(value) ? Json(value) : Json();
}

/// JSON holds UTF-8 and a path any bytes: in one that is not UTF-8, those above 127 are written \xNN.
std::string utf8(const std::string& text) {
  const auto written = [&](auto where_it_is_not) {
    return Json(text).dump(-1, ' ', false, where_it_is_not);
  };
  using Handler = Json::error_handler_t;
  if (written(Handler::ignore) == written(Handler::replace)) return text;
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    ascii += byte < 128 ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
  }
  return ascii;
}

/// The folder of --data in the one form that does not depend on where we are.
/// @throws Error when it is not a folder
std::string data_folder(const std::filesystem::path& data) {
  if (data.empty()) return "";
  std::error_code problem;
  const std::filesystem::path folder = std::filesystem::canonical(data, problem);
  if (!problem && std::filesystem::is_directory(folder, problem)) return utf8(folder.string());
  const bool hidden = problem && problem != std::errc::no_such_file_or_directory &&
                      problem != std::errc::not_a_directory;
  throw usage_error(
      "--data",
      printable(data.string()) +
          (hidden ? " cannot be looked at: " + problem.message() : " is not a folder"),
      "name the folder that holds the files");
}

/// What must be the same in a run that continues another.
/// @throws Error when --data is not a folder
train::Settings settings(const Chapter& chapter, const Options& options) {
  train::Settings all = {{"chapter", chapter.chapter},
                         {"mode", name(options.mode)},
                         {"--seed", std::to_string(options.seed)},
                         {"--threads", std::to_string(options.threads)},
                         {"--device", options.device.str()},
                         {"--data", data_folder(options.data)}};
  for (const auto& [name, value] : options.own)
    all.emplace_back(name, value.empty() ? "on" : utf8(value));
  return all;
}

/// @throws Error when --data is not a folder or there is nothing to continue
train::Journal memory(const Chapter& chapter, const Options& options) {
  train::Settings all = settings(chapter, options);
  if (!options.keeps) return {};
  return {options.out / "checkpoint.safetensors", std::move(all), options.resume,
          chapter.seconds_between_checkpoints};
}

}  // namespace

struct Run::Results {
  std::string chapter;
  std::optional<OutFolder> out;  ///< none when nothing is kept
  Files files = {};
  Json numbers = Json::object();
  Json timing = Json::object();
  bool gnuplot_is_missing = false;

  void keep(const std::string& file, std::string bytes) {
    bool taken = file == "run.json" || file == "log.csv" || file == "checkpoint.safetensors";
    for (const auto& [name, earlier] : files) taken |= name == file;
    if (taken || file.empty() || file.find('/') != file.npos) {
      throw std::invalid_argument(fmt::format("a result cannot be named '{}'", file));
    }
    files.emplace_back(file, std::move(bytes));
  }
};

// What can be refused is looked at before anything is made.
Run::Run(const Chapter& chapter, Options options)
    : options_(std::move(options)),
      journal_(memory(chapter, options_)),
      results_(new Results{chapter.chapter, {}}) {
  if (options_.keeps) results_->out.emplace(options_.out);
}

Run::~Run() = default;

train::Numbers Run::stage(const std::string& name, const std::function<train::Numbers()>& body) {
  return timed(name, journal_.stage(name, body));
}

train::Numbers Run::stage(const std::string& name, nn::Module& kept,
                          const std::function<train::Numbers()>& body) {
  return timed(name, journal_.stage(name, kept, body));
}

train::Numbers Run::timed(const std::string& stage, train::Numbers results) {
  for (const train::Stage& finished : journal_.finished()) {
    if (finished.name == stage) timing(stage, finished.seconds);
  }
  return results;
}

void Run::number(const std::string& key, double value) { put(results_->numbers, key, value); }

void Run::numbers(const std::string& key, const train::Numbers& numbers) {
  for (const auto& [name, value] : numbers) number(key + "." + name, value);
}

void Run::timing(const std::string& key, double seconds) {
  if (key == "total") throw std::invalid_argument("timing: total is the run's own");
  put(results_->timing, key, seconds);
}

void Run::model(nn::Module& module, const std::string& file) {
  results_->keep(file, encode_safetensors({module.state(), {{"format", "pt"}}}));
}

void Run::figure(const std::string& name, const Figure& figure) {
  if (!results_->out || results_->gnuplot_is_missing) return;
  if (auto svg = gnuplot::render(figure)) {
    results_->keep(name + ".svg", std::move(*svg));
  } else {
    results_->gnuplot_is_missing = true;
    fmt::print(stderr,
               "primer: note: without gnuplot there are no figures; apt install gnuplot-nox\n");
  }
}

void Run::finish() {
  if (!results_->out) return;
  journal_.write();
  Files files = results_->files;
  files.emplace_back("log.csv", train::to_csv(journal_.log()));

  Json own = Json::object();
  for (const auto& [name, value] : options_.own)
    own[name] = value.empty() ? Json(true) : Json(utf8(value));
  own["--data"] = options_.data.empty() ? Json() : Json(utf8(options_.data.string()));
  Json timing = results_->timing;
  timing["total"] = journal_.seconds();
  Json machine_now = Json::object();
  for (const auto& [name, value] : machine(options_.device)) machine_now[name] = value;
  const Json run = {{"chapter", results_->chapter},
                    {"mode", name(options_.mode)},
                    {"seed", options_.seed},
                    {"threads", options_.threads},
                    {"device", options_.device.str()},
                    {"launches", launch_count()},
                    {"options", own},
                    {"machine", machine_now},
                    {"commit", commit()},
                    {"numbers", results_->numbers},
                    {"timing", timing}};
  files.emplace_back("run.json", run.dump(2) + "\n");
  results_->out->publish(files);
}

}  // namespace primer::app
