#pragma once
// What the API pages explain, as Doxygen's tag file lists it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace primer::book {

struct Symbol {
  enum class Kind { space, type, alias, function, variable, value, macro } kind = Kind::function;
  std::string name = {};  ///< with its namespaces and classes, "primer::train::fit"
  std::string url = {};   ///< "namespaceprimer_1_1train.html#a1b2"
  std::string type =
      {};  ///< of a variable or an alias; what a function returns. As declared: "const Shape &"
  std::string arguments = {};  ///< "(const Shape &shape, Device device={})"
};

/// "primer::train" of "primer::train::fit".
std::string scope_of(std::string_view name);

class Symbols {
 public:
  /// Reads a tag file.
  /// @throws Error of data when it is none
  static Symbols read(std::string_view tags);

  void add(Symbol symbol);
  /// Takes the addresses away from all that the others do not have, such as what has no documentation and so no page.
  void keep_addresses_of(const Symbols& others);
  void add_base(const std::string& type, const std::string& base) { bases_[type].push_back(base); }
  void add_file(const std::string& path, const std::string& url) { files_[path] = url; }

  /// What a name means in a scope, looked up from there outwards, as C++ does. Of overloads, the first.
  /// @param name perhaps with namespaces and classes before it
  const Symbol* find(std::string_view name, std::string_view scope) const;
  /// A member of a class, or of one that it is derived from.
  const Symbol* member(std::string_view type, std::string_view name) const;
  /// All overloads of the full name.
  std::vector<const Symbol*> overloads(std::string_view name) const;
  /// The class that a type as declared is in the end, without const, references and aliases; empty if none of ours.
  std::string class_of(std::string_view type, std::string_view scope) const;
  /// The page of a file, by its path from the root; empty when there is none.
  std::string file(std::string_view path) const;
  /// All symbols, of overloads the first.
  std::vector<const Symbol*> all() const;

 private:
  std::multimap<std::string, Symbol, std::less<>> symbols_;
  std::map<std::string, std::vector<std::string>, std::less<>> bases_;
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace primer::book
