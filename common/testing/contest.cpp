#include "common/testing/contest.hpp"

#include <fmt/core.h>
#include <omp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "common/app/machine.hpp"
#include "common/app/options.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/testing/python.hpp"
#include "common/testing/rival.hpp"

namespace primer::testing {

namespace {

/// Does the work so many times. @return the seconds that it took
using Side = std::function<double(long)>;

Side ours(const std::function<void()>& once) {
  return [&once](long count) {
    const auto begin = std::chrono::steady_clock::now();
    for (long i = 0; i < count; ++i) once();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
}

/// Measures a side window by window.
class Windows {
 public:
  Windows(Side side, const ContestOptions& options)
      : side_(std::move(side)), pause_(options.pause) {
    // Warm up, and find out how often the work fits into a window
    constexpr long most = 1 << 24;
    double seconds = side_(count_);
    for (; seconds < options.window / 2 && count_ < most; seconds = side_(count_)) count_ *= 2;
    const double fitting = static_cast<double>(count_) * options.window / seconds;
    count_ = std::lround(std::clamp<double>(fitting, 1, most));
  }

  /// @return how long all of it took
  double measure() {
    const double seconds = side_(count_);
    seconds_.push_back(seconds / static_cast<double>(count_));
    std::this_thread::sleep_for(std::chrono::duration<double>(pause_));
    return seconds;
  }
  const std::vector<double>& seconds() const { return seconds_; }
  double median() const { return spread(seconds_).median; }
  void forget() { seconds_.clear(); }

 private:
  Side side_;
  double pause_;
  long count_ = 1;
  std::vector<double> seconds_;
};

/// A rival and what was measured of it.
struct Opponent {
  std::unique_ptr<Rival> rival;
  Windows windows;
};

/// Our settings are not the rival's. A thread of its that waits may spin for a while, libgomp's default, which is quickest
/// on an idle machine, or sleep at once, which is quickest where others want the cores; it gets what suits it here and now.
std::vector<std::string> command(const std::vector<std::string>& twin, int threads, bool spinning) {
  std::vector<std::string> words = {"env"};
  for (const char* variable : {"OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                               "GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_PROC_BIND"}) {
    words.insert(words.end(), {"-u", variable});
  }
  words.push_back("OMP_NUM_THREADS=" + std::to_string(threads));
  if (!spinning) words.push_back("OMP_WAIT_POLICY=PASSIVE");
  words.insert(words.end(), twin.begin(), twin.end());
  return words;
}

Opponent strongest(const std::string& called, const std::vector<std::string>& twin,
                   const ContestOptions& options) {
  constexpr int trials = 5;
  constexpr double patience = 10;  // seconds, after which fewer have to do
  std::vector<Opponent> both;
  for (const bool spinning : {true, false}) {
    auto rival = std::make_unique<Rival>(called, command(twin, options.threads, spinning));
    Windows windows([&rival = *rival](long count) { return rival.run(count); }, options);
    both.push_back({std::move(rival), std::move(windows)});
  }
  double spent = 0;
  for (int i = 0; i < trials && spent < patience; ++i) {
    for (Opponent& opponent : both) {
      spent += opponent.windows.measure();
    }
  }
  Opponent best =
      std::move(both[0].windows.median() <= both[1].windows.median() ? both[0] : both[1]);
  best.windows.forget();
  return best;
}

void print(const Result& result, int pairs) {
  fmt::print("{:<24} {:>9.3f} ms", result.work, result.milliseconds);
  if (const auto& rival = result.rival) {
    fmt::print(
        "   {} {} {:>9.3f} ms   ours / theirs {:.3f} (quartiles {:.3f} and {:.3f} of {} pairs)",
        rival->name, rival->version, rival->milliseconds, rival->ratio.median, rival->ratio.low,
        rival->ratio.high, pairs);
  }
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace

Spread spread(std::vector<double> values) {
  std::ranges::sort(values);
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - static_cast<double>(below));
  };
  return {at(0.25), at(0.5), at(0.75)};
}

std::optional<ContestOptions> parse_contest(std::vector<std::string> arguments) {
  CLI::App parser("Measures a chapter's work, and its rival's beside it where that is installed.");
  ContestOptions options;
  std::string threads, json;
  parser.add_option("--json", json, "write the results to FILE as well")->type_name("FILE");
  parser.add_flag("--require-rival", options.require_rival, "fail where there is no rival");
  parser
      .add_option("--threads", threads, "of both sides (default: the cores, or $OMP_NUM_THREADS)")
      ->type_name("N");
  std::ranges::reverse(arguments);  // the order that CLI11 wants
  try {
    parser.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", parser.help("./primer bench CHAPTER"));
    return std::nullopt;
  } catch (const CLI::ParseError& problem) {
    throw usage_error("options", printable(problem.what()), "--help lists them");
  }
  options.threads = parser.count("--threads") > 0 ? app::threads_from("--threads", threads)
                                                  : app::default_threads();
  if (parser.count("--json") == 0) return options;
  options.json = json;
  if (json.empty() || std::filesystem::is_directory(json) ||
      !std::filesystem::is_directory(std::filesystem::absolute(json).parent_path())) {
    throw usage_error("--json", printable(json) + " cannot be a file",
                      "name one in a folder that is there");
  }
  return options;
}

Contest::Contest(ContestOptions options, TwinProgram twin)
    : options_(std::move(options)), twin_(std::move(twin)) {
  const Python python = find_python(twin_.module);
  python_ = python.program;
  absence_ = python.absence;
  if (!python_.empty()) return;
  if (options_.require_rival) throw data_error(twin_.library, absence_, get_python);
  fmt::print(stderr, "primer: note: no contest with {}: {}; {}\n", twin_.library, absence_,
             get_python);
}

void Contest::race(const std::string& work, const std::function<void()>& once, int pairs) {
  if (pairs == 0) pairs = options_.pairs;
  Windows us(ours(once), options_);
  Result result{work, 0, std::nullopt};
  if (python_.empty()) {
    for (int i = 0; i < pairs; ++i) us.measure();
  } else {
    Opponent them = strongest(twin_.path,
                              {python_, std::string(PRIMER_SOURCE_DIR) + "/" + twin_.path,
                               "--rival", work, "--threads", std::to_string(options_.threads)},
                              options_);
    std::vector<double> ratios;
    for (int i = 0; i < pairs; ++i) {
      Windows* order[] = {&us, &them.windows};
      if (i % 2 == 1) std::swap(order[0], order[1]);
      for (Windows* side : order) side->measure();
      ratios.push_back(us.seconds().back() / them.windows.seconds().back());
    }
    result.rival = {them.rival->name(), them.rival->version(), them.windows.median() * 1e3,
                    spread(ratios)};
  }
  result.milliseconds = us.median() * 1e3;
  results_.push_back(result);
  print(result, pairs);
}

void Contest::finish() const {
  if (options_.json.empty()) return;
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const Result& result : results_) {
    const auto& rival = result.rival;
    const auto known = [&](auto get) { return rival ? Json(get(*rival)) : Json(); };
    list.push_back({{"work", result.work},
                    {"unit", "ms"},
                    {"ours", result.milliseconds},
                    {"rival", known([](const auto& r) { return r.milliseconds; })},
                    {"rival_name", known([](const auto& r) { return r.name; })},
                    {"rival_version", known([](const auto& r) { return r.version; })},
                    {"ratio", known([](const auto& r) { return r.ratio.median; })},
                    {"ratio_low", known([](const auto& r) { return r.ratio.low; })},
                    {"ratio_high", known([](const auto& r) { return r.ratio.high; })},
                    {"threads", options_.threads},
                    {"cpu", app::processor_name()}});
  }
  write_file_atomically(options_.json, list.dump(2) + "\n");
}

int contest(int argc, char** argv, const TwinProgram& twin,
            const std::function<void(Contest&)>& program) {
  const auto fail = [](const Error& error) {
    fmt::print(stderr, "primer: error: {}\n", printable(error.what()));
    return error.exit_code();
  };
  try {
    const auto options = parse_contest({argv + 1, argv + argc});
    if (!options) return 0;
    omp_set_num_threads(options->threads);
    Contest contest(*options, twin);
    program(contest);
    contest.finish();
    return 0;
  } catch (const Error& error) {
    return fail(error);
  } catch (const std::exception& error) {
    return fail(
        data_error(twin.path, std::string("internal error: ") + error.what(), "please report it"));
  }
}

}  // namespace primer::testing
