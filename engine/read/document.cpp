#include "read/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <unordered_map>

#include "base/unicode.hpp"

namespace linetwin {
namespace {

constexpr std::size_t kDeepest = 40;               // levels of nesting; a model needs about eight
constexpr std::size_t kMostFromAliases = 100'000;  // nodes that aliases may add
constexpr std::size_t kMostNodes = 4'000'000;
constexpr int kMostDoubled = 100;

struct Refused {
  Place place;
  std::string message;
  std::string hint;
};

std::size_t count_nodes(const Node& node) {
  std::size_t n = 1;
  for (const Node& item : node.items) n += count_nodes(item);
  for (const Node::Entry& entry : node.entries) n += 1 + count_nodes(entry.value);
  return n;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Sources& sources, int source, Diagnostics& diagnostics)
      : sources_(sources), source_(source), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.place = place(mark);
    add(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto it = anchors_.find(anchor);
    if (it == anchors_.end())
      throw Refused{place(mark), "this alias refers to something that contains it", ""};
    from_aliases_ += count_nodes(it->second);
    if (from_aliases_ > kMostFromAliases)
      throw Refused{place(mark), "the aliases of this file multiply into too many values", "write them out"};
    Node copy = it->second;
    add(std::move(copy), 0);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    Node node;
    node.kind = Node::Kind::Scalar;
    node.text = value;
    node.quoted = tag == "!";
    node.place = place(mark);
    node.place.length = std::max(1, static_cast<int>(count_code_points(value)));
    add(std::move(node), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    open(mark, Node::Kind::Sequence, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    open(mark, Node::Kind::Map, anchor);
  }
  void OnMapEnd() override { close(); }

  Node take_root() { return std::move(root_); }

  // yaml-cpp counts columns in bytes from 0; a place counts characters from 1.
  Place place(const YAML::Mark& mark) {
    if (mark.line < 0) return {source_, 1, 1, 1};
    // places come nearly in order: count on from the last one, or a line of a megabyte takes minutes
    if (mark.line != counted_line_) {
      counted_line_ = mark.line;
      line_ = sources_.line(source_, mark.line + 1);
      counted_bytes_ = counted_points_ = 0;
    }
    const auto bytes = std::min(static_cast<std::size_t>(std::max(0, mark.column)), line_.size());
    if (bytes < counted_bytes_) counted_bytes_ = counted_points_ = 0;
    counted_points_ += count_code_points(line_.substr(counted_bytes_, bytes - counted_bytes_));
    counted_bytes_ = bytes;
    return {source_, mark.line + 1, static_cast<int>(counted_points_) + 1, 1};
  }

 private:
  struct Level {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key;
    std::unordered_map<std::string, Place> keys;
  };

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      throw Refused{place(mark), "tags such as !!str have no meaning in a model", "leave the tag out"};
  }

  void open(const YAML::Mark& mark, Node::Kind kind, YAML::anchor_t anchor) {
    if (levels_.size() >= kDeepest)
      throw Refused{place(mark), "this file is nested deeper than any model", ""};
    Level level;
    level.node.kind = kind;
    level.node.place = place(mark);
    level.anchor = anchor;
    levels_.push_back(std::move(level));
  }

  void close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    add(std::move(level.node), level.anchor);
  }

  void add(Node node, YAML::anchor_t anchor) {
    if (++nodes_ > kMostNodes) throw Refused{node.place, "this file holds more values than any model", ""};
    if (anchor != 0) anchors_[anchor] = node;
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::Sequence) {
      level.node.items.push_back(std::move(node));
    } else if (!level.key) {
      begin_entry(level, std::move(node));
    } else {
      level.node.entries.push_back({std::move(*level.key), std::move(node)});
      level.key.reset();
    }
  }

  void begin_entry(Level& level, Node key) {
    if (!key.is_scalar() || key.text.empty()) throw Refused{key.place, "a key must be a name", ""};
    const auto [it, fresh] = level.keys.emplace(key.text, key.place);
    if (!fresh && ++doubled_ > kMostDoubled)
      throw Refused{key.place, "over 100 keys stand a second time", ""};
    if (!fresh)
      diagnostics_.error(key.place, fmt::format("the key \"{}\" stands here a second time", key.text),
                         fmt::format("it is on line {} already", it->second.line));
    level.key = std::move(key);
  }

  const Sources& sources_;
  int source_;
  Diagnostics& diagnostics_;
  Node root_;
  std::vector<Level> levels_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t nodes_ = 0;
  std::size_t from_aliases_ = 0;
  int doubled_ = 0;
  int counted_line_ = -1;
  std::string_view line_;
  std::size_t counted_bytes_ = 0;
  std::size_t counted_points_ = 0;
};

// Faults of the bytes, before any YAML; true when there was one.
bool report_bad_bytes(int source, std::string_view text, Diagnostics& diagnostics) {
  auto place_of = [&](std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return Place{source, line, static_cast<int>(count_code_points(before.substr(start))) + 1, 1};
  };
  if (const std::size_t at = find_invalid_utf8(text); at != std::string_view::npos) {
    diagnostics.error(place_of(at), "this byte is not UTF-8", "save the file as UTF-8");
    return true;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
      diagnostics.error(place_of(i), fmt::format("a control character (0x{:02x}) stands here", c),
                        "delete it");
      return true;
    }
  }
  // A tab where indentation is expected: YAML forbids it, and parsers say so in odd words.
  bool indent = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      indent = true;
    } else if (text[i] == '\t' && indent) {
      diagnostics.error(place_of(i), "a tab stands where the line is indented", "indent with spaces");
      return true;
    } else if (text[i] != ' ') {
      indent = false;
    }
  }
  return false;
}

// Brackets opened and not closed, by bytes: deeper than any model is refused before the parser sees it.
bool report_deep_brackets(int source, std::string_view text, Diagnostics& diagnostics) {
  std::size_t depth = 0;
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if (depth > 20 * kDeepest) {
      diagnostics.error({source, line, 1, 1}, "this file is nested deeper than any model");
      return true;
    }
  }
  return false;
}

std::string yaml_message(const std::string& raw) {
  if (raw.find("end of map flow") != std::string::npos) return "a `{` is not closed, or a comma is missing";
  if (raw.find("end of sequence flow") != std::string::npos)
    return "a `[` is not closed, or a comma is missing";
  if (raw.find("illegal map value") != std::string::npos) return "a `:` stands where no key can be";
  if (raw.find("end of map not found") != std::string::npos ||
      raw.find("end of sequence not found") != std::string::npos)
    return "this line does not fit the indentation of those above it";
  return fmt::format("this is no YAML: {}", raw);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key.text == key) return &entry.value;
  return nullptr;
}

Node* Node::find(std::string_view key) {
  for (Entry& entry : entries)
    if (entry.key.text == key) return &entry.value;
  return nullptr;
}

std::string_view kind_word(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Scalar: return "a text";
    case Node::Kind::Sequence: return "a list";
    case Node::Kind::Map: return "a map";
  }
  return "";
}

namespace {

// In quotes where YAML would read something else; outside brackets it reads more as plain.
std::string scalar_text(const Node& node, bool inside_brackets) {
  const std::string& text = node.text;
  const auto plain_first = [](char c) {
    return std::string_view("-?:,[]{}#&*!|>'\"%@` ~").find(c) == std::string_view::npos;
  };
  const bool number = text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
  const char* const never = inside_brackets ? ",[]{}\n\t\"\\" : "\n\t";
  if (!node.quoted && !text.empty() && (plain_first(text[0]) || number) && text.back() != ' ' &&
      text.find_first_of(never) == std::string::npos && text.find(": ") == std::string::npos &&
      text.find(" #") == std::string::npos && text.back() != ':' && text != "null")
    return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string flow_text(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::Null: return "~";
    case Node::Kind::Scalar: return scalar_text(node, true);
    case Node::Kind::Sequence:
      for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow_text(item);
      return "[" + out + "]";
    case Node::Kind::Map:
      for (const Node::Entry& entry : node.entries)
        out += (out.empty() ? "" : ", ") + scalar_text(entry.key, true) + ": " + flow_text(entry.value);
      return "{" + out + "}";
  }
  return out;
}

std::string block_text(const Node& node) {
  return node.is_scalar() ? scalar_text(node, false) : flow_text(node);
}

std::optional<Node> parse_document(const Sources& sources, int source, std::string_view text,
                                   Diagnostics& diagnostics) {
  if (report_bad_bytes(source, text, diagnostics) || report_deep_brackets(source, text, diagnostics))
    return std::nullopt;
  TreeBuilder builder(sources, source, diagnostics);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return Node{};
    Node root = builder.take_root();
    TreeBuilder rest(sources, source, diagnostics);
    if (parser.HandleNextDocument(rest) && rest.take_root().kind != Node::Kind::Null) {
      diagnostics.error({source, 1, 1, 1}, "this file holds more than one document",
                        "keep one; remove the line ---");
      return std::nullopt;
    }
    return root;
  } catch (const Refused& refused) {
    diagnostics.error(refused.place, refused.message, refused.hint);
  } catch (const YAML::Exception& fault) {
    diagnostics.error(builder.place(fault.mark), yaml_message(fault.msg));
  } catch (const std::exception& fault) {
    diagnostics.error({source, 1, 1, 1}, yaml_message(fault.what()));
  }
  return std::nullopt;
}

}  // namespace linetwin
