#include "common/io/safetensors_header.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <unordered_set>

#include "common/io/printable.hpp"
#include "common/tensor/shape.hpp"

namespace primer::safetensors {
namespace {

constexpr std::size_t longest_name_shown = 80;

/// Follows the parser through {name: {dtype, shape, data_offsets}, "__metadata__": {text: text}} and refuses the first
/// event that has no place there.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderReader(const std::string& file) : file_(file) {}

  Header result() { return std::move(header_); }

  bool start_object(std::size_t) override {
    switch (place_) {
      case Place::outside:
        place_ = Place::top;
        return true;
      case Place::top:
        fields_.clear();
        place_ = key_ == metadata_key ? Place::metadata : Place::tensor;
        if (place_ == Place::tensor) header_.entries.push_back({key_, {}, {}, {}});
        return true;
      default:
        refuse("an object");
    }
  }

  bool end_object() override {
    if (place_ == Place::tensor) {
      for (const char* field : {"dtype", "shape", "data_offsets"}) {
        if (!fields_.contains(field)) throw problem(fmt::format("'{}' is missing", field));
      }
      if (entry().offsets.size() != 2) throw problem("'data_offsets' must be two numbers");
    }
    place_ = place_ == Place::top ? Place::outside : Place::top;
    return true;
  }

  bool key(string_t& name) override {
    if (place_ == Place::top) {
      if (name.empty()) throw unusable(file_, "a tensor has an empty name");
      if (!names_.insert(name).second) throw unusable_tensor(file_, name, "is listed twice");
      key_ = name;
      return true;
    }
    if (place_ == Place::tensor && name != "dtype" && name != "shape" && name != "data_offsets") {
      throw problem(fmt::format("unknown field '{}'", printable(name, longest_name_shown)));
    }
    if (!fields_.insert(name).second) {
      throw problem(fmt::format("'{}' is given twice", printable(name, longest_name_shown)));
    }
    field_ = name;
    return true;
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::tensor || field_ == "dtype") refuse("a list");
    place_ = Place::list;
    return true;
  }

  bool end_array() override {
    place_ = Place::tensor;
    return true;
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ != Place::list) refuse("a number");
    const bool is_shape = field_ == "shape";
    std::vector<std::uint64_t>& list = is_shape ? entry().shape : entry().offsets;
    if (list.size() == (is_shape ? std::size_t{Shape::max_rank} : 2)) {
      throw problem(is_shape ? fmt::format("has more than {} dimensions", Shape::max_rank)
                             : "'data_offsets' must be two numbers");
    }
    list.push_back(value);
    return true;
  }

  bool string(string_t& text) override {
    if (place_ == Place::metadata) {
      header_.metadata.emplace(field_, text);
    } else if (place_ == Place::tensor && field_ == "dtype") {
      entry().dtype = text;
    } else {
      refuse("a text");
    }
    return true;
  }

  bool number_integer(number_integer_t) override { refuse("a negative number"); }
  bool number_float(number_float_t, const string_t&) override {
    refuse("a number that is fractional or too large");
  }
  bool null() override { refuse("null"); }
  bool boolean(bool) override { refuse("a truth value"); }
  bool binary(binary_t&) override { refuse("binary data"); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    throw unusable(file_, fmt::format("its header is not JSON (byte {})", position));
  }

 private:
  enum class Place { outside, top, tensor, list, metadata };

  Entry& entry() { return header_.entries.back(); }

  Error problem(const std::string& text) const { return unusable_tensor(file_, key_, text); }

  [[noreturn]] void refuse(const char* what) const {
    switch (place_) {
      case Place::outside:
        throw unusable(file_, fmt::format("its header is {} instead of an object", what));
      case Place::top:
        throw problem(fmt::format("is described by {} instead of an object", what));
      case Place::metadata:
        throw problem(fmt::format("'{}' must be a text, not {}",
                                  printable(field_, longest_name_shown), what));
      default:
        throw problem(fmt::format("'{}' must be {}, not {}", field_,
                                  field_ == "dtype" ? "a text" : "a list of whole numbers", what));
    }
  }

  const std::string& file_;
  Header header_;
  Place place_ = Place::outside;
  std::string key_;                         ///< of the header's object: a tensor's name
  std::string field_;                       ///< of the object below it
  std::unordered_set<std::string> names_;   ///< seen so far in the header's object
  std::unordered_set<std::string> fields_;  ///< seen so far in the object below it
};

std::string quoted(const std::string& text) {
  try {
    return nlohmann::json(text).dump();
  } catch (const nlohmann::json::type_error&) {
    throw std::invalid_argument("safetensors: '" + printable(text) + "' is not UTF-8");
  }
}

}  // namespace

Error unusable(const std::string& file, const std::string& problem, const std::string& advice) {
  return data_error(printable(file), problem, advice);
}

Error unusable_tensor(const std::string& file, const std::string& tensor,
                      const std::string& problem, const std::string& advice) {
  return unusable(
      file, fmt::format("tensor '{}' {}", printable(tensor, longest_name_shown), problem), advice);
}

Header parse_header(std::string_view json, const std::string& file) {
  // The parser would take the first for a mark of byte order and the second for the end
  if (!json.starts_with('{')) throw unusable(file, "its header does not begin with '{'");
  if (json.find('\0') != json.npos) throw unusable(file, "its header holds a zero byte");
  HeaderReader reader(file);
  nlohmann::json::sax_parse(json, &reader);
  return reader.result();
}

std::string write_header(const Header& header) {
  std::vector<std::string> items;
  if (!header.metadata.empty()) {
    std::vector<std::string> texts;
    for (const auto& [key, text] : header.metadata) {
      texts.push_back(quoted(key) + ":" + quoted(text));
    }
    items.push_back(fmt::format("\"{}\":{{{}}}", metadata_key, fmt::join(texts, ",")));
  }
  for (const Entry& entry : header.entries) {
    items.push_back(fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{}]}})",
                                quoted(entry.name), entry.dtype, fmt::join(entry.shape, ","),
                                fmt::join(entry.offsets, ",")));
  }
  return fmt::format("{{{}}}", fmt::join(items, ","));
}

}  // namespace primer::safetensors
