#include "book/system.hpp"

#include <fmt/format.h>

#include <exception>
#include <fstream>

#include "common/app/process.hpp"
#include "common/error/error.hpp"

namespace primer::book {

namespace fs = std::filesystem;

int run_program(const std::string& name, const std::function<int()>& body) {
  const auto say = [](const Error& error) {
    fmt::print(stderr, "primer: error: {}\n", error.what());
    return error.exit_code();
  };
  try {
    return body();
  } catch (const Error& error) {
    return say(error);
  } catch (const fs::filesystem_error& error) {
    return say(data_error(error.path1().string(), error.code().message(),
                          "see whether it is there, may be written to, and the disk has room"));
  } catch (const std::exception& error) {
    return say(data_error(name, error.what(), "look at what was changed last"));
  }
}

std::string run_tool(const std::vector<std::string>& command, const std::string& package) {
  const auto finished = app::run_process(command);
  if (!finished) {
    throw data_error(command[0], "there is no such program",
                     "install it with ./primer setup " + package);
  }
  if (finished->status != 0) {
    fmt::print(stderr, "{}{}", finished->output, finished->errors);
    throw data_error(command[0], fmt::format("failed with exit code {}", finished->status),
                     "see what it said above");
  }
  return finished->output + finished->errors;
}

void write_scratch(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return;
  throw data_error(path.string(), "cannot be written", "see whether the disk has room");
}

void replace_folder(const fs::path& old, const fs::path& by) {
  const fs::path aside = old.string() + ".old";
  if (fs::exists(old)) {
    fs::remove_all(aside);
    fs::rename(old, aside);
  }
  try {
    fs::rename(by, old);
  } catch (const fs::filesystem_error&) {
    if (fs::exists(aside)) fs::rename(aside, old);
    throw;
  }
  fs::remove_all(aside);
}

}  // namespace primer::book
