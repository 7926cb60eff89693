#pragma once
// What the book's programs want of the system around them.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace primer::book {

/// The body of a program. What it throws becomes one line on stderr and the exit code.
/// @param name of the program, for messages
int run_program(const std::string& name, const std::function<int()>& body);

/// Runs a tool to its end. What it says when it fails is shown on stderr.
/// @param package what ./primer setup installs it with
/// @return all that it printed
/// @throws Error of data when it is not there or fails
std::string run_tool(const std::vector<std::string>& command, const std::string& package);

/// Writes a file that nobody misses when it is half written.
/// @throws Error of data when that is not possible
void write_scratch(const std::filesystem::path& path, std::string_view text);

/// Puts a folder where another one is, which disappears. A failure leaves one of them there, or the old one beside it
/// under its name with .old behind it.
void replace_folder(const std::filesystem::path& old, const std::filesystem::path& by);

}  // namespace primer::book
