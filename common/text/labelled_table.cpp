// Labelled texts from tables: tab-separated as SST-2's, or comma-separated (RFC 4180).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/text/labelled.hpp"

namespace primer::text {
namespace {

constexpr std::size_t largest_table = std::size_t{1} << 32;

/// A line of the table.
struct Record {
  std::vector<std::string> fields;
  std::int64_t line = 1;  // where in the file it begins
};

/// Takes a table apart.
class Records {
 public:
  Records(std::string_view bytes, char separator, const std::string& name)
      : rest_(bytes), separator_(separator), name_(name) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);  // a mark of UTF-8
  }

  /// @return false at the end
  bool next(Record& record) {
    record.fields.clear();
    while (rest_.starts_with('\n') || rest_.starts_with("\r\n")) skip_line_break();
    record.line = line_;
    if (rest_.empty()) return false;
    for (;;) {
      record.fields.push_back(separator_ == ',' && rest_.starts_with('"') ? quoted() : plain());
      if (rest_.empty()) return true;
      if (rest_.front() != separator_) break;
      rest_.remove_prefix(1);
    }
    skip_line_break();
    return true;
  }

  Error refused(std::int64_t line, const std::string& problem, const std::string& advice) const {
    return data_error(fmt::format("{}:{}", printable(name_), line), problem, advice);
  }

 private:
  void skip_line_break() {
    rest_.remove_prefix(rest_.find('\n') + 1);
    ++line_;
  }
  bool at_end_of_field() const {
    return rest_.empty() || rest_.front() == separator_ || rest_.front() == '\n' ||
           rest_.starts_with("\r\n");
  }
  std::string plain() {
    std::size_t length = std::min(rest_.find_first_of(std::string{separator_, '\n'}), rest_.size());
    const bool before_line_break = length < rest_.size() && rest_[length] == '\n';
    if (before_line_break && length > 0 && rest_[length - 1] == '\r') --length;
    if (length == rest_.size() && rest_.ends_with('\r')) {
      const std::string field(rest_.substr(0, length - 1));
      rest_ = {};
      return field;
    }
    const std::string field(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return field;
  }
  std::string quoted() {
    const std::int64_t begin = line_;
    std::string field;
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t length = rest_.find('"');
      if (length == std::string_view::npos) {
        throw refused(begin, "a quote does not end",
                      "close it, or write \"\" for a quote in the text");
      }
      field += rest_.substr(0, length);
      line_ += std::ranges::count(rest_.substr(0, length), '\n');
      rest_.remove_prefix(length + 1);
      if (!rest_.starts_with('"')) break;
      field += '"';
      rest_.remove_prefix(1);
    }
    if (!at_end_of_field()) {
      throw refused(line_, "something follows a closing quote",
                    "write \"\" for a quote in the text");
    }
    return field;
  }

  std::string_view rest_;
  char separator_;
  const std::string& name_;
  std::int64_t line_ = 1;
};

std::optional<std::size_t> column(const Record& header, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto place = std::ranges::find(header.fields, name);
    if (place != header.fields.end()) {
      return static_cast<std::size_t>(place - header.fields.begin());
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The different labels: by number if all are whole numbers, otherwise by their bytes.
std::vector<std::string> classes_of(const std::vector<std::string>& labels) {
  std::vector<std::string> classes = labels;
  std::ranges::sort(classes);
  classes.erase(std::ranges::unique(classes).begin(), classes.end());
  if (std::ranges::all_of(classes,
                          [](const auto& label) { return whole_number(label).has_value(); })) {
    std::ranges::stable_sort(classes, {}, [](const auto& label) { return *whole_number(label); });
  }
  return classes;
}

}  // namespace

LabelledTexts read_labelled_table(const std::filesystem::path& path) {
  const std::string name = path.string();
  const std::string bytes = read_file_or_gzip(path, largest_table);
  const bool commas = name.ends_with(".csv") || name.ends_with(".csv.gz");
  Records records(bytes, commas ? ',' : '\t', name);
  Record record;
  const char* columns = "give it a first line that names a column `sentence` and one `label`";
  if (!records.next(record)) throw records.refused(1, "is empty", columns);
  const auto text = column(record, {"sentence", "text", "review"});
  const auto label = column(record, {"label", "class", "sentiment"});
  if (!text || !label) {
    throw records.refused(
        record.line, fmt::format("there is no column with {}", text ? "labels" : "texts"), columns);
  }

  LabelledTexts result;
  std::vector<std::string> labels;
  for (const std::size_t width = record.fields.size(); records.next(record);) {
    if (record.fields.size() != width) {
      throw records.refused(
          record.line, fmt::format("{} fields, not {}", record.fields.size(), width),
          commas ? "put texts that contain a comma between quotes" : "separate its fields by tabs");
    }
    if (record.fields[*label].empty()) {
      throw records.refused(record.line, "the label is missing", "give each text one");
    }
    result.texts.push_back(std::move(record.fields[*text]));
    labels.push_back(std::move(record.fields[*label]));
  }
  if (labels.empty()) throw records.refused(record.line, "there is no text", "add some");

  result.classes = classes_of(labels);
  std::map<std::string_view, std::int32_t> numbers;
  for (const std::string& one : result.classes) {
    numbers.emplace(one, static_cast<std::int32_t>(numbers.size()));
  }
  for (const std::string& one : labels) result.labels.push_back(numbers.at(one));
  return result;
}

}  // namespace primer::text
