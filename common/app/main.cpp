#include <fcntl.h>
#include <omp.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <system_error>

#include "common/app/run.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "common/nn/layers.hpp"
#include "common/tensor/allocate.hpp"
#include "common/train/interrupt.hpp"
#include "kernels/memory/card.hpp"

namespace primer::app {
namespace {

int fail(const Error& error) {
  fmt::print(stderr, "primer: error: {}\n", printable(error.what()));
  return error.exit_code();
}

Error stdout_failed(int problem) {
  return data_error("stdout", std::string("cannot be written to: ") + std::strerror(problem),
                    "make room, or send it elsewhere");
}

Error internal(const Chapter& chapter, const std::exception& error) {
  return data_error(chapter.chapter, std::string("internal error: ") + error.what(),
                    "please report it");
}

Error out_of_memory(const Chapter& chapter, const std::string& problem) {
  return data_error(chapter.chapter, problem, "use fewer or smaller examples, or a larger machine");
}

/// Files that we open later must not become stdout or stderr because those were closed.
void open_standard_streams() {
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    if (open("/dev/null", O_RDWR) != descriptor) std::abort();
    if (descriptor == STDOUT_FILENO) {
      throw data_error("stdout", "is closed", "send it to a file or to /dev/null");
    }
  }
}

/// A word as a shell would have to be given it.
std::string shell_word(const std::string& word) {
  const std::string plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./,:@%";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

/// The command line that continues this run. What started the program may say in $PRIMER_COMMAND how it was called.
std::string command_to_resume(const std::vector<std::string>& arguments, const char* program) {
  const char* command = std::getenv("PRIMER_COMMAND");
  std::string line = command ? command : shell_word(program);
  bool resumes = false;
  for (const std::string& argument : arguments) {
    line += " " + shell_word(argument);
    resumes |= argument == "--resume";
  }
  return printable(resumes ? line : line + " --resume");
}

int run_and_finish(const Chapter& chapter, const Options& options, const Program& program,
                   const std::string& command) {
  try {
    Run run(chapter, options);
    program(run);
    run.finish();
  } catch (const train::Interrupted& interrupted) {
    fmt::print(stderr, "primer: interrupted: saved in {}; continue with: {}\n",
               printable((options.out / "checkpoint.safetensors").string()), command);
    return 128 + interrupted.signal;
  }
  if (std::fflush(stdout) != 0) throw stdout_failed(errno);
  return 0;
}

}  // namespace

int run_program(const Chapter& chapter, int argc, char** argv, const Program& program) {
  try {
    open_standard_streams();
    std::signal(SIGPIPE, SIG_DFL);  // `program | head` ends quietly
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto options = parse_options(chapter, arguments);
    if (!options) {
      fmt::print("{}", help(chapter));
      if (std::fflush(stdout) != 0) throw stdout_failed(errno);
      return 0;
    }
    if (!options->note.empty()) fmt::print(stderr, "primer: note: {}\n", options->note);
    omp_set_num_threads(options->threads);
    if (options->device.kind == Device::Kind::cuda) cuda::use_card(options->device.index);
    const nn::WeightsOn weights_on(options->device);
    if (options->keeps) train::catch_interrupts();  // with nothing to save, Ctrl-C just ends it
    return run_and_finish(chapter, *options, program, command_to_resume(arguments, argv[0]));
  } catch (const Error& error) {
    return fail(error);
  } catch (const OutOfMemory& error) {
    return fail(out_of_memory(chapter, error.what()));
  } catch (const std::bad_alloc&) {
    return fail(out_of_memory(chapter, "there is not enough memory"));
  } catch (const std::system_error& error) {
    if (std::ferror(stdout)) return fail(stdout_failed(error.code().value()));
    return fail(internal(chapter, error));
  } catch (const std::exception& error) {
    return fail(internal(chapter, error));
  }
}

}  // namespace primer::app
