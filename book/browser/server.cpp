#include "book/browser/server.hpp"

#include <unistd.h>

#include "common/error/error.hpp"

namespace primer::book {

Server::Server(const std::filesystem::path& program, const std::filesystem::path& html) {
  const auto [reads, writes] = channel();
  reads_ = reads;
  child_ = Child::start({program.string(), html.string()}, {{writes, 1}});
  if (!child_)
    throw data_error(program.string(), "there is no such program", "build it with ./primer book");
  std::string said;
  char letter;
  while (::read(reads_, &letter, 1) == 1 && letter != '\n') said += letter;
  const std::size_t begin = said.find("http://");
  const std::size_t end = said.find("/ ", begin);
  if (begin == said.npos || end == said.npos)
    throw data_error(program.string(), "says no address", "run it by hand to see why");
  address_ = said.substr(begin, end - begin);
}

Server::~Server() { ::close(reads_); }

}  // namespace primer::book
