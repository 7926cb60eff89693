#pragma once
// Packing and unpacking.

#include <cstddef>
#include <string>
#include <string_view>

namespace primer {

/// Whether bytes begin as a gzip file does.
bool is_gzip(std::string_view bytes);

/// Unpacks a gzip file (RFC 1952) and verifies all of it: checksum and length of each member, and that nothing but further
/// members follows.
/// @param name of the file, for messages
/// @param limit of unpacked bytes; memory stays within it however much a few packed bytes stand for
/// @throws Error
std::string decompress_gzip(std::string_view bytes, const std::string& name, std::size_t limit);

/// Packs bytes into one gzip member.
std::string compress_gzip(std::string_view bytes);

}  // namespace primer
