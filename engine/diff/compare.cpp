#include "diff/compare.hpp"

#include <fmt/format.h>

#include "base/quantity.hpp"

namespace linetwin::diff {

Comparer::Comparer(const Node& a, const Node& b)
    : original_(a), renames_(renamed(a, b)), a_(with_names(a, renames_)), b_(b) {
  const auto names_a = names_of(a);
  const auto names_b = names_of(b);
  for (const auto& [name, section] : names_a)
    if (const auto it = names_b.find(name); it == names_b.end() || it->second != section)
      unsure_.insert(name);
  for (const auto& [name, section] : names_b)
    if (!names_a.contains(name)) unsure_.insert(name);
  edges_a_ = edges_of(a_);
  edges_b_ = edges_of(b_);
  for (const auto* edges : {&edges_a_, &edges_b_})
    for (const EdgeSpec& edge : *edges) {
      in_flow_.insert({edge.from.value, edge.to.value});
      if (edge.via) in_flow_.insert(edge.via->value);
    }
}

std::vector<Atom> Comparer::atoms() {
  const Node* layout_a = a_.find("layout");
  const Node* layout_b = b_.find("layout");
  const Index index_a = index_of(layout_a);
  const Index index_b = index_of(layout_b);
  const auto lacks = [&](const Index& layout, const std::string& name) {
    return !unsure_.contains(name) && !look_up(layout, name);
  };
  for (const Node::Entry* entry : entries_of(layout_b))
    if (lacks(index_a, entry->key.text)) new_places_.push_back(entry->key.text);
  for (const Node::Entry* entry : entries_of(layout_a))
    places_go_ = places_go_ || lacks(index_b, entry->key.text);
  compare_renames();
  compare_shares();
  for (const Section& section : sections()) compare_entries(section);
  compare_flow();
  compare_routing();
  compare_layout();
  compare_order();
  compare_run();
  compare_head();
  return std::move(atoms_);
}

Atom& Comparer::add(Difference::Kind kind, std::string path, std::string section, std::string element,
                    std::string sentence) {
  Atom& atom = atoms_.emplace_back();
  atom.difference.kind = kind;
  atom.difference.path = std::move(path);
  atom.difference.section = std::move(section);
  atom.difference.element = std::move(element);
  if (!sentence.empty()) atom.difference.sentences.push_back(std::move(sentence));
  return atom;
}

void Comparer::tie_name(Atom& atom, const std::string& name) const {
  if (unsure_.contains(name)) atom.ties.insert("name " + name);
}

void Comparer::tie_names(Atom& atom, const Node* value, ValueKind kind) const {
  if (!value) return;
  Node copy = *value;
  visit_names(copy, kind, [&](std::string& name) { tie_name(atom, name); });
}

void Comparer::set(Atom& atom, const std::string& path, const Node* value) {
  TreeChange change;
  change.kind = value ? TreeChange::Kind::Set : TreeChange::Kind::Remove;
  change.path = {path, {}};
  if (value) change.value = *value;
  atom.difference.changes.push_back(std::move(change));
}

void Comparer::with_places(Atom& atom) const {
  constexpr std::size_t kMostCopied = 50;  // more of them tie together what needs them
  if (new_places_.size() > kMostCopied) atom.ties.insert("places");
  if (new_places_.size() <= kMostCopied)
    for (const std::string& name : new_places_) set(atom, "layout." + name, b_.find("layout")->find(name));
  if (places_go_) atom.ties.insert("places");
}

Atom* Comparer::compare_key(const Owner& owner, const Key& key, const Node* before, const Node* after) {
  const Node fallback = scalar(key.fallback);
  const auto text = [&](const Node* value) {
    const std::string said = canonical(value, key.kind);
    return said.empty() ? canonical(&fallback, key.kind) : said;
  };
  if (text(before) == text(after)) return nullptr;
  const Said said = say(key, owner.name, owner.mode, before, after);
  const std::string path = owner.path + "." + key.name;
  Atom& atom = add(owner.kind, path, owner.section, owner.element, said.sentence);
  atom.difference.before = said.before;
  atom.difference.after = said.after;
  set(atom, path, after);
  tie_names(atom, before, key.kind);
  tie_names(atom, after, key.kind);
  if (key.kind == ValueKind::Crew) with_places(atom);
  return &atom;
}

void Comparer::tie_keys(const std::string& path, std::initializer_list<const char*> keys, std::size_t from) {
  for (std::size_t i = from; i < atoms_.size(); ++i)
    for (const char* key : keys)
      if (atoms_[i].difference.path == path + "." + key)
        atoms_[i].ties.insert(fmt::format("{} {}", path, *keys.begin()));
}

// Keys that are not known: notes, and what only other versions understand.
void Comparer::compare_rest(const std::string& path, const Node* before, const Node* after,
                            const Owner& owner, const std::set<std::string>& known) {
  std::set<std::string> keys;
  for (const Node* node : {before, after})
    if (node)
      for (const Node::Entry& entry : node->entries)
        if (!known.contains(entry.key.text)) keys.insert(entry.key.text);
  for (const std::string& key : keys) {
    const Node* a = before ? before->find(key) : nullptr;
    const Node* b = after ? after->find(key) : nullptr;
    const std::string whole = path.empty() ? key : path + "." + key;
    if (a && b && plain_text(*a) == plain_text(*b)) continue;
    const bool note = key.starts_with("x-");
    const std::string text_a = a ? plain_text(*a) : "";
    const std::string text_b = b ? plain_text(*b) : "";
    Atom& atom = add(note ? Difference::Kind::Words : owner.kind, whole, owner.section, owner.element,
                     note ? say_note(whole) : say_unknown(whole, text_a, text_b));
    atom.difference.before = text_a;
    atom.difference.after = text_b;
    atom.difference.minor = note;
    if (key.find_first_of(".[*") == std::string::npos) set(atom, whole, b);  // no path leads to others
  }
}

void Comparer::compare_run() {
  const Node* a = a_.find("run");
  const Node* b = b_.find("run");
  const Owner owner{Difference::Kind::Run, "run", "", "run", "", ""};
  std::set<std::string> known;
  const std::size_t from = atoms_.size();
  for (const Key& key : run_keys()) {
    known.insert(key.name);
    compare_key(owner, key, a ? a->find(key.name) : nullptr, b ? b->find(key.name) : nullptr);
  }
  const auto time = [](const Node* run, const char* key, Time usual) {
    const Node* value = run ? run->find(key) : nullptr;
    return value ? parse_time(value->text).value.value_or(0) : static_cast<double>(usual);
  };
  if (time(a, "warmup", 0) >= time(b, "duration", kDay) || time(b, "warmup", 0) >= time(a, "duration", kDay))
    tie_keys("run", {"duration", "warmup"}, from);
  compare_rest("run", a, b, owner, known);
}

void Comparer::compare_head() {
  const Node* a = a_.find("targets");
  const Node* b = b_.find("targets");
  const Owner owner{Difference::Kind::Words, "targets", "", "targets", "", ""};
  std::set<std::string> known;
  for (const Key& key : target_keys()) {
    known.insert(key.name);
    compare_key(owner, key, a ? a->find(key.name) : nullptr, b ? b->find(key.name) : nullptr);
  }
  compare_rest("targets", a, b, owner, known);
  for (const char* key : {"name", "description"}) {
    const Node* before = a_.find(key);
    const Node* after = b_.find(key);
    if (canonical(before, ValueKind::Text) == canonical(after, ValueKind::Text)) continue;
    Atom& atom = add(Difference::Kind::Words, key, "", "",
                     say_head(key, before ? before->text : "", after ? after->text : ""));
    atom.difference.before = before ? before->text : "";
    atom.difference.after = after ? after->text : "";
    set(atom, key, after);
  }
  known = {"name", "description", "run", "targets", "flow", "routing", "layout"};
  for (const Section& section : sections()) known.insert(section.name);
  compare_rest("", &a_, &b_, {Difference::Kind::Value, "", "", "", "", ""}, known);
}

void Comparer::compare_renames() {
  if (renames_.empty()) return;
  const auto& [first, now] = *renames_.begin();
  const std::string section = names_of(original_).at(first);
  Atom& atom = add(Difference::Kind::Structure, section + "." + first, section, first, "");
  atom.difference.minor = true;
  for (const auto& [before, after] : renames_) {
    atom.difference.sentences.push_back(say_renamed(before, after));
    tie_name(atom, before);
    tie_name(atom, after);
    if (in_flow_.contains(after)) atom.ties.insert("flow");
  }
  if (renames_.size() == 1) atom.difference.before = first, atom.difference.after = now;
  set_renamed(atom, "", original_, a_);
}

// The changes that turn one tree into the same tree with other names, each as deep as can be.
void Comparer::set_renamed(Atom& atom, const std::string& path, const Node& before, const Node& after) const {
  if (plain_text(before) == plain_text(after)) return;
  const bool section = path.find_first_of(".[") == std::string::npos && !path.empty();
  bool same_keys = true;
  for (std::size_t i = 0; i < after.entries.size(); ++i)
    same_keys = same_keys && before.entries[i].key.text == after.entries[i].key.text;
  if (after.is_scalar() || (!same_keys && !section)) {
    set(atom, path, &after);  // keys inside an element keep their order, which may matter
    return;
  }
  for (std::size_t i = 0; i < after.items.size(); ++i)
    set_renamed(atom, fmt::format("{}[{}]", path, i), before.items[i], after.items[i]);
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    const std::string& old = before.entries[i].key.text;
    const Node::Entry& entry = after.entries[i];
    const std::string name = path.empty() ? entry.key.text : path + "." + entry.key.text;
    if (old == entry.key.text) {
      set_renamed(atom, name, before.entries[i].value, entry.value);
      continue;
    }
    set(atom, path + "." + old, nullptr);
    set(atom, name, &entry.value);
    atom.difference.changes.back().kind = TreeChange::Kind::Add;
    atom.difference.orders.push_back({path, {}, {entry.key.text}});
  }
}

}  // namespace linetwin::diff
