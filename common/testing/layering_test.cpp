#include "common/testing/layering.hpp"
#include "common/testing/catch.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace primer::testing {
namespace {

const std::vector<std::string> rooms{"tensor", "nn", "train"};

/// The violations in a tree where `file` includes `target`, which exists.
std::vector<std::string> violations(const std::string& file, const std::string& target) {
  const SourceTree tree({{file, "#include \"" + target + "\"\n"}, {target, ""}});
  return layering_violations(tree, rooms);
}

void refused(const std::string& file, const std::string& target, const std::string& why) {
  INFO(file << " includes " << target);
  const auto found = violations(file, target);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == file + ":1: \"" + target + "\": " + why);
}

void allowed(const std::string& file, const std::string& target) {
  INFO(file << " includes " << target);
  CHECK(violations(file, target).empty());
}

TEST_CASE("includes in the house go from chapters over common to kernels") {
  const auto found = [] {
    std::ifstream lists(PRIMER_SOURCE_DIR "/common/CMakeLists.txt");
    const std::string text{std::istreambuf_iterator<char>(lists), {}};
    return layering_violations(SourceTree::read(PRIMER_SOURCE_DIR), rooms_in(text));
  }();
  for (const std::string& violation : found) UNSCOPED_INFO(violation);
  CHECK(found.empty());
}

TEST_CASE("the layers below may be included") {
  allowed("chapters/01_x/x.cpp", "common/nn/net.hpp");
  allowed("chapters/01_x/x.cpp", "kernels/gemm/gemm.hpp");
  allowed("chapters/01_x/x.cpp", "chapters/01_x/x.hpp");
  allowed("common/nn/net.cpp", "kernels/gemm/gemm.hpp");
  allowed("kernels/gemm/gemm.hpp", "kernels/elementwise/elementwise.hpp");
}

TEST_CASE("the layers above may not be included") {
  refused("kernels/gemm/gemm.cpp", "common/nn/net.hpp", "kernels/ does not know common/");
  refused("kernels/gemm/gemm_test.cpp", "common/nn/net.hpp", "kernels/ does not know common/");
  const std::string chapters_only = "only a chapter includes what is in chapters/";
  refused("kernels/gemm/gemm.cpp", "chapters/01_x/x.hpp", chapters_only);
  refused("common/nn/net_test.cpp", "chapters/01_x/x.hpp", chapters_only);
}

TEST_CASE("no chapter includes another") {
  refused("chapters/02_y/y.cpp", "chapters/01_x/x.hpp", "no chapter includes another");
  refused("chapters/02_y/y_test.cpp", "chapters/01_x/x.hpp", "no chapter includes another");
}

TEST_CASE("only tests and benchmarks include common testing") {
  allowed("kernels/gemm/gemm_test.cpp", "common/testing/catch.hpp");
  allowed("kernels/gemm/gemm_bench.cpp", "common/testing/bench.hpp");
  allowed("chapters/01_x/x_test.cpp", "common/testing/catch.hpp");
  allowed("common/testing/numeric.cpp", "common/testing/numeric.hpp");
  allowed("common/testing/numeric.cpp", "common/train/fit.hpp");
  allowed("exercises/grader/check/checker.hpp", "common/testing/catch.hpp");
  allowed("book/tokens.cpp", "common/testing/source_text.hpp");
  const std::string why = "common/testing is for _test and _bench files, the book, and the grader";
  refused("kernels/gemm/gemm.cpp", "common/testing/numeric.hpp", why);
  refused("common/nn/net.cpp", "common/testing/numeric.hpp", why);
  refused("chapters/01_x/x.cpp", "common/testing/numeric.hpp", why);
}

TEST_CASE("a room uses the rooms before it") {
  allowed("common/train/fit.cpp", "common/tensor/tensor.hpp");
  allowed("common/nn/net.cpp", "common/nn/net.hpp");
  const std::string after = "the room stands after its own in common/CMakeLists.txt";
  refused("common/nn/net.cpp", "common/train/fit.hpp", after);
  refused("common/nn/net_test.cpp", "common/train/fit.hpp", after);
  refused("common/nn/net.cpp", "common/attic/box.hpp", after);
  refused("common/attic/box.cpp", "common/nn/net.hpp", "its room is not in common/CMakeLists.txt");
}

TEST_CASE("exercises and solutions are included by nobody else") {
  allowed("solutions/01_x/1_a/a_test.cpp", "solutions/01_x/1_a/a.hpp");
  allowed("exercises/01_x/1_a/a.cpp", "common/tensor/tensor.hpp");
  const std::string why = "nothing includes exercises/ and solutions/";
  refused("chapters/01_x/x.cpp", "solutions/01_x/1_a/a.hpp", why);
  refused("common/nn/net.cpp", "exercises/01_x/1_a/a.hpp", why);
  refused("exercises/01_x/1_a/a.cpp", "solutions/01_x/1_a/a.hpp", why);
  refused("solutions/01_x/2_b/b.cpp", "solutions/01_x/1_a/a.hpp", why);
  allowed("solutions/01_x/1_a/a.hpp", "exercises/grader/check/interface.hpp");
  allowed("exercises/grader/main.cpp", "exercises/grader/check/interface.hpp");
  refused("chapters/01_x/x.cpp", "exercises/grader/check/interface.hpp",
          "the grader is for exercises");
}

TEST_CASE("the book includes the library and nobody includes the book") {
  allowed("book/make.cpp", "book/links.hpp");
  allowed("book/make.cpp", "common/train/fit.hpp");
  allowed("book/make.cpp", "kernels/gemm/gemm.hpp");
  refused("book/make.cpp", "chapters/01_x/x.hpp", "only a chapter includes what is in chapters/");
  refused("book/make.cpp", "exercises/grader/check/interface.hpp", "the grader is for exercises");
  for (const char* file : {"chapters/01_x/x.cpp", "common/testing/numeric.cpp",
                           "common/nn/net_test.cpp", "exercises/grader/main.cpp"})
    refused(file, "book/links.hpp", "nothing includes book/");
}

TEST_CASE("includes of ours are written from the root or bare") {
  const auto found = [](const std::string& written) {
    const SourceTree tree({{"common/nn/net.cpp", "\n#include \"" + written + "\"\n"},
                           {"common/nn/net.hpp", ""},
                           {"common/tensor/tensor.hpp", ""}});
    return layering_violations(tree, rooms);
  };
  CHECK(found("net.hpp").empty());
  CHECK(found("common/tensor/tensor.hpp").empty());
  for (const char* written :
       {"../tensor/tensor.hpp", "tensor/tensor.hpp", "tensor.hpp", "gone.hpp"}) {
    INFO(written);
    REQUIRE(found(written).size() == 1);
    CHECK_THAT(found(written)[0], ContainsSubstring("common/nn/net.cpp:2: ") &&
                                      ContainsSubstring("there is no such file"));
  }
}

TEST_CASE("circles are found once and shown") {
  const SourceTree tree({
      {"kernels/a/a.hpp", "#include \"kernels/b/b.hpp\""},
      {"kernels/b/b.hpp", "\n#include \"c.hpp\""},
      {"kernels/b/c.hpp", "#include \"kernels/a/a.hpp\""},
      {"kernels/d/d.cpp", "#include \"kernels/a/a.hpp\"\n#include \"kernels/b/b.hpp\""},
  });
  CHECK(layering_violations(tree, rooms) ==
        std::vector<std::string>{"kernels/b/c.hpp:1: includes go in a circle: kernels/a/a.hpp -> "
                                 "kernels/b/b.hpp -> kernels/b/c.hpp -> kernels/a/a.hpp"});
  const SourceTree self(
      std::map<std::string, std::string>{{"kernels/a/a.hpp", "#include \"a.hpp\""}});
  CHECK(layering_violations(self, rooms).size() == 1);
}

TEST_CASE("the list of rooms is read from the build file") {
  CHECK(rooms_in("add(x)\nset(rooms tensor nn\n  train)\n") == rooms);
  CHECK_THROWS_AS(rooms_in("set(room tensor)"), std::runtime_error);
}

}  // namespace
}  // namespace primer::testing
