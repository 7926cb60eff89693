#include <fmt/format.h>

#include <algorithm>

#include "book/blocks.hpp"
#include "book/text.hpp"

namespace primer::book {
namespace {

/// The chapter that a page belongs to, and the page's place in it.
struct Place {
  const Part* part = nullptr;
  const Chapter* chapter = nullptr;
  std::vector<Stop> pages;  ///< of the chapter
};

Place place_of(const Course& course, const std::string& id) {
  Place place;
  for (const Part& part : course.parts) {
    for (const std::size_t i : part.chapters) {
      if (!course.chapters[i].has(id)) continue;
      place.part = &part;
      place.chapter = &course.chapters[i];
    }
  }
  if (place.chapter == nullptr) return place;
  for (const Stop& stop : way_through(course)) {
    if (place.chapter->has(stop.id)) place.pages.push_back(stop);
  }
  return place;
}

}  // namespace

std::string head_of(const Course& course, const std::string& id, const Surroundings& around) {
  const Place place = place_of(course, id);
  if (place.chapter == nullptr) return "";
  const Chapter& chapter = *place.chapter;
  const bool is_exercise = id.starts_with("ex");
  std::string html = "<nav class=\"place\">" + link("index", "Primer") + " › " +
                     link(place.part->id(), "Part " + place.part->numeral) + " › " +
                     link(chapter.pages.front().id, fmt::format("Chapter {}", chapter.number));
  if (is_exercise) html += " › " + link(chapter.id() + "-exercises", "Exercises");
  html += "</nav><nav class=\"pages\" aria-label=\"Pages of this chapter\"><ol>";
  for (const Stop& stop : place.pages) {
    if (stop.id.starts_with("ex") != is_exercise) continue;
    const std::string title = title_html(stop.title, around);
    html += stop.id == id ? "<li aria-current=\"page\">" + title + "</li>"
                          : "<li>" + link(stop.id, title) + "</li>";
  }
  return html + "</ol></nav>";
}

std::string foot_of(const Course& course, const std::string& id, const Surroundings& around) {
  const auto way = way_through(course);
  const auto here =
      std::find_if(way.begin(), way.end(), [&](const Stop& stop) { return stop.id == id; });
  if (here == way.end()) return "";
  std::string html = "<nav class=\"turn\">";
  if (here != way.begin()) {
    const Stop& before = *(here - 1);
    html += link(before.id, "<span>previous</span> " + title_html(before.title, around),
                 " rel=\"prev\"");
  }
  if (here + 1 != way.end()) {
    const Stop& after = *(here + 1);
    html += link(after.id, "<span>next</span> " + title_html(after.title, around), " rel=\"next\"");
  }
  return html + "</nav>";
}

}  // namespace primer::book
