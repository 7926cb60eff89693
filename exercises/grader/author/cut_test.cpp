#include "exercises/grader/author/cut.hpp"

#include "common/error/error.hpp"
#include "common/testing/catch.hpp"

namespace primer::grader {
namespace {

const std::string solution =
    "int f(int x) {\n"
    "  //! hole\n"
    "  const int doubled = x + x;\n"
    "  return doubled + 1;\n"
    "  //! end\n"
    "}\n"
    "int g();\n";

}  // namespace

TEST_CASE("A hole throws and the lines around it stay") {
  CHECK(cut_holes(solution, "f.cpp") ==
        "int f(int x) {\n  // Your code goes here.\n  throw NotImplemented();\n}\nint g();\n");
  CHECK(without_marks(solution) ==
        "int f(int x) {\n  const int doubled = x + x;\n  return doubled + 1;\n}\nint g();\n");
}

TEST_CASE("Marks that do not pair are refused") {
  for (const char* text :
       {"int a;\n", "//! hole\n", "//! end\n", "//! hole\n//! hole\n//! end\n"}) {
    CHECK_THROWS_AS(cut_holes(text, "f.cpp"), Error);
  }
}

TEST_CASE("A filled hole is the same exercise and a change outside is not") {
  const std::string stub = cut_holes(solution, "f.cpp");
  CHECK(same_outside_holes(stub, stub));
  CHECK(same_outside_holes(stub, "int f(int x) {\n  return 3;\n}\nint g();\n"));
  CHECK_FALSE(same_outside_holes(stub, "int f(long x) {\n  return 3;\n}\nint g();\n"));
  CHECK_FALSE(same_outside_holes(stub, "int f(int x) {\n  return 3;\n}\nint h();\n"));
  CHECK_FALSE(same_outside_holes(stub, ""));
}

TEST_CASE("A mutant replaces lines that stand there once") {
  const Mutant mutant = read_mutant(
      "One too many.\nFails: It adds one\n-  return doubled + 1;\n+  return doubled + 2;\n",
      solution, "m");
  CHECK(mutant.about == "One too many.");
  CHECK(mutant.fails == std::vector<std::string>{"It adds one"});
  CHECK(mutant.source.find("doubled + 2") != std::string::npos);
  CHECK(mutant.source.find("doubled + 1") == std::string::npos);
  for (const char* wrong : {"", "About.\nFails: A\n", "About.\n-int g();\n+int h();\n",
                            "About.\nFails: A\n-  return nothing;\n+  return 1;\n",
                            "About.\nFails: A\nloose\n-int g();\n"}) {
    CHECK_THROWS_AS(read_mutant(wrong, solution, "m"), Error);
  }
}

}  // namespace primer::grader
