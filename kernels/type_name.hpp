#pragma once
// What a type is called, for messages.

#include <string>
#include <string_view>

namespace primer {

/// A type as its compiler writes it, without namespaces: "Apply<Relu>".
template <class T>
std::string type_name() {
  // "std::string primer::type_name() [with T = a::{anonymous}::Apply<b::Relu>; std::string = …]", or clang's "[T = …]"
  const std::string_view all = __PRETTY_FUNCTION__;
  const std::size_t begin = all.find("T = ") + 4;
  std::string_view written = all.substr(begin, all.find_first_of(";]", begin) - begin);

  std::string name;
  while (!written.empty()) {
    const std::size_t end = written.find_first_of("<>, ");
    const std::string_view word = written.substr(0, end);
    const std::size_t colons = word.rfind("::");
    name += colons == word.npos ? word : word.substr(colons + 2);
    if (end == written.npos) break;
    name += written[end];
    written.remove_prefix(end + 1);
  }
  return name;
}

}  // namespace primer
