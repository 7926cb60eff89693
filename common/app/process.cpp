#include "common/app/process.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "common/app/child.hpp"
#include "common/error/error.hpp"

namespace primer::app {
namespace {

/// A file without a name. The program reads and writes files, not pipes, so neither side ever waits for the other.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) {
      throw data_error("temporary files", std::strerror(errno), "make room for them or set TMPDIR");
    }
  }
  void write(const std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
    if (!written || std::fflush(file_.get()) != 0) {
      throw data_error("temporary files", std::strerror(errno), "make room for them");
    }
    std::rewind(file_.get());
  }
  std::string read() {
    std::string text;
    std::rewind(file_.get());
    char part[4096];
    for (std::size_t n; (n = std::fread(part, 1, sizeof part, file_.get())) > 0;) {
      text.append(part, n);
    }
    return text;
  }
  int descriptor() const { return fileno(file_.get()); }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

}  // namespace

std::optional<Finished> run_process(const std::vector<std::string>& command,
                                    const std::string& input) {
  Scratch in, out, err;
  in.write(input);
  auto child =
      Child::start(command, {{in.descriptor(), 0}, {out.descriptor(), 1}, {err.descriptor(), 2}});
  if (!child) return std::nullopt;
  const int status = child->wait();
  return Finished{status, out.read(), err.read()};
}

}  // namespace primer::app
