// # What bags can do
//
// The program that puts the pages together, and what came of it.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

namespace primer::chapter {

void program(app::Run& run) {
  const auto& own = run.options().own;
  if (own.contains("--ask")) return ask(run, own.at("--ask"));
  if (own.contains("--texts")) return classify_own(run, own.at("--texts"));
  show_bags(run);
  const Library library = load_library(run);
  show_words(run, library);
  search(run, library);
  classify(run);
  find_topics(run, library);
}

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "01_bag_of_words",
       .summary = "search and sort texts by the words that they are made of",
       .options = {{"--ask", "search the dictionary of computing", "QUERY"},
                   {"--texts",
                    "learn to sort your own texts: a folder with a folder for "
                    "each class, or a table with a header",
                    "PATH"}}},
      argc, argv, primer::chapter::program);
}
