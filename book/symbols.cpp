#include "book/symbols.hpp"

#include <array>
#include <set>

#include "book/text.hpp"
#include "common/error/error.hpp"

namespace primer::book {
namespace {

/// What stands between a tag and its end on a line; empty when that is not there. Doxygen writes tag files in one way, a tag
/// a line, so this is all the XML there is.
std::string content(std::string_view line, std::string_view tag) {
  const std::string open = "<" + std::string(tag), close = "</" + std::string(tag) + ">";
  const std::size_t begin = line.find(open);
  if (begin == line.npos) return {};
  const std::size_t from = line.find('>', begin) + 1, to = line.find(close, from);
  return to == line.npos ? std::string() : plain(line.substr(from, to - from));
}

std::string attribute(std::string_view line, std::string_view name) {
  const std::string open = std::string(name) + "=\"";
  const std::size_t begin = line.find(open);
  if (begin == line.npos) return {};
  const std::size_t from = begin + open.size();
  return std::string(line.substr(from, line.find('"', from) - from));
}

Symbol::Kind kind_of_member(const std::string& kind, bool is_alias) {
  if (kind == "function") return Symbol::Kind::function;
  if (kind == "variable") return Symbol::Kind::variable;
  if (kind == "enumvalue") return Symbol::Kind::value;
  if (kind == "define") return Symbol::Kind::macro;
  return is_alias ? Symbol::Kind::alias : Symbol::Kind::type;
}

bool is_class(const std::string& kind) {
  return kind == "class" || kind == "struct" || kind == "union";
}

std::string join(const std::string& scope, const std::string& name) {
  return scope.empty() ? name : scope + "::" + name;
}

/// Goes through the lines of a tag file, with the compound and the member that they belong to.
class TagReader {
 public:
  explicit TagReader(Symbols& symbols) : symbols_(symbols) {}

  void take(std::string_view line) {
    line = trim(line);
    if (line.starts_with("<compound ")) {
      kind_ = attribute(line, "kind");
      name_.clear();
    } else if (line.starts_with("<member ")) {
      in_member_ = true;
      member_ = {};
      member_kind_ = attribute(line, "kind");
    } else if (line == "</member>") {
      in_member_ = false;
      finish_member();
    } else if (in_member_) {
      take_in_member(line);
    } else {
      take_in_compound(line);
    }
  }

 private:
  void take_in_compound(std::string_view line) {
    if (line.starts_with("<name>")) name_ = content(line, "name");
    if (line.starts_with("<path>")) path_ = content(line, "path");
    if (line.starts_with("<base")) symbols_.add_base(name_, content(line, "base"));
    if (!line.starts_with("<filename>")) return;
    url_ = content(line, "filename");
    if (!url_.ends_with(".html"))
      url_ += ".html";  // some versions of Doxygen leave it out for files
    if (kind_ == "namespace")
      symbols_.add({.kind = Symbol::Kind::space, .name = name_, .url = url_});
    if (is_class(kind_)) symbols_.add({.kind = Symbol::Kind::type, .name = name_, .url = url_});
    if (kind_ == "file") symbols_.add_file(path_ + name_, url_);
  }

  void take_in_member(std::string_view line) {
    if (line.starts_with("<type>")) member_.type = content(line, "type");
    if (line.starts_with("<name>")) member_.name = content(line, "name");
    if (line.starts_with("<anchorfile>")) member_.url = content(line, "anchorfile");
    if (line.starts_with("<anchor>")) member_.url += "#" + content(line, "anchor");
    if (line.starts_with("<arglist>")) member_.arguments = content(line, "arglist");
    if (line.starts_with("<enumvalue")) {
      // They lead to their enumeration, because without documentation they have no place of their own.
      symbols_.add({.kind = Symbol::Kind::value,
                    .name = join(join(scope(), member_.name), content(line, "enumvalue")),
                    .url = member_.url,
                    .type = member_.name});
    }
  }

  void finish_member() {
    // Files list what their namespaces list too; only macros stand in a file alone.
    if (kind_ == "file" && member_kind_ != "define") return;
    member_.kind = kind_of_member(member_kind_, member_kind_ == "typedef");
    member_.name = join(scope(), member_.name);
    symbols_.add(member_);
  }

  std::string scope() const { return kind_ == "namespace" || is_class(kind_) ? name_ : ""; }

  Symbols& symbols_;
  std::string kind_, name_, path_, url_, member_kind_;
  bool in_member_ = false;
  Symbol member_;
};

/// "Tensor &" of "static const Tensor &".
std::string without_specifiers(std::string type) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view word :
         {"const ", "static ", "constexpr ", "inline ", "virtual ", "explicit "}) {
      if (!type.starts_with(word)) continue;
      type.erase(0, word.size());
      changed = true;
    }
  }
  return type;
}

}  // namespace

std::string scope_of(std::string_view name) {
  const std::size_t colons = name.rfind("::");
  return std::string(colons == name.npos ? std::string_view() : name.substr(0, colons));
}

Symbols Symbols::read(std::string_view tags) {
  if (tags.find("<tagfile") == tags.npos) {
    throw data_error("the list of symbols", "is no tag file of Doxygen", "make the book again");
  }
  Symbols symbols;
  TagReader reader(symbols);
  for (const std::string& line : lines_of(tags)) reader.take(line);
  return symbols;
}

void Symbols::add(Symbol symbol) {
  std::string name = symbol.name;
  symbols_.emplace(std::move(name), std::move(symbol));
}

void Symbols::keep_addresses_of(const Symbols& others) {
  std::set<std::string> kept;
  for (const auto& [name, symbol] : others.symbols_) kept.insert(symbol.url);
  for (auto& [name, symbol] : symbols_) {
    if (!kept.contains(symbol.url)) symbol.url.clear();
  }
  files_ = others.files_;
}

const Symbol* Symbols::find(std::string_view name, std::string_view scope) const {
  for (std::string around(scope);; around = scope_of(around)) {
    const auto [begin, end] = symbols_.equal_range(join(around, std::string(name)));
    if (begin != end) return &begin->second;
    const std::size_t colons = name.rfind("::");
    if (colons != name.npos) {
      const auto type = symbols_.find(join(around, std::string(name.substr(0, colons))));
      if (type != symbols_.end() && type->second.kind != Symbol::Kind::space) {
        const std::string real = class_of(type->first, "");
        if (const Symbol* found = member(real, name.substr(colons + 2))) return found;
      }
    }
    if (around.empty()) return nullptr;
  }
}

const Symbol* Symbols::member(std::string_view type, std::string_view name) const {
  if (type.empty()) return nullptr;
  const auto found = symbols_.find(join(std::string(type), std::string(name)));
  if (found != symbols_.end()) return &found->second;
  const auto bases = bases_.find(type);
  if (bases == bases_.end()) return nullptr;
  for (const std::string& base : bases->second) {
    if (const Symbol* inherited = member(base, name)) return inherited;
  }
  return nullptr;
}

std::vector<const Symbol*> Symbols::overloads(std::string_view name) const {
  std::vector<const Symbol*> all;
  const auto [begin, end] = symbols_.equal_range(name);
  for (auto at = begin; at != end; ++at) all.push_back(&at->second);
  return all;
}

std::vector<const Symbol*> Symbols::all() const {
  std::vector<const Symbol*> all;
  for (const auto& [name, symbol] : symbols_) {
    if (all.empty() || all.back()->name != name) all.push_back(&symbol);
  }
  return all;
}

std::string Symbols::class_of(std::string_view type, std::string_view scope) const {
  std::string within(scope), name(type);
  for (int aliases = 0; aliases < 8; ++aliases) {
    name = without_specifiers(name);
    while (!name.empty() && std::string_view(" &*").find(name.back()) != std::string_view::npos)
      name.pop_back();
    if (name.ends_with(" const")) name.erase(name.size() - 6);
    const Symbol* symbol = find(name, within);
    if (symbol == nullptr) return {};
    if (symbol->kind == Symbol::Kind::type) return symbol->name;
    // Within a class, its name is first that of its constructors.
    const std::string around = scope_of(symbol->name);
    if (symbol->name == around + "::" + around.substr(around.rfind(':') + 1)) return around;
    if (symbol->kind != Symbol::Kind::alias) return {};
    within = scope_of(symbol->name);
    name = symbol->type;
  }
  return {};
}

std::string Symbols::file(std::string_view path) const {
  for (const auto& [known, url] : files_) {
    if (known == path || known.ends_with("/" + std::string(path))) return url;
  }
  return {};
}

}  // namespace primer::book
