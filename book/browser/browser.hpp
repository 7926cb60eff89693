#pragma once
// A browser that nobody looks at: headless Chromium, to which we speak its own DevTools protocol over two pipes.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace primer::book {

/// The address of a file or folder, in which what may not stand in one is written %20 and the like.
std::string file_url(const std::filesystem::path& path);

class Browser {
 public:
  /// @return nothing when there is no Chromium on this machine
  /// @throws Error when there is one, and it does not start
  static std::optional<Browser> start();

  Browser(Browser&&) noexcept;
  Browser& operator=(Browser&&) noexcept;
  ~Browser();

  /// The window from now on, in CSS pixels; a phone has 390 x 844.
  void resize(int width, int height);

  /// Opens a page, and waits until all that belongs to it is there and its formulas are drawn.
  /// @param url where it is, `file:///…` or `http://…`
  /// @throws Error when nothing is heard of it for five minutes
  void open(const std::string& url);

  /// Waits until the page that a click or a key has asked for is there, as open() does.
  void wait_for_page();

  /// Runs JavaScript on the page. @param script an expression that is a string, or a promise of one
  /// @throws Error with the exception's message when it throws
  std::string evaluate(const std::string& script);

  /// What one types on the keyboard, into whatever has the focus.
  void type(const std::string& text);
  void press_enter();

  /// What went wrong on the page since open(): exceptions, errors on the console, files that did not load, and
  /// anything that came from the network beyond this machine.
  std::vector<std::string> complaints();

  /// The page as it would be printed, as a PDF of A4 pages with numbers, written to a file.
  /// @throws Error when Chromium cannot make one
  void print(const std::string& file);

 private:
  class Connection;
  explicit Browser(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace primer::book
