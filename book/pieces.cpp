#include "book/pieces.hpp"

#include <algorithm>
#include <cctype>

#include "book/refusal.hpp"
#include "book/text.hpp"

namespace primer::book {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & '\x80') != 0;
}
bool is_blank(char c) { return c == ' ' || c == '\n'; }

/// Walks through the text once and cuts it into pieces.
class Reader {
 public:
  Reader(std::string_view text, const Surroundings& around, bool table)
      : text_(text), around_(around), table_(table) {}

  std::vector<Piece> read() {
    while (at_ < text_.size()) step();
    if (strong_from_ != none) refuse(strong_from_, "** is not closed", "close it, or write \\*\\*");
    if (emphasis_from_ != none) refuse(emphasis_from_, "* is not closed", "close it, or write \\*");
    return std::move(pieces_);
  }

 private:
  static constexpr std::size_t none = std::string_view::npos;

  void step() {
    const char c = text_[at_];
    if (c == '`') return code();
    if (c == '$') return formula();
    if (c == '{' && next() == '{') return key();
    if (c == '!' && next() == '[') {
      refuse(at_, "a figure stands within a paragraph", "give it a paragraph of its own");
    }
    if (c == '[') return link();
    if (c == '*') return emphasis();
    if (c == '\\') return escape();
    if (c == '"' || c == '\'') return quote();
    if (c == ' ' && holds_together()) return markup("\u00a0", 1);
    if (c == '|' && table_) return keep(1);
    if (c == '>' && at_line_start()) return keep(1);
    if (c == '-' && next() == '-' && !separates_rows()) return markup(html("--"), 2);
    if (c == ':' && next() == ':') return markup("::", 2);
    // Characters that mean something to Doxygen anywhere.
    if (std::string_view("\\@#<>&%~^|").find(c) != none) return markup(html({&c, 1}), 1);
    keep(1);
  }

  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\n'; }
  char before() const { return at_ > 0 ? text_[at_ - 1] : '\n'; }
  bool at_line_start() const { return before() == '\n'; }
  /// Whether this blank is one at which no line may end: in 10 000, in 30 %, and around ±.
  bool holds_together() const {
    const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    const std::string_view after = text_.substr(at_ + 1);
    if (after.starts_with("±") || text_.substr(0, at_).ends_with("±")) return true;
    if (!is_digit(before())) return false;
    if (after.starts_with('%')) return true;
    const std::size_t digits = std::min(after.find_first_not_of("0123456789"), after.size());
    return digits == 3;
  }
  bool separates_rows() const {
    const std::size_t begin = text_.rfind('\n', at_) + 1;  // 0 when there is none
    const std::string_view line = text_.substr(begin, text_.find('\n', at_) - begin);
    return table_ && line.find_first_not_of("|-: ") == none;
  }

  [[noreturn]] void refuse(std::size_t at, const std::string& problem, const std::string& advice) {
    const auto line =
        std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw Refusal(static_cast<std::size_t>(line), problem, advice);
  }
  /// Calls what looks something up, which does not know where in the text we are.
  template <class Look>
  std::string look_up(Look&& look) {
    try {
      return look();
    } catch (const Refusal& refusal) {
      refuse(at_, refusal.what(), refusal.advice);
    }
  }

  void add(Piece::Kind kind, std::string_view content) {
    if (pieces_.empty() || pieces_.back().kind != kind || kind == Piece::Kind::formula) {
      pieces_.push_back({kind, {}});
    }
    pieces_.back().content += content;
  }
  void keep(std::size_t length) {
    add(Piece::Kind::text, text_.substr(at_, length));
    at_ += length;
  }
  void markup(std::string_view html, std::size_t length) {
    add(Piece::Kind::markup, html);
    at_ += length;
  }

  /// `code`, or ``code with ` in it``.
  void code() {
    const std::size_t first = text_.find_first_not_of('`', at_);
    const std::string_view fence = text_.substr(at_, std::min(first, text_.size()) - at_);
    const std::size_t begin = at_ + fence.size(), end = text_.find(fence, begin);
    if (end == none) refuse(at_, "code is not closed by " + std::string(fence), "close it");
    const std::string content(trim(text_.substr(begin, end - begin)));
    const std::string url = around_.symbol ? around_.symbol(content) : "";
    std::string tags = "<code>" + html(content) + "</code>";
    if (!url.empty()) tags = "<a class=\"code\" href=\"" + html(url) + "\">" + tags + "</a>";
    markup(tags, end + fence.size() - at_);
  }

  void formula() {
    const bool display = next() == '$';
    const std::string_view mark = display ? "$$" : "$";
    const std::size_t begin = at_ + mark.size();
    std::size_t end = text_.find(mark, begin);
    while (end != none && text_[end - 1] == '\\') end = text_.find(mark, end + 1);
    if (end == none) {
      refuse(at_, "a formula is not closed by " + std::string(mark),
             "close it, or write \\$ for a dollar");
    }
    const std::string_view content = text_.substr(begin, end - begin);
    if (content.find("*/") != none) {
      refuse(at_, "*/ in a formula would end the comment that holds the page",
             "write * and / apart");
    }
    at_ = end + mark.size();
    // A comma behind a formula stays on its line.
    const bool glued =
        !display && at_ < text_.size() && std::string_view(",.;:)?!").find(text_[at_]) != none;
    if (glued) add(Piece::Kind::markup, "<span class=\"nb\">");
    add(display ? Piece::Kind::display : Piece::Kind::formula, for_cell(content));
    if (!glued) return;
    keep(1);
    add(Piece::Kind::markup, "</span>");
  }
  /// In a table, a bar would begin a new cell.
  std::string for_cell(std::string_view formula) const {
    std::string result;
    for (std::size_t i = 0; i < formula.size(); ++i) {
      if (!table_ || formula[i] != '|') {
        result += formula[i];
      } else if (!result.empty() && result.back() == '\\') {
        result += "Vert ";
      } else {
        result += "\\vert ";
      }
    }
    return result;
  }

  /// {{key}}. A number is text like any other, only that Doxygen should not see a list in "1.".
  void key() {
    const std::size_t end = text_.find("}}", at_);
    if (end == none) refuse(at_, "{{ is not closed by }}", "close it");
    const std::string name(trim(text_.substr(at_ + 2, end - at_ - 2)));
    markup(html(look_up([&] { return around_.number(name); })), end + 2 - at_);
  }

  /// [text](target); a bracket without a target is a bracket.
  void link() {
    const std::size_t close = matching_bracket();
    if (close == none || close + 1 >= text_.size() || text_[close + 1] != '(')
      return markup("[", 1);
    const std::size_t end = end_of_address(close + 1);
    if (end == none) refuse(at_, "the address of a link is not closed by )", "close it");
    std::string target;
    for (const char c : text_.substr(close + 2, end - close - 2)) {
      if (!is_blank(c)) target += c;
    }
    const std::string url = look_up([&] { return around_.page(target); });
    add(Piece::Kind::markup, "<a href=\"" + html(url) + "\">");
    const Surroundings inner = within_link(around_);
    try {
      const auto inside = Reader(text_.substr(at_ + 1, close - at_ - 1), inner, table_).read();
      pieces_.insert(pieces_.end(), inside.begin(), inside.end());
    } catch (const Refusal& refusal) {
      refuse(at_, refusal.what(), refusal.advice);
    }
    for (const char c : text_.substr(close, end - close)) {
      if (c == '\n') add(Piece::Kind::text, "\n");
    }
    pieces_.push_back({Piece::Kind::markup, "</a>"});
    at_ = end + 1;
  }
  /// Where the parenthesis closes that opens here; an address may have pairs of them in it.
  std::size_t end_of_address(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < text_.size(); ++i) {
      if (text_[i] == '(') ++depth;
      if (text_[i] == ')' && --depth == 0) return i;
    }
    return none;
  }
  std::size_t matching_bracket() const {
    int depth = 0;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      if (text_[i] == '`') {
        i = text_.find('`', i + 1);
        if (i == none) return none;
      }
      if (text_[i] == '[') ++depth;
      if (text_[i] == ']' && --depth == 0) return i;
    }
    return none;
  }

  void emphasis() {
    const bool strong = next() == '*';
    const std::size_t length = strong ? 2 : 1;
    if (!strong && next() == '/') {
      refuse(at_, "*/ would end the comment that holds the page", "put it between backticks");
    }
    const char after = at_ + length < text_.size() ? text_[at_ + length] : '\n';
    std::size_t& from = strong ? strong_from_ : emphasis_from_;
    if (from == none) {
      const bool begins = !is_blank(after) && !is_word(before());
      if (!begins) {
        return at_line_start() && after == ' ' ? keep(length)
                                               : markup(text_.substr(at_, length), length);
      }
      from = at_;
      if (strong) begin_term();
      return markup(strong ? "<strong>" : "<em>", length);
    }
    if (is_blank(before())) return markup(text_.substr(at_, length), length);
    from = none;
    markup(strong ? "</strong>" : "</em>", length);
    if (strong && in_term_) add(Piece::Kind::markup, "</a>");
    if (strong) in_term_ = false;
  }
  void begin_term() {
    const std::size_t end = text_.find("**", at_ + 2);
    if (end == none || !around_.term) return;
    std::string term(text_.substr(at_ + 2, end - at_ - 2));
    std::replace(term.begin(), term.end(), '\n', ' ');
    const std::string tag = around_.term(term);
    in_term_ = !tag.empty();
    add(Piece::Kind::markup, tag);
  }

  /// A backslash before punctuation takes its meaning away, as everywhere in Markdown.
  void escape() {
    const char c = next();
    if (std::ispunct(static_cast<unsigned char>(c)) != 0) return markup(html({&c, 1}), 2);
    markup("\\", 1);
  }

  /// Quotes as printers have them.
  void quote() {
    const std::size_t word = text_.find_last_not_of('*', at_ == 0 ? none : at_ - 1);
    const char ahead = at_ == 0 || word == none ? '\n' : text_[word];
    const bool opens = is_blank(ahead) || ahead == '(' || ahead == '[';
    if (text_[at_] == '"') return markup(opens ? "“" : "”", 1);
    markup(opens && is_word(next()) ? "‘" : "’", 1);
  }

  std::string_view text_;
  const Surroundings& around_;
  bool table_;
  std::size_t at_ = 0;
  std::size_t strong_from_ = none, emphasis_from_ = none;
  bool in_term_ = false;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> pieces_of(std::string_view text, const Surroundings& around, bool table) {
  return Reader(text, around, table).read();
}

}  // namespace primer::book
