#include "kernels/cuda_on_cpu/image.hpp"

#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace primer::cuda_on_cpu {
namespace {

// The first of the loaded objects is the program.
int read_first(dl_phdr_info* info, std::size_t, void* result) {
  Image& image = *static_cast<Image*>(result);
  // NOLINTNEXTLINE: the loader gives addresses as integers
  image.zero = reinterpret_cast<const std::byte*>(info->dlpi_addr);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type == PT_LOAD) {
      const auto* begin = image.zero + header.p_vaddr;
      if (!image.begin || begin < image.begin) image.begin = begin;
      image.end = std::max(image.end, begin + header.p_memsz);
    } else if (header.p_type == PT_TLS) {
      image.thread_local_begin = static_cast<const std::byte*>(info->dlpi_tls_data);
      image.thread_local_bytes = header.p_memsz;
    }
  }
  return 1;
}

}  // namespace

Image program_image() {
  Image image;
  dl_iterate_phdr(read_first, &image);
  return image;
}

std::string source_line(const void* return_address) {
  std::array<char, 4096> program{};
  const auto length = readlink("/proc/self/exe", program.data(), program.size() - 1);
  if (length <= 0 || std::string(program.data()).find('\'') != std::string::npos) return {};
  // The call stands before the address to which it returns.
  const auto offset = static_cast<const std::byte*>(return_address) - program_image().zero - 1;
  std::array<char, 32> hexadecimal{};
  std::snprintf(hexadecimal.data(), hexadecimal.size(), "0x%tx", offset);
  const std::string command = "addr2line -i -e '" + std::string(program.data()) + "' " +
                              hexadecimal.data() + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return {};
  // One line for each function that was inlined into another; those of our headers say nothing.
  std::string found;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe)) {
    std::string text = line.data();
    text.erase(std::min(text.find_first_of(" \n"), text.size()));
    const bool header = text.size() > 4 && text.find(".hpp:") != std::string::npos &&
                        text.find("/cuda_on_cpu/") != std::string::npos;
    if (found.empty() && !header && text.find('?') == std::string::npos) {
      found = " (" + text.substr(text.rfind('/') + 1) + ")";
    }
  }
  pclose(pipe);
  return found;
}

}  // namespace primer::cuda_on_cpu
