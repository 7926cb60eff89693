#include "common/train/checkpoint.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "common/error/error.hpp"
#include "common/io/safetensors.hpp"
#include "common/nn/module.hpp"

namespace primer::train {
namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;

// JSON has no NaN and no infinity: they are written in words.
Json to_json(double value) { return std::isfinite(value) ? Json(value) : Json(shortest(value)); }

double to_double(const Json& json) {
  if (!json.is_string()) return json.get<double>();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  return std::numeric_limits<double>::infinity() * (json == "-inf" ? -1 : 1);
}

Json to_json(const Numbers& numbers) {
  Json json = Json::array();
  for (const auto& [name, value] : numbers) json.push_back({name, to_json(value)});
  return json;
}

Numbers to_numbers(const Json& json) {
  Numbers numbers;
  for (const Json& entry : json) {
    numbers.emplace_back(entry.at(0).get<std::string>(), to_double(entry.at(1)));
  }
  return numbers;
}

Json to_json(const Stage& stage) {
  Json rows = Json::array();
  for (const LogRow& row : stage.rows) {
    rows.push_back({row.seed, row.epoch, to_json(row.numbers)});
  }
  return {{"name", stage.name},
          {"results", to_json(stage.results)},
          {"rows", rows},
          {"seconds", to_json(stage.seconds)}};
}

Stage to_stage(const Json& json) {
  Stage stage;
  stage.name = json.at("name");
  stage.results = to_numbers(json.at("results"));
  for (const Json& row : json.at("rows")) {
    stage.rows.push_back({stage.name, row.at(0), row.at(1), to_numbers(row.at(2))});
  }
  stage.seconds = to_double(json.at("seconds"));
  return stage;
}

Json to_json(const Checkpoint& checkpoint) {
  Json json = {{"version", version},
               {"settings", checkpoint.settings},
               {"seconds", to_json(checkpoint.seconds)},
               {"finished", Json::array()}};
  for (const Stage& stage : checkpoint.finished) json["finished"].push_back(to_json(stage));
  if (checkpoint.unfinished) {
    const Position& position = checkpoint.unfinished->position;
    json["unfinished"] = to_json(checkpoint.unfinished->stage);
    json["counters"] = position.counters;
    json["numbers"] = to_json(Numbers(position.numbers.begin(), position.numbers.end()));
  }
  return json;
}

Checkpoint to_checkpoint(const Json& json) {
  Checkpoint checkpoint;
  checkpoint.settings = json.at("settings").get<Settings>();
  checkpoint.seconds = to_double(json.at("seconds"));
  for (const Json& stage : json.at("finished")) checkpoint.finished.push_back(to_stage(stage));
  if (json.contains("unfinished")) {
    const Numbers numbers = to_numbers(json.at("numbers"));
    checkpoint.unfinished = {to_stage(json.at("unfinished")),
                             {{}, json.at("counters"), {numbers.begin(), numbers.end()}}};
  }
  return checkpoint;
}

std::string kept_prefix(std::size_t stage) { return fmt::format("finished.{}.", stage); }
const std::string position_prefix = "position.";

std::string checksum(const NamedTensors& tensors, const std::string& text) {
  uLong crc = crc32_z(0, nullptr, 0);
  const auto add = [&crc](const void* bytes, std::size_t count) {
    crc = crc32_z(crc, static_cast<const Bytef*>(bytes), count);
  };
  add(text.data(), text.size());
  for (const auto& [name, tensor] : tensors) {
    const std::string title = name + tensor.shape().str();
    add(title.data(), title.size());
    if (tensor.size() > 0) add(tensor.data(), tensor.values().size_bytes());
  }
  return fmt::format("{:08x}", crc);
}

}  // namespace

void append(NamedTensors& all, const std::string& prefix, const NamedTensors& tensors) {
  for (const auto& [name, tensor] : tensors) all.emplace_back(prefix + name, tensor);
}

NamedTensors copy_of(const NamedTensors& tensors) {
  NamedTensors copies;
  for (const auto& [name, tensor] : tensors) copies.emplace_back(name, tensor.clone({}));
  return copies;
}

std::string encode_checkpoint(const Checkpoint& checkpoint) {
  SafeTensors file;
  for (std::size_t i = 0; i < checkpoint.finished.size(); ++i) {
    append(file.tensors, kept_prefix(i), checkpoint.finished[i].kept);
  }
  if (checkpoint.unfinished) {
    append(file.tensors, position_prefix, checkpoint.unfinished->position.tensors);
  }
  const std::string text = to_json(checkpoint).dump();
  file.metadata = {{"primer", text}, {"crc32", checksum(file.tensors, text)}};
  return encode_safetensors(file);
}

Checkpoint decode_checkpoint(std::string_view bytes, const std::string& name) {
  const std::string advice = "leave --resume out to begin again";
  const SafeTensors file = decode_safetensors(bytes, name);
  const auto text = file.metadata.find("primer"), sum = file.metadata.find("crc32");
  if (text == file.metadata.end() || sum == file.metadata.end()) {
    throw data_error(name, "is no checkpoint of a run", advice);
  }
  if (sum->second != checksum(file.tensors, text->second)) {
    throw data_error(name, "is damaged: its checksum does not agree", advice);
  }
  try {
    const Json json = Json::parse(text->second);
    if (json.at("version") != version) {
      throw data_error(name, "was written by another version of this program", advice);
    }
    Checkpoint checkpoint = to_checkpoint(json);
    for (std::size_t i = 0; i < checkpoint.finished.size(); ++i) {
      checkpoint.finished[i].kept = nn::part_of(kept_prefix(i), file.tensors);
    }
    if (checkpoint.unfinished) {
      checkpoint.unfinished->position.tensors = nn::part_of(position_prefix, file.tensors);
    }
    return checkpoint;
  } catch (const Json::exception&) {
    throw data_error(name, "is a checkpoint of a form that this program does not know", advice);
  }
}

}  // namespace primer::train
