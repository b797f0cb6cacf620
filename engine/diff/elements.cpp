// Elements that come, go, or differ in something.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/quantity.hpp"
#include "diff/compare.hpp"

namespace linetwin::diff {
namespace {

bool is(const char* a, std::string_view b) { return a == b; }

std::vector<const Node*> items_of(const Node* node) {
  if (!node || node->kind == Node::Kind::Null) return {};
  return one_or_list(*node);
}

std::string item_name(const Node& item) {
  const Node* name = item.find("name");
  return name ? name->text : "";
}

bool same_item(std::span<const Key> keys, const Node& a, const Node& b) {
  return std::all_of(keys.begin(), keys.end(), [&](const Key& key) {
    const Node fallback = scalar(key.fallback);
    const auto text = [&](const Node& item) {
      const std::string said = canonical(item.find(key.name), key.kind);
      return said.empty() ? canonical(&fallback, key.kind) : said;
    };
    return text(a) == text(b);
  });
}

// For each item of `b` the one of `a` that it comes from, or null.
std::vector<const Node*> matched(std::span<const Key> keys, const std::vector<const Node*>& a,
                                 const std::vector<const Node*>& b) {
  std::vector<const Node*> from(b.size(), nullptr);
  std::vector<bool> used(a.size(), false);
  const auto pair_up = [&](auto fits) {
    for (std::size_t j = 0; j < b.size(); ++j)
      for (std::size_t i = 0; i < a.size() && !from[j]; ++i)
        if (!used[i] && fits(*a[i], *b[j])) from[j] = a[i], used[i] = true;
  };
  pair_up([](const Node& x, const Node& y) { return !item_name(x).empty() && item_name(x) == item_name(y); });
  pair_up([&](const Node& x, const Node& y) {
    return item_name(x).empty() == item_name(y).empty() && same_item(keys, x, y);
  });
  pair_up([](const Node& x, const Node& y) { return item_name(x).empty() && item_name(y).empty(); });
  return from;
}

// "12" of "12", "12 kg"; nothing of "unlimited".
std::optional<double> number_of(const Node* value) {
  if (!value) return std::nullopt;
  const Parsed<Quantity> q = parse_quantity(value->text);
  return q.value ? std::optional(q.value->value) : std::nullopt;
}

// Whether a value has to stay at or below another, and would not if only one of them changed.
bool would_cross(const Node* low_a, const Node* low_b, const Node* high_a, const Node* high_b) {
  const auto over = [](const Node* low, const Node* high) {
    const auto l = number_of(low);
    const auto h = number_of(high);
    return l && h && *l > *h;
  };
  return over(low_a, high_b) || over(low_b, high_a);
}

}  // namespace

void Comparer::add_new(const Section& section, const Node::Entry& entry) {
  std::string brief = in_brief(section.keys, entry.value);
  for (const auto& [list, keys] :
       {std::pair("failures", failure_keys()), std::pair("maintenance", maintenance_keys())})
    for (const Node* item : items_of(entry.value.find(list)))
      brief += fmt::format("{}{}: {}", brief.empty() ? "" : ", ", list, in_brief(keys, *item));
  const std::string& name = entry.key.text;
  const std::string path = fmt::format("{}.{}", section.name, name);
  Atom& atom = add(Difference::Kind::Structure, path, section.name, name, say_new(section, name, brief));
  set(atom, path, &entry.value);
  atom.difference.changes.back().kind = TreeChange::Kind::Add;
  atom.difference.orders.push_back({section.name, {}, {name}});
  if (!a_.find(section.name)) atom.difference.orders.push_back({"", {}, {section.name}});
  tie_name(atom, name);
  if (in_flow_.contains(name)) atom.ties.insert("flow");
  if (is(section.name, "parts")) atom.ties.insert("parts");
  Node copy = entry.value;
  visit_element_names(section, copy, [&](std::string& mentioned) { tie_name(atom, mentioned); });
  if (needs_places(b_)) with_places(atom);
}

void Comparer::add_gone(const Section& section, const Node::Entry& entry) {
  const std::string& name = entry.key.text;
  const std::string path = fmt::format("{}.{}", section.name, name);
  Atom& atom = add(Difference::Kind::Structure, path, section.name, name, say_gone(section, name));
  set(atom, path, nullptr);
  tie_name(atom, name);
  if (in_flow_.contains(name)) atom.ties.insert("flow");
  if (is(section.name, "parts")) atom.ties.insert("parts");
  Node copy = entry.value;
  visit_element_names(section, copy, [&](std::string& mentioned) { tie_name(atom, mentioned); });
}

void Comparer::compare_entries(const Section& section) {
  const Node* a = a_.find(section.name);
  const Node* b = b_.find(section.name);
  const Index index_a = index_of(a);
  const Index index_b = index_of(b);
  std::set<std::string> names;
  for (const Node::Entry* entry : entries_of(b)) {
    names.insert(entry->key.text);
    if (const Node* before = look_up(index_a, entry->key.text)) {
      compare_element(section, entry->key.text, *before, entry->value);
    } else {
      add_new(section, *entry);
    }
  }
  for (const Node::Entry* entry : entries_of(a)) {
    names.insert(entry->key.text);
    if (!look_up(index_b, entry->key.text)) add_gone(section, *entry);
  }
  compare_rest(section.name, a, b, {Difference::Kind::Value, section.name, "", "", "", ""}, names);
}

void Comparer::compare_element(const Section& section, const std::string& name, const Node& before,
                               const Node& after) {
  const std::string path = fmt::format("{}.{}", section.name, name);
  const Owner owner{Difference::Kind::Value, section.name, name, path, name, ""};
  const std::size_t from = atoms_.size();
  std::set<std::string> known;
  for (const Key& key : section.keys) {
    known.insert(key.name);
    if (is(key.name, "assemble")) compare_join(owner, before, after);
    const bool elsewhere = is(key.name, "assemble") || is(key.name, "match") ||
                           (is(section.name, "parts") && is(key.name, "share"));
    if (!elsewhere) compare_key(owner, key, before.find(key.name), after.find(key.name));
  }
  if (is(section.name, "stations")) {
    constexpr Key kFails{"failures", ValueKind::Raw, "", {""}};
    constexpr Key kMaintained{"maintenance", ValueKind::Raw, "", {""}};
    compare_modes(owner, kFails, failure_keys(), before.find("failures"), after.find("failures"));
    compare_modes(owner, kMaintained, maintenance_keys(), before.find("maintenance"),
                  after.find("maintenance"));
    known.insert({"failures", "maintenance"});
  }
  compare_rest(path, &before, &after, owner, known);
  tie_element(section.name, path, before, after, from);
}

// What an element cannot take over alone.
void Comparer::tie_element(const std::string& section, const std::string& path, const Node& before,
                           const Node& after, std::size_t from) {
  const auto comes_or_goes = [&](const char* key) { return !before.find(key) != !after.find(key); };
  if (section == "sources") {
    tie_keys(path, {"lot", "part", "sequence", "batch"}, from);
    if (comes_or_goes("interarrival")) tie_keys(path, {"interarrival", "batch", "when_full"}, from);
  } else if (section == "stations") {
    if (comes_or_goes("stops_with")) tie_keys(path, {"stops_with", "purge"}, from);
    if (comes_or_goes("assemble")) tie_keys(path, {"assemble", "batch"}, from);
  } else if (section == "buffers") {
    if (would_cross(before.find("initial"), after.find("initial"), before.find("capacity"),
                    after.find("capacity")))
      tie_keys(path, {"capacity", "initial"}, from);
  } else if (section == "conveyors") {
    if (would_cross(before.find("pitch"), after.find("pitch"), before.find("length"), after.find("length")))
      tie_keys(path, {"length", "pitch"}, from);
  } else if (section == "limits") {
    const auto in_mass = [](const Node& limit) {
      const Node* amount = limit.find("max") ? limit.find("max") : limit.find("report");
      return canonical(amount, ValueKind::Raw).find(" kg") != std::string::npos;
    };
    if (comes_or_goes("max") || comes_or_goes("report") || in_mass(before) != in_mass(after))
      tie_keys(path, {"max", "holds", "report"}, from);
  } else if ((section == "workers" && comes_or_goes("speed")) || section == "vehicles") {
    for (std::size_t i = from; i < atoms_.size(); ++i)
      if (atoms_[i].difference.path == path + ".speed" || atoms_[i].difference.path == path + ".paths")
        with_places(atoms_[i]);
  }
}

// `match` stands beside `assemble` or inside it.
void Comparer::compare_join(const Owner& owner, const Node& before, const Node& after) {
  const Node* a = before.find("assemble");
  const Node* b = after.find("assemble");
  const auto matches = [](const Node& station, const Node* assemble) {
    return station.find("match") ||
           (assemble && assemble->find("match") && assemble->find("match")->is_scalar());
  };
  const bool match_a = matches(before, a);
  const bool match_b = matches(after, b);
  const bool needs_differ = canonical(a, ValueKind::Needs) != canonical(b, ValueKind::Needs);
  if (!needs_differ && match_a == match_b) return;
  const Key& key = *find_key(find_section("stations")->keys, "assemble");
  const std::string path = owner.path + ".assemble";
  Atom& atom = add(Difference::Kind::Value, path, owner.section, owner.element, "");
  if (needs_differ) {
    const Said said = say(key, owner.name, "", a, b);
    atom.difference.sentences.push_back(said.sentence);
    atom.difference.before = said.before;
    atom.difference.after = said.after;
  }
  if (match_a != match_b && a && b) atom.difference.sentences.push_back(say_match(owner.name, match_b));
  set(atom, path, b);
  if (before.find("match") || after.find("match")) set(atom, owner.path + ".match", after.find("match"));
  tie_names(atom, a, ValueKind::Needs);
  tie_names(atom, b, ValueKind::Needs);
  std::set<std::string> from_a, from_b;
  for (const Node::Entry* entry : entries_of(a)) from_a.insert(entry->key.text);
  for (const Node::Entry* entry : entries_of(b)) from_b.insert(entry->key.text);
  if (from_a != from_b) atom.ties.insert("flow");  // it names every predecessor
}

void Comparer::compare_modes(const Owner& owner, const Key& key, std::span<const Key> keys,
                             const Node* before, const Node* after) {
  const std::vector<const Node*> a = items_of(before);
  const std::vector<const Node*> b = items_of(after);
  const std::string path = fmt::format("{}.{}", owner.path, key.name);
  const std::vector<const Node*> from = matched(keys, a, b);
  const auto mode_of = [&](const Node& item, std::size_t i, std::size_t of) {
    const std::string name = item_name(item);
    return !name.empty() || of < 2 ? name : fmt::format("{}", i + 1);
  };
  std::set<std::string> known = {"name"};
  for (const Key& one : keys) known.insert(one.name);
  const std::size_t first = atoms_.size();
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (!from[j]) continue;
    const auto i = static_cast<std::size_t>(std::find(a.begin(), a.end(), from[j]) - a.begin());
    Owner item = owner;
    item.mode = mode_of(*b[j], j, b.size());
    item.path = path;
    const std::string name = item_name(*a[i]);
    const auto namesakes =
        std::count_if(a.begin(), a.end(), [&](auto* one) { return item_name(*one) == name; });
    if (before->is_sequence())
      item.path += !name.empty() && namesakes == 1 ? "." + name : fmt::format("[{}]", i);
    const std::size_t begin = atoms_.size();
    for (const Key& one : keys) compare_key(item, one, a[i]->find(one.name), b[j]->find(one.name));
    compare_rest(item.path, a[i], b[j], item, known);
    const bool other_words = !a[i]->find("mtbf") != !b[j]->find("mtbf") && is(key.name, "failures");
    tie_keys(item.path, {"mtbf", "clock"}, begin);
    if (other_words) tie_keys(item.path, {"mtbf", "availability", "mttr", "clock"}, begin);
  }
  if (a.size() == b.size() && from == a) return;
  join_modes(first, owner, key, after);
  Atom& whole = atoms_.back();
  std::vector<std::string> sentences;
  for (std::size_t j = 0; j < b.size(); ++j)
    if (!from[j])
      sentences.push_back(say_new_mode(key, owner.name, mode_of(*b[j], j, b.size()), in_brief(keys, *b[j])));
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::find(from.begin(), from.end(), a[i]) == from.end())
      sentences.push_back(say_gone_mode(key, owner.name, mode_of(*a[i], i, a.size())));
  if (sentences.empty()) sentences.push_back(say_list_order(key, owner.name));
  std::vector<std::string>& all = whole.difference.sentences;
  all.insert(all.begin(), sentences.begin(), sentences.end());
  for (const std::vector<const Node*>* items : {&a, &b})
    for (const Node* item : *items)
      for (const Key& one : keys) tie_names(whole, item->find(one.name), one.kind);
}

// Items come, go or change places: what was found from `first` on is part of the list as a whole.
void Comparer::join_modes(std::size_t first, const Owner& owner, const Key& key, const Node* after) {
  std::vector<Atom> inside(std::make_move_iterator(atoms_.begin() + static_cast<std::ptrdiff_t>(first)),
                           std::make_move_iterator(atoms_.end()));
  atoms_.resize(first);
  const std::string path = fmt::format("{}.{}", owner.path, key.name);
  Atom& whole = add(owner.kind, path, owner.section, owner.element, "");
  for (Atom& atom : inside) {
    whole.ties.merge(atom.ties);
    std::move(atom.difference.sentences.begin(), atom.difference.sentences.end(),
              std::back_inserter(whole.difference.sentences));
  }
  set(whole, path, after);
  with_places(whole);
}

// Shares sum to 100 %, so they are one difference.
void Comparer::compare_shares() {
  const Node* a = a_.find("parts");
  const Node* b = b_.find("parts");
  const std::size_t count_a = entries_of(a).size();
  const std::size_t count_b = entries_of(b).size();
  const auto share = [](const Node& part, std::size_t count) {
    const Node* value = part.find("share");
    return value ? canonical(value, ValueKind::Share)
                 : fmt::format("{:.13g}", 1 / static_cast<double>(count));
  };
  const Index index_a = index_of(a);
  bool differ = false;
  bool other_way = false;
  std::vector<std::string> before, after;
  for (const Node::Entry* entry : entries_of(b)) {
    const Node* old = look_up(index_a, entry->key.text);
    if (!old) continue;
    differ = differ || share(*old, count_a) != share(entry->value, count_b);
    other_way = other_way || !old->find("share") != !entry->value.find("share");
    const auto words = [&](const Node& part) {
      return fmt::format("{} {}", entry->key.text, part.find("share") ? part.find("share")->text : "equal");
    };
    before.push_back(words(*old));
    after.push_back(words(entry->value));
  }
  bool same_parts = count_a == count_b && before.size() == count_b;
  if (!differ && (same_parts || !other_way)) return;
  Atom& atom = add(Difference::Kind::Value, "parts", "parts", "", "");
  if (before != after) atom.difference.sentences.push_back(say_shares(listed(before), listed(after)));
  atom.difference.before = listed(before);
  atom.difference.after = listed(after);
  atom.ties.insert("parts");
  for (const Node::Entry* entry : entries_of(b)) {
    const Node* old = look_up(index_a, entry->key.text);
    const Node* now = entry->value.find("share");
    if (old && (now || old->find("share"))) set(atom, fmt::format("parts.{}.share", entry->key.text), now);
  }
}

// The order of what both have: of the entries of sections, and of the sections with elements.
void Comparer::compare_order() {
  std::vector<std::string> in_another_order;
  std::vector<EntryOrder> orders;
  const auto compare = [&](const char* section, const char* words, const Node* a, const Node* b,
                           auto counts) {
    std::vector<std::string> before, after;
    EntryOrder order{section, {}, {}};
    const Index index_a = index_of(a);
    const Index index_b = index_of(b);
    for (const Node::Entry* entry : entries_of(a))
      if (look_up(index_b, entry->key.text) && counts(entry->key.text)) before.push_back(entry->key.text);
    for (const Node::Entry* entry : entries_of(b)) {
      order.names.push_back(entry->key.text);
      if (look_up(index_a, entry->key.text) && counts(entry->key.text)) after.push_back(entry->key.text);
    }
    if (before == after) return;
    in_another_order.emplace_back(words);
    orders.push_back(std::move(order));
  };
  for (const Section& section : sections())
    compare(section.name, section.name, a_.find(section.name), b_.find(section.name),
            [](const std::string&) { return true; });
  compare("", "the sections", &a_, &b_, [](const std::string& name) {
    static constexpr std::array kCount = {"sources", "stations", "buffers", "conveyors", "sinks", "flow"};
    return std::find(kCount.begin(), kCount.end(), name) != kCount.end();
  });
  if (orders.empty()) return;
  const std::string path = orders.front().section.empty() ? "flow" : orders.front().section;
  Atom& atom =
      add(Difference::Kind::Order, path, orders.front().section, "", say_entry_order(in_another_order));
  atom.difference.minor = true;
  atom.difference.orders = std::move(orders);
}

}  // namespace linetwin::diff
