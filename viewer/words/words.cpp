#include "viewer/words/words.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>

namespace linetwin::viewer {

const std::string& say(std::string_view key, Language language) {
  static const auto table = [] {
    std::map<std::string_view, std::pair<std::string, std::string>> texts;
    for (const Word& w : window_words())
      texts.emplace(w.key, std::pair(std::string(w.english), std::string(w.korean)));
    return texts;
  }();
  const auto found = table.find(key);
  if (found == table.end()) return word(key, language);
  return language == Language::Korean ? found->second.second : found->second.first;
}

std::string say(std::string_view key, Language language, const std::vector<std::string>& values) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& value : values) store.push_back(value);
  return fmt::vformat(say(key, language), store);
}

Language language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value && *value)
      return std::string_view(value).starts_with("ko") ? Language::Korean : Language::English;
  }
  return Language::English;
}

}  // namespace linetwin::viewer
