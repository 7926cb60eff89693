#pragma once
// Numbers with names, as they stand in logs.

#include <string>
#include <utility>
#include <vector>

namespace primer::train {

/// Numbers under their names ("val_loss"), in the order in which they are to be shown.
using Numbers = std::vector<std::pair<std::string, double>>;

/// The number of that name. @throws std::invalid_argument naming those that are there
double number(const Numbers& numbers, const std::string& name);

/// The shortest decimal that reads back as exactly this number; "nan", "inf" and "-inf" for what is no number.
std::string shortest(double value);

}  // namespace primer::train
