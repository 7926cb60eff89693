#include "book/names.hpp"

#include <algorithm>

#include "book/code.hpp"

namespace primer::book {
namespace {

/// An open bracket.
struct Bracket {
  char open;
  bool is_namespace = false;
  /// What stood before it: the function that is called, or the class that is made.
  std::string function = {}, made = {};
  std::string result = {};  ///< the class of what comes out of it
  std::size_t variables = 0;
};

struct Variable {
  std::string_view name;
  std::string type;  ///< its class, or empty
};

class Linker : private Code {
 public:
  Linker(const std::vector<Token>& tokens, const Dictionary& dictionary)
      : Code(tokens),
        symbols_(*dictionary.symbols),
        dictionary_(dictionary),
        addresses_(tokens.size()),
        result_(tokens.size()) {}

  std::vector<std::string> link() {
    for (std::size_t i = 0; i < size();) i = take(i);
    return std::move(addresses_);
  }

 private:
  // --- one step -----------------------------------------------------------------------------------------------------

  std::size_t take(std::size_t i) {
    const Token& token = at(i);
    if (token.is("namespace") && at(i + 1).is_name()) return open_namespace(i);
    if (token.is("namespace") && is(i + 1, "{"))
      return open(i + 1, {.open = '{', .is_namespace = true});
    if (token.is("using") && is(i + 1, "namespace")) return i + 2;
    if (token.is("#include") && at(i + 1).text.starts_with('"')) return include(i + 1);
    if (is_one_of(i, "([{")) return open(i, opened_by(i));
    if (is_one_of(i, ")]}")) return close(i);
    if (token.is("auto")) return declare_auto(i);
    if (token.is(";")) {
      finish_auto(i);
      declaration_ = {};
    }
    if (token.is(",") && declares_more(i + 1)) return declare_more(i + 1);
    if (token.kind == Token::Kind::type) return declare(i + 1, "");
    if (!token.is_name()) return i + 1;
    if (i > 0 && (is(i - 1, ".") || is(i - 1, "->"))) return member(i);
    return name(i);
  }

  std::size_t open_namespace(std::size_t i) {
    const Path path = path_at(i + 1);
    if (!is(path.end, "{")) return path.end;
    scope_ = path.name == "primer::chapter" ? dictionary_.chapter_scope : path.name;
    return open(path.end, {.open = '{', .is_namespace = true});
  }

  std::size_t include(std::size_t i) {
    const std::string_view quoted = at(i).text;
    const std::string_view file = quoted.substr(1, quoted.size() - 2);
    const auto own = dictionary_.headers.find(file);
    addresses_[i] = own == dictionary_.headers.end() ? symbols_.file(file) : own->second;
    return i + 1;
  }

  // --- brackets -----------------------------------------------------------------------------------------------------

  std::size_t open(std::size_t i, Bracket bracket) {
    bracket.variables = variables_.size();
    brackets_.push_back(bracket);
    return i + 1;
  }

  Bracket opened_by(std::size_t i) {
    Bracket bracket{.open = at(i).text[0]};
    if (i == 0) return bracket;
    if (bracket.open == '[') {
      bracket.result = class_of_member(result_[i - 1], "operator[]");
    } else if (call_.before == i) {
      bracket.function = call_.function;
      bracket.made = call_.made;
      bracket.result = call_.result;
    } else if (bracket.open == '(') {
      bracket.result = class_of_member(result_[i - 1], "operator()");
    }
    return bracket;
  }

  std::size_t close(std::size_t i) {
    if (brackets_.empty()) return i + 1;
    const Bracket bracket = brackets_.back();
    brackets_.pop_back();
    result_[i] = bracket.result;
    // Parameters of a function live on in its body, which opens only now; they go when that closes.
    if (bracket.open == '{') {
      variables_.resize(std::min(variables_.size(), bracket.variables));
      if (in_namespace()) {
        variables_.clear();
        class_.clear();
      }
    }
    return i + 1;
  }

  bool in_namespace() const {
    return std::all_of(brackets_.begin(), brackets_.end(),
                       [](const Bracket& b) { return b.is_namespace; });
  }

  // --- variables ----------------------------------------------------------------------------------------------------

  const Variable* variable(std::string_view name) const {
    const auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                                    [&](const Variable& v) { return v.name == name; });
    return found == variables_.rend() ? nullptr : &*found;
  }

  /// Whether a name at `i`, behind a type, is that of a variable.
  bool declares(std::size_t i) const {
    return at(i).is_name() && is_one_of(i + 1, ";=({,)[:") && !(is(i + 1, "(") && in_namespace());
  }

  /// Declares a variable when one follows the type that ends before `behind`. @return the next token to look at
  std::size_t declare(std::size_t behind, const std::string& class_name) {
    std::size_t i = behind_arguments(behind);
    const bool arguments = i != behind;
    std::size_t k = i;
    while (is(k, "const") || is(k, "&") || is(k, "*")) ++k;
    if (!declares(k)) return behind;
    variables_.push_back({at(k).text, arguments ? "" : class_name});
    declaration_ = {brackets_.size(), variables_.back().type};
    if (is(k + 1, "(") || is(k + 1, "{")) {
      call_ = {.before = k + 1, .function = "", .made = class_name, .result = class_name};
    }
    if (arguments) return behind;  // they name types too
    return k + 1;
  }

  /// Tensor a = f(), b = g();
  bool declares_more(std::size_t i) const {
    return declaration_.depth == brackets_.size() && is_one_of(i + 1, ";=,({") && at(i).is_name() &&
           !in_namespace() && (brackets_.back().open == '{' || is(i + 1, "="));
  }
  std::size_t declare_more(std::size_t i) {
    variables_.push_back({at(i).text, declaration_.type});
    if (is_one_of(i + 1, "({")) {
      call_ = {
          .before = i + 1, .function = "", .made = declaration_.type, .result = declaration_.type};
    }
    return i + 1;
  }

  /// auto x = …; takes the class of what it is made of, when that is at the end.
  std::size_t declare_auto(std::size_t i) {
    std::size_t k = i + 1;
    while (is(k, "const") || is(k, "&") || is(k, "*")) ++k;
    if (is(k, "[")) {
      for (++k; k < size() && !is(k, "]"); ++k) {
        if (at(k).is_name()) variables_.push_back({at(k).text, ""});
      }
      return k + 1;
    }
    if (!declares(k)) return i + 1;
    variables_.push_back({at(k).text, ""});
    if (is(k + 1, "=") && !is(k + 2, "[")) {
      pending_.push_back({variables_.size() - 1, brackets_.size()});
    }
    return k + 1;
  }

  void finish_auto(std::size_t i) {
    while (!pending_.empty() && pending_.back().depth >= brackets_.size()) {
      const Pending pending = pending_.back();
      pending_.pop_back();
      if (pending.depth == brackets_.size() && pending.variable < variables_.size()) {
        variables_[pending.variable].type = result_[i - 1];
      }
    }
  }

  // --- names --------------------------------------------------------------------------------------------------------

  /// The chapter's own have no pages of theirs; what leads to them is in the list of definitions.
  bool of_chapter(const Symbol& symbol) const {
    return symbol.name.starts_with(dictionary_.chapter_scope + "::");
  }

  void point(std::size_t begin, std::size_t end, const std::string& address) {
    for (std::size_t i = begin; i < end; ++i) addresses_[i] = address;
  }

  std::string class_of_member(const std::string& type, std::string_view name) const {
    const Symbol* found = symbols_.member(type, name);
    return found == nullptr ? "" : symbols_.class_of(found->type, scope_of(found->name));
  }

  /// Remembers what is called here, for the bracket that opens behind it.
  void call(std::size_t bracket, const Symbol& symbol, const std::string& result) {
    if (!is_one_of(bracket, "({")) return;
    const bool makes = symbol.kind == Symbol::Kind::type || symbol.kind == Symbol::Kind::alias;
    call_ = {.before = bracket,
             .function = makes ? "" : symbol.name,
             .made = makes ? result : "",
             .result = result};
  }

  /// x.name, x->name, and .name = … in an initialiser.
  std::size_t member(std::size_t i) {
    const bool designator = i >= 2 && is(i - 1, ".") && is_one_of(i - 2, "{,");
    const std::string owner = i >= 2 ? result_[i - 2] : "";
    const Symbol* found = designator ? field(at(i).text) : symbols_.member(owner, at(i).text);
    const std::size_t behind = behind_arguments(i + 1);
    if (found == nullptr) return i + 1;
    if (!of_chapter(*found)) addresses_[i] = found->url;
    result_[i] = symbols_.class_of(found->type, scope_of(found->name));
    const bool called = found->kind == Symbol::Kind::function;
    if (called) call(is(behind, "(") ? behind : i + 1, *found, result_[i]);
    return i + 1;
  }

  /// The field of that name in what the innermost bracket makes, or in what the function around it takes.
  const Symbol* field(std::string_view name) const {
    for (auto bracket = brackets_.rbegin(); bracket != brackets_.rend(); ++bracket) {
      if (const Symbol* found = symbols_.member(bracket->made, name)) return found;
      std::string callee = bracket->function;
      if (callee.empty() && !bracket->made.empty()) {
        callee = bracket->made + "::" + bracket->made.substr(bracket->made.rfind(':') + 1);
      }
      for (const Symbol* overload : symbols_.overloads(callee)) {
        if (const Symbol* found = field_of_argument(*overload, name)) return found;
      }
      if (!callee.empty()) return nullptr;
    }
    return nullptr;
  }
  const Symbol* field_of_argument(const Symbol& function, std::string_view name) const {
    const auto words = tokens_of(function.arguments);
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!words[i].is_name()) continue;
      std::string type(words[i].text);
      while (i + 2 < words.size() && words[i + 1].is("::"))
        type += "::" + std::string(words[i += 2].text);
      if (const Symbol* found =
              symbols_.member(symbols_.class_of(type, scope_of(function.name)), name))
        return found;
    }
    return nullptr;
  }

  std::size_t name(std::size_t i) {
    const Path path = path_at(i);
    const bool alone = path.parts == 1 && !(i > 0 && is(i - 1, "::"));
    if (alone) {
      if (const Variable* known = variable(path.name)) {
        result_[i] = known->type;
        return path.end;
      }
      if (const Symbol* own = symbols_.member(class_, path.name)) {
        result_[i] = symbols_.class_of(own->type, scope_of(own->name));
        call(path.end, *own, result_[i]);
        return path.end;
      }
    }
    const std::size_t behind = behind_arguments(path.end);
    const Symbol* symbol = i > 0 && is(i - 1, "::") ? nullptr : symbols_.find(path.name, scope_);
    if (const auto own = dictionary_.definitions->find(path.name);
        alone && own != dictionary_.definitions->end()) {
      point(i, path.end, own->second.address);
      if (symbol != nullptr && !of_chapter(*symbol)) symbol = nullptr;
      if (symbol == nullptr && is(path.end, "(")) {
        const std::string result = symbols_.class_of(own->second.type, scope_);
        call_ = {.before = path.end, .function = "", .made = "", .result = result};
        return path.end;
      }
      if (symbol == nullptr) return unknown(path);
      return named(i, path, behind, *symbol);
    }
    enter_class(path);
    if (symbol == nullptr) return unknown(path);
    return named(i, path, behind, *symbol);
  }

  /// Something that is not ours may still be the type of a variable.
  std::size_t unknown(const Path& path) { return declare(path.end, ""); }

  /// The body of Class::function(…) knows what belongs to the class.
  void enter_class(const Path& path) {
    if (path.parts < 2 || !in_namespace() || !is(path.end, "(")) return;
    class_ = symbols_.class_of(scope_of(path.name), scope_);
  }

  std::size_t named(std::size_t i, const Path& path, std::size_t behind, const Symbol& symbol) {
    const bool link = !of_chapter(symbol);
    switch (symbol.kind) {
      case Symbol::Kind::type:
      case Symbol::Kind::alias: {
        if (link) point(i, path.end, symbol.url);
        const std::string made = symbols_.class_of(symbol.name, "");
        call(behind, symbol, made);
        return declare(path.end, made);
      }
      case Symbol::Kind::function: {
        const bool called = is(behind, "(");
        if (path.parts == 1 && (!called || declared_here(i))) return path.end;
        const std::string result = symbols_.class_of(symbol.type, scope_of(symbol.name));
        if (link) point(i, path.end, symbol.url);
        if (called) call(behind, symbol, result);
        return path.end;
      }
      case Symbol::Kind::variable:
      case Symbol::Kind::value:
      case Symbol::Kind::macro:
        if (link) point(i, path.end, symbol.url);
        return path.end;
      case Symbol::Kind::space:
        return path.end;
    }
    return path.end;
  }

  /// Whether a type stands before the name, so that this is a declaration and no call.
  bool declared_here(std::size_t i) const {
    if (i == 0) return false;
    const Token& before = at(i - 1);
    return before.is_name() || before.kind == Token::Kind::type;
  }

  struct Pending {
    std::size_t variable, depth;
  };
  struct Call {
    std::size_t before = static_cast<std::size_t>(-1);
    std::string function, made, result;
  };

  const Symbols& symbols_;
  const Dictionary& dictionary_;
  std::vector<std::string> addresses_;
  std::vector<std::string> result_;  ///< the class of the expression that ends with this token
  std::vector<Bracket> brackets_;
  std::vector<Variable> variables_;
  std::vector<Pending> pending_;
  /// The class that a declaration began with, and how many brackets were open there.
  struct Declaration {
    std::size_t depth = static_cast<std::size_t>(-1);
    std::string type = {};
  };
  Declaration declaration_;
  Call call_;
  std::string scope_, class_;
};

}  // namespace

std::vector<std::string> addresses_of(const std::vector<Token>& tokens,
                                      const Dictionary& dictionary) {
  const auto code = without_comments(tokens);
  const auto found = Linker(code, dictionary).link();
  std::vector<std::string> addresses(tokens.size());
  for (std::size_t i = 0, k = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::comment) addresses[i] = found[k++];
  }
  return addresses;
}

}  // namespace primer::book
