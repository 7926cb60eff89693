#pragma once
// Whole files, in and out. Everything that a disk can do to us ends in one Error that names the file.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace primer {

/// No file of the course is larger: 4 GiB.
inline constexpr std::size_t largest_file = std::size_t{4} << 30;

/// All bytes of a file.
/// @throws Error when it is missing, unreadable, no regular file, or larger than `limit` bytes
std::string read_file(const std::filesystem::path& path, std::size_t limit = largest_file);

/// All bytes of a file, unpacked when they are gzip's (told by the first two bytes, not by the name).
/// @param limit of bytes, packed or unpacked
/// @throws Error as read_file, and when the packed data is damaged, cut off or followed by anything else
std::string read_file_or_gzip(const std::filesystem::path& path, std::size_t limit = largest_file);

/// Writes a file so that at every moment either the old one or the new one stands there whole, even when the machine
/// fails: the bytes go to a hidden file in the same folder, reach the disk, and take the name only then. A failure leaves
/// the old file as it was and nothing beside it. What exists and is no regular file, such as /dev/stdout, is written
/// in place.
/// @throws Error when the folder cannot be written to, the disk is full, …
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Writes all bytes to an open file, however often the system interrupts.
/// @throws std::system_error
void write_fully(int descriptor, std::string_view bytes);

}  // namespace primer
