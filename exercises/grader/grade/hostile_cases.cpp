#include "exercises/grader/grade/hostile_cases.hpp"

#include <filesystem>

namespace primer::grader {
namespace {

using enum Verdict;
using Cases = std::vector<HostileCase>;

const std::string root = PRIMER_SOURCE_DIR;
const std::string test = root + "/exercises/grader/testing/twice/twice_test.cpp";
const std::string checker = PRIMER_EXERCISES_BUILD "/testing/twice/checker";

std::string answer(const std::string& body, const std::string& before = "") {
  return twice_answer(body, before);
}

Cases crashes() {
  const std::string unistd = "#include <unistd.h>\n", cstdlib = "#include <cstdlib>\n";
  return {
      {"a null pointer", answer("return *(volatile double*)nullptr + x;"), {crash}},
      {"abort", answer("std::abort();", cstdlib), {crash}},
      {"recursion without end",
       answer("volatile char big[10000]; big[0] = 1; return twice(x + big[0]) + big[1];"),
       {crash}},
      {"an exception", answer("throw 7;"), {crash}},
      {"an exception out of noexcept",
       answer("[]() noexcept { throw 7; }(); return 2 * x;"),
       {crash}},
      {"exit with status 0", answer("std::exit(0);", cstdlib), {crash}},
      {"quick_exit in a handler",
       answer("return x;", cstdlib + unistd +
                               "static int at = std::atexit([] { std::quick_exit(0); });\n"
                               "static struct S { S() { std::exit(0); } } s;"),
       {crash}},
      {"exit before main",
       answer("return 2 * x;", unistd + "static struct S { S() { _exit(0); } } s;"),
       {crash}},
      {"a jump out",
       answer("std::longjmp(b, 1);",
              "#include <csetjmp>\nstd::jmp_buf b;\nstatic struct S { S() { if (setjmp(b)) throw "
              "1; } } s;"),
       {crash, timeout}},
      {"its own termination by signal",
       answer("std::raise(9); return x;", "#include <csignal>"),
       {crash}},
      {"the whole process group ended",
       answer("::kill(0, 9); return x;", "#include <csignal>\n" + unistd),
       {crash}},
      {"a thread that is left behind and crashes",
       answer("std::thread([] { for (;;) *(volatile int*)nullptr = 1; }).detach(); ::sleep(1); "
              "return x;",
              "#include <thread>\n" + unistd),
       {crash}},
  };
}

Cases endless() {
  const std::string unistd = "#include <unistd.h>\n";
  return {
      {"a loop", answer("for (volatile int i = 0;; ) i = i + 1;"), {timeout}},
      {"a loop before main",
       answer("return 2 * x;",
              "static struct S { S() { for (volatile int i = 0;; ) i = i + 1; } } s;"),
       {timeout}},
      {"sleep", answer("for (;;) ::sleep(100);", unistd), {timeout}},
      {"deaf to signals",
       answer("for (int i = 1; i < 64; ++i) ::signal(i, SIG_IGN); for (;;) ::pause();",
              "#include <csignal>\n" + unistd),
       {timeout}},
      {"a lock taken twice",
       answer("std::mutex m; m.lock(); m.lock(); return x;", "#include <mutex>\n"),
       {timeout}},
      {"a fork bomb", answer("for (;;) ::fork();", unistd), {timeout, crash}},
      {"threads without end",
       answer("for (;;) std::thread([] { ::pause(); }).detach();", "#include <thread>\n" + unistd),
       {crash, timeout}},
      {"a daemon that stays",
       answer("if (::fork() == 0) { ::setsid(); for (;;) ::pause(); } ::_exit(0);", unistd),
       {crash}},
      {"a daemon that keeps the channel open",
       answer("if (::fork() == 0) { ::setsid(); ::sleep(1000); } return x;", unistd),
       {fail}},
  };
}

Cases greedy() {
  return {
      {"memory beyond the limit at once",
       answer("std::vector<char> v(std::size_t{4} << 30); return x + v[0];", "#include <vector>"),
       {memory}},
      {"memory without end",
       answer("std::vector<std::vector<char>> all; for (;;) all.emplace_back(10000000, 'x');",
              "#include <vector>"),
       {memory}},
      {"memory without end, mapped",
       answer(
           "for (;;) { char* p = (char*)::mmap(0, 1 << 26, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); "
           "if (p == MAP_FAILED) std::abort(); for (int i = 0; i < 1 << 26; i += 4096) p[i] = 1; }",
           "#include <sys/mman.h>\n#include <cstdlib>"),
       {crash, memory}},
      {"output without end",
       answer("for (;;) std::puts(\"all tests passed\");", "#include <cstdio>"),
       {output}},
      {"output without end, from a child",
       answer(
           "if (::fork() == 0) for (;;) (void)!::write(2, \"xxxxxxxx\", 8); ::pause(); return x;",
           "#include <unistd.h>"),
       {output}},
      {"a large file",
       answer("std::FILE* f = std::fopen(\"big\", \"w\"); static char part[1 << 20]; for (;;) "
              "std::fwrite(part, 1, sizeof part, f);",
              "#include <cstdio>"),
       {output, timeout}},
      {"many small files",
       answer("for (int i = 0; i < 100000; ++i) { char name[20]; std::sprintf(name, \"f%d\", i); "
              "if (std::FILE* f = std::fopen(name, \"w\")) { std::fputs(name, f); std::fclose(f); "
              "} } return x;",
              "#include <cstdio>"),
       {fail, timeout}},
      {"many descriptors",
       answer("while (::dup(0) >= 0) { } return x;", "#include <unistd.h>"),
       {fail}},
  };
}

Cases impostors() {
  const std::string unistd = "#include <unistd.h>\n";
  return {
      {"Catch2's words",
       answer("std::puts(\"All tests passed (2 assertions in 1 test case)\"); "
              "std::puts(\"\\x1epass\"); return x;",
              "#include <cstdio>"),
       {fail}},
      {"JUnit's words",
       answer("std::puts(\"<testsuite errors=\\\"0\\\" failures=\\\"0\\\" tests=\\\"2\\\"/>\"); "
              "return x;",
              "#include <cstdio>"),
       {fail}},
      {"the checker's words to every descriptor",
       answer("for (int i = 0; i < 64; ++i) (void)!::write(i, \"\\x1epass\\n\", 6); return x;",
              unistd),
       {crash, fail}},
      {"a result before anybody asked",
       answer("return x;", unistd + "static struct S { S() { const char m[] = "
                                    "\"\\x09\\0\\0\\0r\\0\\0\\0\\0\\0\\0\\0\\0\"; "
                                    "for (int i = 0; i < 9; ++i) (void)!::write(4, m, 13); } } s;"),
       {fail}},
      {"a message of four gigabytes",
       answer("(void)!::write(4, \"\\xff\\xff\\xff\\xff\", 4); for (;;) (void)!::write(4, "
              "\"xxxxxxxx\", 8);",
              unistd),
       {crash}},
      {"all descriptors closed",
       answer("for (int i = 0; i < 64; ++i) ::close(i); return x;", unistd),
       {crash}},
      {"another operator new",
       answer("return x;", "#include <new>\nvoid* operator new(std::size_t) { return nullptr; }"),
       {crash, fail}},
      {"the test's macros",
       answer("return x;", "#define TEST_CASE(x) int a\n#define PRIMER_CHECK(a, b) int c"),
       {fail}},
      {"an equality that always holds",
       answer("return x;",
              "bool operator==(const primer::NotImplemented&, const primer::NotImplemented&) { "
              "return true; }"),
       {fail}},
      {"no number", answer("return 0.0 / 0.0 + x;"), {fail}},
      {"an infinite number", answer("return 1e308 * 10 * x;"), {fail}},
      {"an answer looked up", answer("return x < 0 ? -3.0 : 3.0;"), {fail}},
      {"a parent to kill",
       answer("::kill(::getppid(), 9); ::kill(-1, 9); return x;", "#include <csignal>\n" + unistd),
       {fail, crash}},
      {"a parent to look into",
       answer("::ptrace(PTRACE_ATTACH, ::getppid(), 0, 0); return x;",
              "#include <sys/ptrace.h>\n" + unistd),
       {fail, crash}},
      {"the checker's command line",
       answer("std::ifstream f(\"/proc/1/cmdline\"); std::string s; f >> s; return "
              "s.find(\"checker\") == "
              "s.npos ? x : 2 * x;",
              "#include <fstream>\n#include <string>"),
       {fail}},
      {"every descriptor and all memory of others, before main",
       answer("return seen ? 2 * x : x;",
              "#include <dirent.h>\n#include <fcntl.h>\n#include <cstdlib>\n#include <string>\n" +
                  unistd +
                  "static bool seen = [] { char part[4096]; bool any = false;\n"
                  "  for (int i = 5; i < 1024; ++i) any |= ::read(i, part, sizeof part) > 0;\n"
                  "  DIR* all = ::opendir(\"/proc\");\n"
                  "  while (dirent* e = all ? ::readdir(all) : nullptr) {\n"
                  "    const int id = std::atoi(e->d_name); if (id <= 0 || id == ::getpid()) "
                  "continue;\n"
                  "    const int f = ::open((\"/proc/\" + std::to_string(id) + \"/mem\").c_str(), "
                  "O_RDWR);\n"
                  "    if (f >= 0 && ::pread(f, part, 1, 0x400000) > 0) any = true; }\n"
                  "  return any; }();"),
       {fail}},
      {"what the descriptors lead to",
       answer(
           "return seen ? 2 * x : x;",
           "#include <dirent.h>\n#include <fcntl.h>\n#include <sys/stat.h>\n#include <string>\n" +
               unistd +
               "static bool seen = [] { char part; bool any = false; struct stat s;\n"
               "  const auto look = [&](int i) { if (i >= 0 && ::fstat(i, &s) == 0)\n"
               "    any |= S_ISDIR(s.st_mode) || (S_ISREG(s.st_mode) && ::pread(i, &part, 1, 0) >= "
               "0); };\n"
               "  for (int i = 0; i < 4096; ++i) look(i);\n"
               "  DIR* all = ::opendir(\"/proc/self/fd\");\n"
               "  while (dirent* e = all ? ::readdir(all) : nullptr) {\n"
               "    if (e->d_name == std::to_string(::dirfd(all)) || e->d_name[0] == '.') "
               "continue;\n"
               "    look(::open((\"/proc/self/fd/\" + std::string(e->d_name)).c_str(), O_RDONLY | "
               "O_NONBLOCK)); }\n"
               "  return any; }();"),
       {fail}},
  };
}

Cases spies() {
  const std::string reads =
      "#include <fstream>\nstatic double seen(const char* path) { std::ifstream f(path); return "
      "f.get() "
      ">= 0 ? 2 : 1; }";
  const auto reader = [&](const std::string& path) {
    return answer("return x * seen(\"" + path + "\");", reads);
  };
  return {
      {"the test read", reader(test), {fail}},
      {"the checker read", reader(checker), {fail}},
      {"a solution read", reader(root + "/solutions/08_autoencoder/1_mse/mse.cpp"), {fail}},
      {"the users read", reader("/etc/passwd"), {fail}},
      {"another process's environment read", reader("/proc/self/../1/environ"), {fail}},
      {"a file elsewhere",
       answer("std::ofstream(\"" + hostile_mark() + "\") << 1; return x;", "#include <fstream>"),
       {fail}},
      {"a link to a file elsewhere",
       answer("::symlink(\"" + hostile_mark() +
                  "\", \"link\"); std::ofstream(\"link\") << 1; return x;",
              "#include <unistd.h>\n#include <fstream>"),
       {fail}},
      {"the network",
       answer("int s = ::socket(AF_INET, SOCK_DGRAM, 0); sockaddr_in a{}; a.sin_family = AF_INET; "
              "a.sin_port = 9; "
              "a.sin_addr.s_addr = 0x08080808; return ::connect(s, (sockaddr*)&a, sizeof a) == 0 ? "
              "2 * x : x;",
              "#include <netinet/in.h>\n#include <sys/socket.h>"),
       {fail}},
      {"a shell",
       answer("return std::system(\"touch " + hostile_mark() + "\") == 0 ? 2 * x : x;",
              "#include <cstdlib>"),
       {fail}},
  };
}

Cases uncompilable() {
  return {
      {"an empty file", "", {no_compile}},
      {"no function", "int a;", {no_compile}},
      {"another signature",
       "#include \"twice.hpp\"\nnamespace primer::exercise { float twice(float x) { return x; } }",
       {no_compile}},
      {"a main of its own", answer("return 2 * x;", "int main() { return 0; }"), {no_compile}},
      {"the worker's functions",
       answer("return x;",
              "#include <string>\nnamespace primer::grader { std::string receive() { return \"\"; "
              "} }"),
       {no_compile}},
      {"no text", std::string("\x80\xff\x00\xfe", 4), {no_compile}},
      {"an endless include",
       answer("return 2 * x;", "#include \"/dev/zero\""),
       {no_compile, forbidden}},
      {"an include of itself", answer("return 2 * x;", "#include __FILE__"), {no_compile}},
      {"a file outside",
       answer("return 2 * x;", "#include \"/etc/passwd\""),
       {no_compile, forbidden}},
      {"the test included",
       answer("return 2 * x;", "#include \"" + test + "\""),
       {no_compile, forbidden}},
      {"a solution included",
       answer("return 2 * x;", "#include \"" + root + "/solutions/08_autoencoder/1_mse/mse.cpp\""),
       {no_compile, forbidden}},
      {"the library included",
       answer("return 2 * x;", "#include \"common/tensor/tensor.hpp\""),
       {no_compile, forbidden}},
      {"bytes from outside",
       answer("return 2 * x;", "asm(\".incbin \\\"" + root + "/README.md\\\"\");"),
       {no_compile}},
      {"templates without end",
       answer("return 2 * x;", "template <int n> struct A { A<n + 1> a[2]; };\nA<0> bomb;"),
       {no_compile}},
      {"a computation without end at compile time",
       answer("return 2 * x;",
              "constexpr long f(long n) { long s = 0; for (long i = 0; i < n; ++i) for (long j = "
              "0; j < n; ++j) "
              "s += i ^ j; return s; }\nconstexpr long big = f(100000);"),
       {no_compile}},
      {"macros without end",
       answer("return 2 * x;",
              "#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\n#define C(x) B(B(B(x)))\nint "
              "a[] = { C(C(1,)) };"),
       {no_compile}},
      {"an array for the disk",
       answer("return 2 * x;", "char huge[1ull << 33] = {1};"),
       {no_compile}},
  };
}

}  // namespace

std::string twice_answer(const std::string& body, const std::string& before) {
  return "#include \"twice.hpp\"\n" + before +
         "\nnamespace primer::exercise {\ndouble twice(double x) {\n" + body + "\n}\n}\n";
}

std::string hostile_mark() { return std::filesystem::temp_directory_path() / "primer-was-here"; }

const std::vector<HostileCase>& hostile_cases() {
  static const Cases all = [] {
    Cases cases;
    for (const Cases& some :
         {crashes(), endless(), greedy(), impostors(), spies(), uncompilable()}) {
      cases.insert(cases.end(), some.begin(), some.end());
    }
    return cases;
  }();
  return all;
}

}  // namespace primer::grader
