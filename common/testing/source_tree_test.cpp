#include "common/testing/source_tree.hpp"
#include "common/testing/catch.hpp"

namespace primer::testing {
namespace {

using Files = std::set<std::string>;

SourceTree small_tree() {
  return SourceTree({
      {"chapters/01_x/x.cpp", "#include \"common/nn/net.hpp\"\n#include \"x.hpp\"\n"},
      {"chapters/01_x/x.hpp", "int page;"},
      {"chapters/01_x/x_test.cpp", "#include \"common/testing/catch.hpp\""},
      {"chapters/01_x/x_bench.cpp", ""},
      {"common/nn/net.hpp", "#include <vector>\nint net();"},
      {"common/nn/net.cpp", "#include \"net.hpp\"\n#include \"kernels/gemm/gemm.hpp\""},
      {"common/nn/net_test.cpp", "#include \"net.hpp\""},
      {"common/nn/other.cpp", "int unrelated;"},
      {"kernels/gemm/gemm.hpp", "void gemm();"},
      {"kernels/gemm/gemm_cpu.cpp", "#include \"kernels/gemm/gemm.hpp\""},
      {"kernels/gemm/tiles.cpp", "#include \"gemm.hpp\"\n"},
      {"kernels/gemm/gemm_bench.cpp", "#include \"gemm.hpp\""},
  });
}

TEST_CASE("includes are found with the file they mean and their line") {
  const SourceTree tree({
      {"a/b.cpp",
       "// #include \"no.hpp\"\n#include \"b.hpp\"\n  #  include \"c/d.hpp\" // why\n"
       "auto s = R\"(\n#include \"no.hpp\"\n)\";\n#include \"gone.hpp\"\n"},
      {"a/b.hpp", ""},
      {"c/d.hpp", ""},
  });
  const std::vector<Include>& includes = tree.includes().at("a/b.cpp");
  REQUIRE(includes.size() == 3);
  CHECK(includes[0].file == "a/b.hpp");
  CHECK(includes[0].line == 2);
  CHECK(includes[1].file == "c/d.hpp");
  CHECK(includes[1].line == 3);
  CHECK(includes[2].written == "gone.hpp");
  CHECK(includes[2].file.empty());
  CHECK(includes[2].line == 7);
}

TEST_CASE("a chapter is its folder without tests and benchmarks") {
  CHECK(small_tree().chapter("01_x") == Files{"chapters/01_x/x.cpp", "chapters/01_x/x.hpp"});
  CHECK(small_tree().chapter("02_y").empty());
}

TEST_CASE("the library of a chapter follows headers to their implementations") {
  const SourceTree tree = small_tree();
  CHECK(tree.library_of(tree.chapter("01_x")) ==
        Files{"common/nn/net.cpp", "common/nn/net.hpp", "kernels/gemm/gemm.hpp",
              "kernels/gemm/gemm_cpu.cpp", "kernels/gemm/tiles.cpp"});
}

TEST_CASE("a hash changes with the code and the names of its files alone") {
  const auto hash = [](const std::string& name, const std::string& text) {
    return SourceTree({{name, text}, {"b.cpp", "int b;"}}).hash({name, "b.cpp"});
  };
  const std::string original = hash("a.cpp", "int a;  // old");
  CHECK(original.size() == 16);
  CHECK(original == hash("a.cpp", "int a;\n// new"));
  CHECK(original != hash("a.cpp", "int c;"));
  CHECK(original != hash("c.cpp", "int a;"));
}

TEST_CASE("the real tree is read") {
  const SourceTree tree = SourceTree::read(PRIMER_SOURCE_DIR);
  REQUIRE(tree.includes().contains("common/testing/source_tree.cpp"));
  CHECK(tree.includes().at("common/testing/source_tree.cpp").front().file ==
        "common/testing/source_tree.hpp");
}

}  // namespace
}  // namespace primer::testing
