#pragma once
// What stands in GCIDE's paragraphs that is no English sentence: each function takes one kind of it away.

#include <string>
#include <string_view>

namespace primer::text::gcide {

/// Letters for what is written in brackets: ['e] e, [u^] u, [=oo] oo, [ae] ae, [thorn] th, [deg] °, and digits. Other
/// brackets stay. The result is UTF-8: each byte that is not becomes an apostrophe.
std::string fold_diacritics(std::string_view text);
/// Without pronunciations: what is between two backslashes, and in parentheses behind that. Marks of grammar there,
/// such as n. or v. t., become a colon.
std::string without_pronunciations(std::string_view text);
/// Without what is in brackets, which may stand in one another. A bracket without a partner goes alone.
std::string without_brackets(std::string_view text);
/// Without authors: --Shak., --Sir T. Browne., --1 Kings ii. 28. A dash before a blank is none.
std::string without_authors(std::string_view text);
/// Without marks of fields, (Zool.), and of parts, (a).
std::string without_marks(std::string_view text);
/// Without braces, numbers of senses at the beginning of a line, line breaks and needless blanks.
std::string tidied(std::string_view text);

/// Appends a text's sentences, a line each: they end with . ; ! or ? before a blank, but not with a full stop before a
/// small letter. Sentences of one word are passed over.
void append_sentences(std::string_view text, std::string& lines);

}  // namespace primer::text::gcide
