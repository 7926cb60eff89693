#pragma once
// Pieces of HTML that are made from the course's data and that pages call for as {{name}}.

#include <string>

#include "book/bibliography.hpp"
#include "book/course.hpp"
#include "book/glossary.hpp"
#include "book/inline.hpp"
#include "book/symbols.hpp"

namespace primer::book {

/// Where a page is: its chapter, the chapter's other pages, the pages before and after it.
std::string head_of(const Course& course, const std::string& id, const Surroundings& around);
/// Links to the page before and the page after.
std::string foot_of(const Course& course, const std::string& id, const Surroundings& around);

/// The chapters in the order of reading and, as arcs, which builds on which: an SVG whose lines are links.
std::string course_map(const Course& course);
/// The same as a table: what each chapter teaches, builds on, takes.
std::string course_table(const Course& course, const Surroundings& around);
/// The rows of that table for one part.
std::string part_table(const Course& course, const Part& part, const Surroundings& around);

/// How to run a chapter, and what --quick prints.
std::string run_block(const Course& course, const Chapter& chapter);
/// A chapter's exercises with their points.
std::string exercise_table(const Chapter& chapter, const Surroundings& around);

/// What stands below a task: the file to write, its interface, how to grade it.
/// @param folder of the exercise
/// @param solution the folder with its solution, to be shown too; empty when that is not wanted
std::string exercise_foot(const Exercise& exercise, const std::filesystem::path& folder,
                          const std::filesystem::path& solution);

std::string glossary_list(const Glossary& glossary, const Surroundings& around);

/// What the book cites, each with links to the pages that do.
std::string bibliography_list(const Bibliography& bibliography, const Course& course,
                              const Surroundings& around);

/// The headers of a folder of common/ or kernels/, with what each says of itself first.
std::string reference_list(const Course& course, const Symbols& symbols);

/// A link to the page of that id.
/// @param text as HTML
/// @param attributes with a blank before each
std::string link(const std::string& id, const std::string& text,
                 const std::string& attributes = "");

/// Seconds as one says them: "6 s", "12 min", "1.5 h".
std::string duration(double seconds);

}  // namespace primer::book
