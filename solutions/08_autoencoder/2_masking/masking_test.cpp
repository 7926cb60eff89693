#include "masking.hpp"

#include <algorithm>
#include <numeric>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Numbers = std::vector<std::uint32_t>;

/// Pictures without a black pixel, so that each black one in the input is a hole.
Pictures bright(Draw& draw, int count, int pixels) {
  Pictures pictures;
  for (int i = 0; i < count; ++i) pictures.push_back(draw.floats(pixels, 0.1, 1));
  return pictures;
}

Numbers counting_from(std::uint32_t first, int count) {
  Numbers numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

std::uint64_t any_seed(Draw& draw) {
  return static_cast<std::uint64_t>(draw.real(0, 1e9)) << 32 |
         static_cast<std::uint64_t>(draw.whole(0, 1000000) * 2);
}

Damage any_damage(Draw& draw) {
  return {.share = draw.real(0.3, 0.7),
          .seed = any_seed(draw),
          .epoch = static_cast<std::uint32_t>(draw.whole(0, 500) * 2 + 1)};
}

using Holes = std::vector<std::vector<char>>;

/// Where the student's input has holes.
Holes holes(const Pictures& pictures, const Numbers& numbers, const Damage& damage) {
  const Pictures input = student<make_lesson>(pictures, numbers, damage).input;
  expect(input.size() == pictures.size(), "there is an input for each picture",
         "A lesson is a batch, and the batch does not shrink.");
  Holes found;
  for (std::size_t i = 0; i < input.size(); ++i) {
    expect(input[i].size() == pictures[i].size(), "an input has as many pixels as its picture",
           "A hole is a black pixel and not a missing one.");
    found.emplace_back();
    for (const float pixel : input[i]) found.back().push_back(pixel == 0);
  }
  return found;
}

/// Whether pixel p of row i of `a` and pixel p + along of row i + down of `b` are holes or not as often together as chance
/// has it.
bool strangers(const Holes& a, const Holes& b, int down, int along, double share) {
  double same = 0, count = 0;
  const int rows = static_cast<int>(a.size()), columns = static_cast<int>(a[0].size());
  for (int i = std::max(0, -down); i < std::min(rows, rows - down); ++i) {
    const auto& here = a[static_cast<std::size_t>(i)];
    const auto& there = b[static_cast<std::size_t>(i + down)];
    for (int p = std::max(0, -along); p < std::min(columns, columns - along); ++p) {
      same += here[static_cast<std::size_t>(p)] == there[static_cast<std::size_t>(p + along)];
      ++count;
    }
  }
  const double chance = share * share + (1 - share) * (1 - share);
  return std::abs(same / count - chance) < 10 * 0.5 / std::sqrt(count);
}

constexpr int rows = 32, columns = 401;  // which four does not divide

}  // namespace

PRIMER_CHECK("The target is the whole picture", 2) {
  const Pictures pictures = bright(draw, 3, 17);
  const Lesson lesson = student<make_lesson>(pictures, counting_from(7, 3), any_damage(draw));
  expect(lesson.target == pictures, "the target is each picture as it was, to the last bit",
         "An autoencoder that is asked to draw the holes as well learns to draw holes, and its "
         "loss goes down all the same.");
}

PRIMER_CHECK("A pixel of the input is black or as it was", 2) {
  const Pictures pictures = bright(draw, 4, 30);
  const Pictures input =
      student<make_lesson>(pictures, counting_from(0, 4), any_damage(draw)).input;
  expect(input.size() == 4, "there is an input for each of the 4 pictures", "A batch stays one.");
  for (std::size_t i = 0; i < 4; ++i) {
    expect(input[i].size() == 30, "each input has 30 pixels as its picture has", "None is lost.");
    for (std::size_t p = 0; p < 30; ++p) {
      const float pixel = input[i][p], before = pictures[i][p];
      expect(pixel == 0 || pixel == before,
             "a pixel that was " + shown(before) + " is that or 0, and it is " + shown(pixel),
             "Masking hides pixels. What it does not hide must be believed.");
    }
  }
}

PRIMER_CHECK("As large a share of the pixels is black as was asked for", 3) {
  const Pictures pictures = bright(draw, rows, columns);
  Damage damage = any_damage(draw);
  for (const double share : {0.0, 1.0, draw.real(0.1, 0.35)}) {
    damage.share = share;
    const Holes found = holes(pictures, counting_from(0, rows), damage);
    for (std::size_t place = 0; place < 4; ++place) {
      double black = 0, count = 0;
      for (const auto& picture : found) {
        for (std::size_t p = place; p < picture.size(); p += 4, ++count) black += picture[p];
      }
      expect(std::abs(black / count - share) <= 10 * std::sqrt(share * (1 - share) / count),
             "a share of " + shown(share) + " is black among the pixels " + std::to_string(place) +
                 ", " + std::to_string(place + 4) + " and so on, and it is " + shown(black / count),
             "A recipe that says 30 % means 30 %, everywhere in the picture.");
    }
  }
  damage.share = 0.5;
  const Holes found = holes(pictures, counting_from(0, rows), damage);
  const auto last_black = std::count_if(found.begin(), found.end(),
                                        [](const auto& picture) { return picture.back() != 0; });
  expect(0 < last_black && last_black < rows,
         "the last of " + std::to_string(columns) +
             " pixels is black in some of 32 pictures and not in others",
         "The number of pixels need not be a multiple of four.");
}

PRIMER_CHECK("How the batches are cut does not change the holes of a picture", 3) {
  const int count = 12, pixels = draw.whole(20, 40);
  const Pictures pictures = bright(draw, count, pixels);
  Numbers numbers;
  for (int i = 0; i < count; ++i) {
    numbers.push_back(static_cast<std::uint32_t>(draw.whole(i * 5000, i * 5000 + 4999)));
  }
  const Damage damage = any_damage(draw);
  const Pictures whole = student<make_lesson>(pictures, numbers, damage).input;
  expect(whole.size() == pictures.size(), "there is an input for each picture", "None is lost.");
  // From the last to the first, in batches of one to four
  for (std::size_t end = pictures.size(); end > 0;) {
    const std::size_t size = std::min(end, static_cast<std::size_t>(draw.whole(1, 4)));
    Pictures batch;
    Numbers batch_numbers;
    for (std::size_t i = 0; i < size; ++i) {
      batch.push_back(pictures[end - 1 - i]);
      batch_numbers.push_back(numbers[end - 1 - i]);
    }
    const Pictures input = student<make_lesson>(batch, batch_numbers, damage).input;
    expect(input.size() == size, "there is an input for each picture of a batch", "None is lost.");
    for (std::size_t i = 0; i < size; ++i) {
      expect(input[i] == whole[end - 1 - i],
             "picture " + std::to_string(batch_numbers[i]) +
                 " has the same holes when it comes in another batch, at another place, later",
             "Otherwise a run that is stopped and resumed, or one with other batches, is another "
             "experiment.");
    }
    end -= size;
  }
}

PRIMER_CHECK("Each epoch and each seed has holes of its own", 3) {
  const Pictures pictures = bright(draw, rows, columns);
  const Numbers numbers = counting_from(static_cast<std::uint32_t>(draw.whole(0, 50000)), rows);
  const Damage first = any_damage(draw);
  const Holes found = holes(pictures, numbers, first);
  struct Other {
    std::string what;
    std::uint64_t seed;
    std::uint32_t epoch;
  };
  // The seed is even and the epoch odd, so that the last has the same sum, and the same exclusive or.
  const Other others[] = {
      {"the next epoch", first.seed, first.epoch + 1},
      {"the next seed", first.seed + 1, first.epoch},
      {"a seed whose upper half is another", first.seed + (1ull << 32), first.epoch},
      {"the next seed one epoch earlier", first.seed + 1, first.epoch - 1}};
  for (const Other& other : others) {
    const Holes their =
        holes(pictures, numbers, {.share = first.share, .seed = other.seed, .epoch = other.epoch});
    for (int down = -2; down <= 2; ++down) {
      for (int along = -5; along <= 5; ++along) {
        expect(strangers(found, their, down, along, first.share),
               "the holes of " + other.what + ", moved by " + std::to_string(along) +
                   " pixels and " + std::to_string(down) +
                   " pictures, have nothing to do with those here",
               "A network that meets the same holes again, be they moved, can learn where they "
               "are.");
      }
    }
  }
}

PRIMER_CHECK("Pixels and pictures next to each other are masked independently", 2) {
  const Pictures pictures = bright(draw, rows, columns);
  const Damage damage = any_damage(draw);
  const Holes found = holes(
      pictures, counting_from(static_cast<std::uint32_t>(draw.whole(0, 50000)), rows), damage);
  for (int down = 0; down <= 2; ++down) {
    for (int along = -5; along <= 5; ++along) {
      if (down == 0 && along <= 0) continue;
      expect(strangers(found, found, down, along, damage.share),
             "a hole says nothing about the pixel " + std::to_string(along) + " to the right and " +
                 std::to_string(down) + " pictures on",
             "Holes that come in groups are another damage, and one picture's holes should not "
             "come back in the next.");
    }
  }
}

}  // namespace primer::exercise
