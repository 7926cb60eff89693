#include "book/browser/browser.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "book/browser/pipes.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

using nlohmann::json;

namespace {

bool is_near(const std::string& url) {
  for (const char* scheme : {"file:", "data:", "blob:", "about:", "http://127.0.0.1:"}) {
    if (url.starts_with(scheme)) return true;
  }
  return false;
}

/// Bytes out of base64, which is how DevTools packs a file. @throws Error when it is none
std::string unpack_base64(const std::string& text) {
  static const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t value = digits.find(c);
    if (value == digits.npos) throw data_error("chromium", "its file is garbled", "try once more");
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

}  // namespace

std::string file_url(const std::filesystem::path& path) {
  std::string url = "file://";
  for (const char c : path.string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > ' ' && byte < 127 &&
                       std::string_view("\"#<>?`{}%").find(c) == std::string_view::npos;
    url += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return url;
}

class Browser::Connection {
 public:
  explicit Connection(Pipes pipes) : pipes_(std::move(pipes)) {
    const json targets = call("Target.getTargets");
    std::string id;
    for (const json& target : targets["targetInfos"]) {
      if (target["type"] == "page") id = target["targetId"];
    }
    if (id.empty()) id = call("Target.createTarget", {{"url", "about:blank"}})["targetId"];
    session_ = call("Target.attachToTarget", {{"targetId", id}, {"flatten", true}})["sessionId"];
    for (const char* domain : {"Page", "Runtime", "Network", "Log"})
      call(std::string(domain) + ".enable");
    call("Page.setLifecycleEventsEnabled", {{"enabled", true}});
  }

  /// Asks for something and waits for the answer. What the browser says of itself meanwhile is noted.
  json call(const std::string& method, const json& parameters = json::object()) {
    json message = {{"id", ++calls_}, {"method", method}, {"params", parameters}};
    if (!session_.empty()) message["sessionId"] = session_;
    pipes_.send(message.dump());
    while (true) {
      json answer = json::parse(pipes_.receive());
      if (answer.value("id", 0) != calls_) {
        note(answer);
      } else if (answer.contains("error")) {
        throw data_error("chromium", method + ": " + answer["error"].value("message", ""),
                         "try another version of Chromium");
      } else {
        return answer["result"];
      }
    }
  }

  void wait_for_load() {
    while (!loaded_) note(json::parse(pipes_.receive()));
  }

  void forget() {
    loaded_ = false;
    page_.clear();
    complaints_.clear();
    urls_.clear();
  }

  std::vector<std::string> take_complaints() { return std::exchange(complaints_, {}); }

 private:
  void note(const json& event) {
    const std::string method = event.value("method", "");
    const json& p = event.contains("params") ? event["params"] : event;
    if (method == "Page.frameNavigated" && !p["frame"].contains("parentId")) {
      page_ = p["frame"]["loaderId"];
    } else if (method == "Page.lifecycleEvent") {
      // An event of the page before may come late.
      if (p["name"] == "load" && p["loaderId"] == page_) loaded_ = true;
    } else if (method == "Runtime.exceptionThrown") {
      const json& details = p["exceptionDetails"];
      const std::string text = details.contains("exception")
                                   ? details["exception"].value("description", "")
                                   : details.value("text", "");
      complaints_.push_back("exception: " + text.substr(0, text.find('\n')));
    } else if (method == "Runtime.consoleAPICalled" && p["type"] == "error") {
      complaints_.push_back("console: " + p["args"].dump().substr(0, 200));
    } else if (method == "Log.entryAdded" && p["entry"]["level"] == "error") {
      complaints_.push_back("console: " + p["entry"].value("text", "") + " " +
                            p["entry"].value("url", ""));
    } else if (method == "Network.requestWillBeSent") {
      const std::string url = p["request"]["url"];
      urls_[p["requestId"]] = url.substr(0, 200);
      if (!is_near(url)) complaints_.push_back("loads from the network: " + url);
    } else if (method == "Network.loadingFailed" && !p.value("canceled", false)) {
      complaints_.push_back("does not load: " + urls_[p["requestId"]]);
    } else if (method == "Inspector.targetCrashed") {
      throw data_error("chromium", "the page has crashed", "try once more");
    }
  }

  Pipes pipes_;
  std::string session_, page_;
  int calls_ = 0;
  bool loaded_ = false;
  std::vector<std::string> complaints_;
  std::map<std::string, std::string> urls_;
};

std::optional<Browser> Browser::start() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    if (auto pipes = Pipes::start(name))
      return Browser(std::make_unique<Connection>(std::move(*pipes)));
  }
  return std::nullopt;
}

Browser::Browser(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Browser::Browser(Browser&&) noexcept = default;
Browser& Browser::operator=(Browser&&) noexcept = default;
Browser::~Browser() = default;

void Browser::resize(int width, int height) {
  connection_->call(
      "Emulation.setDeviceMetricsOverride",
      {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", width < 600}});
}

void Browser::open(const std::string& url) {
  connection_->forget();
  const json answer = connection_->call("Page.navigate", {{"url", url}});
  if (answer.contains("errorText"))
    throw data_error(url, answer.value("errorText", ""), "see whether it is there");
  wait_for_page();
}

void Browser::wait_for_page() {
  connection_->wait_for_load();
  evaluate(
      "new Promise(done => setTimeout(done, 0)).then(() => window.MathJax && MathJax.Hub ? "
      "new Promise(done => MathJax.Hub.Queue(() => done(''))) : '')");
}

std::string Browser::evaluate(const std::string& script) {
  const json answer =
      connection_->call("Runtime.evaluate",
                        {{"expression", script}, {"awaitPromise", true}, {"returnByValue", true}});
  if (answer.contains("exceptionDetails")) {
    const json& details = answer["exceptionDetails"];
    const std::string text = details.contains("exception")
                                 ? details["exception"].value("description", "")
                                 : details.value("text", "");
    throw data_error("chromium", "a script of ours fails: " + text.substr(0, text.find('\n')),
                     "mend the script");
  }
  const json& result = answer["result"];
  return result.contains("value") && result["value"].is_string() ? std::string(result["value"])
                                                                 : "";
}

void Browser::type(const std::string& text) {
  connection_->call("Input.insertText", {{"text", text}});
}

void Browser::press_enter() {
  connection_->forget();
  for (const char* kind : {"keyDown", "keyUp"}) {
    connection_->call("Input.dispatchKeyEvent", {{"type", kind},
                                                 {"key", "Enter"},
                                                 {"code", "Enter"},
                                                 {"text", "\r"},
                                                 {"windowsVirtualKeyCode", 13}});
  }
}

std::vector<std::string> Browser::complaints() { return connection_->take_complaints(); }

void Browser::print(const std::string& file) {
  const json answer =
      connection_->call("Page.printToPDF", {{"printBackground", true},
                                            {"paperWidth", 8.27},
                                            {"paperHeight", 11.69},
                                            {"displayHeaderFooter", true},
                                            {"headerTemplate", "<span></span>"},
                                            {"footerTemplate",
                                             "<div style='width:100%;text-align:center;font-size:"
                                             "9px'><span class='pageNumber'></span></div>"},
                                            {"generateTaggedPDF", true},
                                            {"generateDocumentOutline", true}});
  write_file_atomically(file, unpack_base64(answer["data"]));
}

}  // namespace primer::book
