// The line in the window or in a picture: what App shows, as a guest of either.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "viewer/ui/app.hpp"
#include "viewer/window/command_line.hpp"
#include "viewer/window/guest.hpp"

namespace linetwin::viewer {

class LineGuest final : public Guest {
 public:
  // Opens what the command line names, and goes to the time that it names; a recording plays on from there.
  explicit LineGuest(const Arguments& arguments);

  void frame() override;
  bool moving() const override { return app_.moving(); }
  void dress() override;
  float scale() const override { return app_.text_scale(); }
  bool stirred() override;
  std::string new_text() override;
  void lacks_letters(const std::string& message) override;
  void dropped(const std::filesystem::path& file) override { app_.ask_to_open(file.string()); }
  std::string title() const override { return app_.title() + " - linetwin"; }
  bool may_close() override;
  bool interrupted() override;
  bool done() const override;
  bool settled() const override { return app_.settled() || late_; }

  App& app() { return app_; }
  // Why nothing is drawn: the file is no line, or no scenario. Empty: all is well.
  std::string fault() const;

 private:
  void write_probe();
  void tell_of_question();
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  bool late_ = false;  // a picture has waited long enough for the replications
  void set_view(const Arguments& arguments);

  App app_;
  std::optional<std::filesystem::path> probe_;
  std::string probed_;  // as it stands there
  bool opened_ = false;
  std::string fault_;  // of the options
  bool recorded_ = false;
  bool pictured_ = false;
  std::optional<Time> until_;
  bool interrupted_ = false;  // and the question that this led to is not answered
  bool asks_ = false;         // which the terminal has been told
  std::uint64_t told_revision_ = 0;
  std::string told_files_;
  Language told_language_ = Language::English;
  bool told_ = false;
};

}  // namespace linetwin::viewer
