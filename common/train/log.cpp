#include "common/train/log.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace primer::train {
namespace {

std::string quoted_if_needed(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::vector<std::string> columns_of(std::span<const LogRow> rows) {
  std::vector<std::string> columns = {"stage", "seed", "epoch"};
  for (const LogRow& row : rows) {
    std::set<std::string> seen = {"stage", "seed", "epoch"};
    for (const auto& [name, value] : row.numbers) {
      if (!seen.insert(name).second) {
        throw std::invalid_argument("log: two columns named " + name + " in stage " + row.stage);
      }
      if (std::ranges::find(columns, name) == columns.end()) columns.push_back(name);
    }
  }
  return columns;
}

const double* find(const Numbers& numbers, const std::string& name) {
  const auto found = std::ranges::find(numbers, name, &Numbers::value_type::first);
  return found == numbers.end() ? nullptr : &found->second;
}

}  // namespace

std::string to_csv(std::span<const LogRow> rows) {
  const std::vector<std::string> columns = columns_of(rows);
  std::string csv;
  for (const std::string& column : columns) {
    csv += (csv.empty() ? "" : ",") + quoted_if_needed(column);
  }
  csv += '\n';
  for (const LogRow& row : rows) {
    csv += quoted_if_needed(row.stage) + ',' + std::to_string(row.seed) + ',' +
           std::to_string(row.epoch);
    for (std::size_t i = 3; i < columns.size(); ++i) {
      const double* value = find(row.numbers, columns[i]);
      csv += ',';
      if (value) csv += shortest(*value);
    }
    csv += '\n';
  }
  return csv;
}

std::vector<double> series(std::span<const LogRow> rows, const std::string& stage,
                           const std::string& name) {
  std::vector<double> values;
  for (const LogRow& row : rows) {
    const double* value = row.stage == stage ? find(row.numbers, name) : nullptr;
    if (value) values.push_back(*value);
  }
  return values;
}

}  // namespace primer::train
