// Failures, maintenance, setup.
#include <fmt/format.h>

#include "read/reader.hpp"

namespace linetwin {
namespace {

constexpr std::int64_t kMostParts = 1'000'000'000;

// "500 parts" -> "500"; nothing when the text is no number of parts.
std::optional<std::string> parts_of(const Node& node) {
  if (!node.is_scalar()) return std::nullopt;
  for (const std::string_view word : {"parts", "part"}) {
    const std::string& text = node.text;
    if (!text.ends_with(word) || text.size() == word.size()) continue;
    std::string number = text.substr(0, text.size() - word.size());
    const char last = number.back();
    while (!number.empty() && number.back() == ' ') number.pop_back();
    if (!number.empty() && (last == ' ' || (last >= '0' && last <= '9'))) return number;
  }
  return std::nullopt;
}

}  // namespace

void ModelReader::for_one_or_list(const Node& node, std::string_view what,
                                  const std::function<void(const Node&)>& read) {
  if (node.is_sequence()) {
    for (const Node& one : node.items)
      if (expect_map(one, fmt::format("an item of {}", what))) read(one);
  } else if (expect_map(node, what)) {
    read(node);
  }
}

std::string ModelReader::read_item_name(const Node& node) {
  const Node* name = node.find("name");
  if (!name || !expect_scalar(*name, "name")) return {};
  if (!is_name(name->text)) error(name->place, fmt::format("\"{}\" is not a name", name->text));
  return name->text;
}

void ModelReader::read_mtbf(const Node& node, FailureSpec& failure) {
  const Node* value = &node;
  bool constant = false;
  if (node.is_map() && node.entries.size() == 1 && parts_of(node.entries[0].value)) {
    const std::string& form = node.entries[0].key.text;
    if (form != "constant" && form != "exponential") {
      error(node.entries[0].key.place, "a number of parts between failures is plain, or constant");
      return;
    }
    constant = form == "constant";
    value = &node.entries[0].value;
  }
  if (const auto parts = parts_of(*value)) {
    const Parsed<double> number = parse_number(*parts);
    if (!number.value || *number.value < 1 || *number.value > static_cast<double>(kMostParts)) {
      error(value->place, fmt::format("\"{}\" is no number of parts", value->text), "at least 1 part");
      return;
    }
    failure.mtbf_parts = Placed<double>{*number.value, value->place};
    failure.mtbf_parts_constant = constant;
    return;
  }
  failure.mtbf = read_time(node, "mtbf", Plain::Exponential);
  if (failure.mtbf && failure.mtbf->per_part.empty() && mean(failure.mtbf->common) <= 0) {
    error(node.place, "a machine that fails at once never works", "mtbf must be over 0");
    failure.mtbf.reset();
  }
}

std::optional<FailureSpec> ModelReader::read_failure(const Node& node) {
  check_keys(node, {"name", "mtbf", "availability", "mttr", "clock", "workers"}, {}, "failures");
  const int before = diagnostics_.errors();
  FailureSpec failure;
  failure.place = node.place;
  failure.name = read_item_name(node);
  const Node* mtbf = node.find("mtbf");
  const Node* availability = node.find("availability");
  if (mtbf) read_mtbf(*mtbf, failure);
  if (availability) {
    failure.availability = read_share(*availability, "availability");
    if (failure.availability && failure.availability->value <= 0)
      error(availability->place, "a machine with availability 0 never works");
  }
  if (mtbf && availability)
    error(availability->place, "mtbf and availability say the same", "keep one of them");
  if (!mtbf && !availability) error(node.place, "failures need mtbf or availability", "add mtbf: 8 h");
  if (const Node* mttr = node.find("mttr")) {
    failure.mttr = read_time(*mttr, "mttr", Plain::Exponential);
  } else {
    error(node.place, "failures need mttr", "add mttr: 10 min");
  }
  if (const Node* clock = node.find("clock")) {
    if (clock->text == "calendar") {
      failure.clock = FailureClock::Calendar;
    } else if (clock->text != "operating") {
      const std::vector<std::string> words = {"operating", "calendar"};
      error(clock->place, "clock is operating or calendar", did_you_mean(clock->text, words));
    }
    if (failure.clock == FailureClock::Calendar && failure.mtbf_parts)
      error(clock->place, "an mtbf in parts counts parts and follows no calendar");
  }
  if (const Node* workers = node.find("workers")) failure.workers = read_crew(*workers);
  if (diagnostics_.errors() > before) return std::nullopt;
  return failure;
}

std::optional<MaintenanceSpec> ModelReader::read_maintenance(const Node& node) {
  check_keys(node, {"name", "every", "takes", "workers"}, {}, "maintenance");
  const int before = diagnostics_.errors();
  MaintenanceSpec task;
  task.place = node.place;
  task.name = read_item_name(node);
  const Node* every = node.find("every");
  const Node* takes = node.find("takes");
  if (!every) {
    error(node.place, "maintenance needs every", "add every: 8 h, or every: 500 parts");
  } else if (const auto parts = parts_of(*every)) {
    const Parsed<std::int64_t> count = parse_count(*parts, 1, kMostParts);
    if (count.value) {
      task.every_parts = Count{*count.value, every->place};
    } else {
      error(every->place, count.message, count.hint);
    }
  } else {
    task.every_time = read_time(*every, "every");
    if (task.every_time && task.every_time->per_part.empty() && mean(task.every_time->common) <= 0)
      error(every->place, "maintenance every 0 s never ends");
  }
  if (takes) {
    task.takes = read_time(*takes, "takes");
  } else {
    error(node.place, "maintenance needs takes", "add takes: 20 min");
  }
  if (const Node* workers = node.find("workers")) task.workers = read_crew(*workers);
  if (diagnostics_.errors() > before) return std::nullopt;
  return task;
}

std::optional<SetupSpec> ModelReader::read_setup(const Node& node) {
  SetupSpec setup;
  setup.place = node.place;
  const Node* matrix = node.is_map() ? node.find("matrix") : nullptr;
  if (!matrix) {
    setup.any = read_time(node, "setup");
    return setup.any ? std::optional(setup) : std::nullopt;
  }
  check_keys(node, {"matrix"}, {}, "setup");
  if (!expect_map(*matrix, "matrix")) return std::nullopt;
  for (const Node::Entry& from : matrix->entries) {
    if (!expect_map(from.value, fmt::format("the row of \"{}\"", from.key.text))) continue;
    for (const Node::Entry& to : from.value.entries)
      if (const auto time = read_distribution(to.value, "a setup time", Plain::Constant))
        setup.matrix.push_back({{from.key.text, from.key.place}, {to.key.text, to.key.place}, *time});
  }
  return setup;
}

}  // namespace linetwin
