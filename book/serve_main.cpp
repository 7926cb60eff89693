// Serves a folder on a free port of this machine, to this machine alone, until Ctrl-C: serve_book FOLDER. With a second word,
// `until-eof`, also until its standard input ends, as it does with the program that has started it.

#include <fmt/format.h>
#include <httplib.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>
#include <thread>

int main(int argc, char** argv) {
  const bool until_eof = argc == 3 && std::string_view(argv[2]) == "until-eof";
  if ((argc != 2 && !until_eof) || !std::filesystem::is_directory(argv[1])) {
    fmt::print(
        stderr,
        "primer: error: serve_book: there is no folder to serve; see the head of serve_main.cpp\n");
    return 2;
  }
  httplib::Server server;
  server.set_mount_point("/", argv[1]);
  // Debian's library packs each answer as small as it can, for a tenth of a second, and has no switch for that. Within one machine
  // nobody gains by it, so we do not hear that browsers would take it.
  server.set_pre_routing_handler([](const httplib::Request& request, httplib::Response&) {
    const_cast<httplib::Request&>(request).headers.erase("Accept-Encoding");
    return httplib::Server::HandlerResponse::Unhandled;
  });
  // The pages may be made anew while somebody reads; MathJax, which pages with formulas ask for in many parts, is not.
  server.set_post_routing_handler([](const httplib::Request& request, httplib::Response& answer) {
    if (request.path.starts_with("/mathjax/")) answer.set_header("Cache-Control", "max-age=3600");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  if (port <= 0) {
    fmt::print(stderr,
               "primer: error: --serve: no port of this machine is free; end another server\n");
    return 3;
  }
  fmt::print("primer: the book is at http://127.0.0.1:{}/ until you press Ctrl-C\n", port);
  std::fflush(stdout);
  if (until_eof) {
    std::thread([] {
      while (std::cin.get() != std::char_traits<char>::eof()) {
      }
      std::_Exit(0);
    }).detach();
  }
  if (server.listen_after_bind()) return 0;
  fmt::print(stderr, "primer: error: --serve: the server ended by itself; start it again\n");
  return 3;
}
