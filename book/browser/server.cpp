#include "book/browser/server.hpp"

#include <unistd.h>

#include "book/browser/channel.hpp"
#include "common/error/error.hpp"

namespace primer::book {

Server::Server(const std::filesystem::path& program, const std::filesystem::path& html)
    : Server(program, html, channel()) {}

Server::Server(const std::filesystem::path& program, const std::filesystem::path& html,
               std::pair<int, int> ends)
    : end_(ends.first) {
  {
    const Descriptor theirs(ends.second);
    child_ = app::Child::start({program.string(), html.string(), "until-eof"},
                               {{theirs.number(), 0}, {theirs.number(), 1}});
  }
  if (!child_)
    throw data_error(program.string(), "there is no such program", "build it with ./primer book");
  std::string said;
  char letter;
  while (::read(end_.number(), &letter, 1) == 1 && letter != '\n') said += letter;
  const std::size_t begin = said.find("http://");
  const std::size_t end = said.find("/ ", begin);
  if (begin == said.npos || end == said.npos)
    throw data_error(program.string(), "says no address", "run it by hand to see why");
  address_ = said.substr(begin, end - begin);
}

}  // namespace primer::book
