// Reads XML as strictly as a test needs it: tags that balance, attributes in quotes, entities that exist.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace linetwin::markup {

struct Tag {
  std::string name;
  std::map<std::string, std::string> attributes;  // unescaped
  std::string text;                               // unescaped, its own and that of all within
  std::size_t parent = 0;                         // index into the list; its own for the first
  bool has_class(const std::string& wanted) const {
    const auto found = attributes.find("class");
    return found != attributes.end() &&
           (" " + found->second + " ").find(" " + wanted + " ") != std::string::npos;
  }
  double number(const std::string& attribute) const { return std::stod(attributes.at(attribute)); }
};

inline std::string unescaped(std::string_view text) {
  static const std::map<std::string, std::string, std::less<>> kEntities = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"#39", "'"}};
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '>') throw std::runtime_error("a bare bracket in: " + std::string(text));
    if (text[i] != '&') {
      result += text[i];
      continue;
    }
    const std::size_t end = text.find(';', i);
    if (end == std::string_view::npos) throw std::runtime_error("a bare & in: " + std::string(text));
    const auto found = kEntities.find(text.substr(i + 1, end - i - 1));
    if (found == kEntities.end()) throw std::runtime_error("no such entity in: " + std::string(text));
    result += found->second;
    i = end;
  }
  return result;
}

// All elements in the order in which they open. Throws std::runtime_error when it is no XML.
class Reader {
 public:
  explicit Reader(std::string_view xml) : xml_(xml) {}

  std::vector<Tag> run() {
    for (std::size_t at = 0; at < xml_.size();) {
      const std::size_t open = xml_.find('<', at);
      text(xml_.substr(at, open == std::string_view::npos ? open : open - at));
      if (open == std::string_view::npos) break;
      const std::size_t close = xml_.find('>', open);
      if (close == std::string_view::npos) throw std::runtime_error("a tag without end");
      tag(xml_.substr(open + 1, close - open - 1));
      at = close + 1;
    }
    if (!open_.empty()) throw std::runtime_error("never closed: " + tags_[open_.back()].name);
    return tags_;
  }

 private:
  void text(std::string_view raw) {
    const std::string plain = unescaped(raw);
    if (open_.empty() && plain.find_first_not_of(" \n") != std::string::npos)
      throw std::runtime_error("text outside: " + plain);
    for (const std::size_t tag : open_) tags_[tag].text += plain;
  }
  void tag(std::string_view inside) {
    if (inside.starts_with('!')) return;  // the doctype
    if (inside.starts_with('/')) {
      if (open_.empty() || tags_[open_.back()].name != inside.substr(1))
        throw std::runtime_error("closes what is not open: " + std::string(inside));
      open_.pop_back();
      return;
    }
    const bool whole = inside.ends_with('/');
    if (whole) inside.remove_suffix(1);
    Tag tag;
    std::size_t at = std::min(inside.find_first_of(" \n"), inside.size());
    tag.name = inside.substr(0, at);
    while ((at = inside.find_first_not_of(" \n", at)) != std::string_view::npos) {
      const std::size_t equals = inside.find("=\"", at);
      const std::size_t end = equals == std::string_view::npos ? equals : inside.find('"', equals + 2);
      if (end == std::string_view::npos) throw std::runtime_error("no attribute: " + std::string(inside));
      const std::string name(inside.substr(at, equals - at));
      if (!tag.attributes.emplace(name, unescaped(inside.substr(equals + 2, end - equals - 2))).second)
        throw std::runtime_error("an attribute twice: " + std::string(inside));
      at = end + 1;
    }
    tag.parent = open_.empty() ? tags_.size() : open_.back();
    tags_.push_back(std::move(tag));
    if (!whole) open_.push_back(tags_.size() - 1);
  }

  std::string_view xml_;
  std::vector<Tag> tags_;
  std::vector<std::size_t> open_;
};

inline std::vector<Tag> read(std::string_view xml) { return Reader(xml).run(); }

inline std::vector<Tag> of_class(const std::vector<Tag>& tags, const std::string& wanted) {
  std::vector<Tag> found;
  for (const Tag& tag : tags)
    if (tag.has_class(wanted)) found.push_back(tag);
  return found;
}

}  // namespace linetwin::markup
