#include "viewer/trace/event_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

#include "base/diagnostics.hpp"
#include "sim/record.hpp"
#include "sim/state.hpp"
#include "viewer/trace/log_lines.hpp"

namespace linetwin::viewer {
namespace {

constexpr std::string_view kFirstLine = "# linetwin trace 1";
constexpr std::string_view kColumns = "time_us,event,element,machine,to,part,variant,value";
constexpr std::size_t kColumnCount = 8;
constexpr std::int32_t kMostNumber = 1'000'000;  // of a machine or vehicle
constexpr std::size_t kMostVariants = 32'000;

struct EventName {
  std::string_view name;
  Happening::Kind kind;
};
constexpr std::array<EventName, 9> kEvents = {{{"state", Happening::Kind::State},
                                               {"level", Happening::Kind::Level},
                                               {"move", Happening::Kind::Move},
                                               {"joined", Happening::Kind::Joined},
                                               {"scrapped", Happening::Kind::Scrapped},
                                               {"finished", Happening::Kind::Finished},
                                               {"lost", Happening::Kind::Lost},
                                               {"busy", Happening::Kind::Busy},
                                               {"vehicle", Happening::Kind::Vehicle}}};
constexpr std::array<std::string_view, 8> kVehicleStates = {"idle",     "coming",  "at_pickup", "loading",
                                                            "carrying", "at_door", "unloading", "delivering"};
constexpr std::string_view kEnd = "end";

// What is wrong with a line, without its place.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Texts that are numbered as they come.
class Names {
 public:
  // The number; `is_new` says that it has not been there before.
  std::int32_t number(std::string_view text, bool& is_new) {
    const auto found = numbers_.find(text);
    is_new = found == numbers_.end();
    if (!is_new) return found->second;
    const auto next = static_cast<std::int32_t>(numbers_.size());
    numbers_.emplace(std::string(text), next);
    return next;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> numbers_;
};

constexpr std::int64_t kMostParts = 1'000'000'000;  // in one place, as models have it

std::uint64_t pair_of(std::int32_t a, std::int32_t b) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(a)) << 32 | static_cast<std::uint32_t>(b);
}

template <class Known>
std::string unknown(std::string_view what, std::string_view word, const Known& known) {
  const std::vector<std::string> candidates(known.begin(), known.end());
  const std::string hint = did_you_mean(word, candidates);
  return fmt::format("unknown {} \"{}\"{}{}", what, word, hint.empty() ? "" : "; ", hint);
}

class Reader {
 public:
  Reader(std::istream& in, const EventLogLimits& limits) : lines_(in), limits_(limits) {}
  EventLog read();
  std::int64_t line() const { return lines_.number(); }

 private:
  void head();
  void comment(std::string_view text);
  void line(std::string_view text);
  void happening(Happening::Kind kind, Time at);
  void of_machine(Happening& h);
  void of_pool(Happening& h);
  void of_vehicle(Happening& h);
  void part(Happening& h);
  void leaves();
  void keep(const Happening& h);
  void vehicle(const Happening& h);
  void finish();

  std::int64_t number(std::size_t column, std::string_view what, std::int64_t least, std::int64_t most) const;
  std::uint64_t part_number() const {
    return static_cast<std::uint64_t>(number(5, "the number of a part", 1, kNever - 1));
  }
  template <class Names>
  std::uint8_t state_of(const Names& names) const;
  std::int32_t element(std::size_t column);
  std::int32_t numbered(Names& names, std::vector<EventLog::Numbered>& list, std::int32_t owner);
  std::int32_t variant();
  void arrow(std::int32_t from, std::int32_t to, bool sets);

  LogLines lines_;
  EventLogLimits limits_;
  EventLog log_;
  std::array<std::string_view, kColumnCount> columns_;
  Time last_ = 0;
  bool ended_ = false;
  Names elements_, machines_, fleets_, vehicles_, pools_, variants_;
  std::unordered_map<std::uint64_t, std::size_t> arrows_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;  // of the parts that are in the line
  std::vector<std::uint32_t> free_rows_;
  std::optional<Happening> move_;  // the line before, not kept yet: a vehicle may have brought the part
  struct Under {
    std::uint8_t state = 0;
    Trip trip;
  };
  std::vector<Under> under_;  // by vehicle: its trip
  std::size_t trips_ = 0;
};

// ---- the head

void Reader::head() {
  std::string_view text;
  const bool any = lines_.next(text);
  if (!any && !lines_.too_long())
    throw Fault("the file is empty; an event log begins with \"# linetwin trace 1\"");
  if (!any || text != kFirstLine)
    throw Fault(fmt::format("this is no event log: it does not begin with \"{}\"", kFirstLine));
  while (lines_.next(text)) {
    if (text == kColumns) return;
    if (!text.empty() && !text.starts_with('#'))
      throw Fault(fmt::format("here the columns must be named: \"{}\"", kColumns));
    comment(text);
  }
  if (lines_.too_long()) return;
  throw Fault("the file ends before its columns are named: it was cut short");
}

// "# model NAME HASH" and "# version V seed N replication 1"; all other comments are nobody's business.
void Reader::comment(std::string_view text) {
  constexpr std::string_view kModel = "# model ";
  constexpr std::string_view kVersion = "# version ";
  constexpr std::size_t kDigits = 16;
  if (text.starts_with(kVersion)) log_.run = text.substr(2);
  if (!text.starts_with(kModel) || text.size() < kModel.size() + kDigits + 1) return;
  const std::string_view digits = text.substr(text.size() - kDigits);
  std::uint64_t hash = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + kDigits, hash, 16);
  if (error != std::errc() || end != digits.data() + kDigits) return;
  log_.model_hash = hash;
  log_.model_name = text.substr(kModel.size(), text.size() - kDigits - 1 - kModel.size());
}

// ---- lines

EventLog Reader::read() {
  head();
  std::string_view text;
  while (lines_.next(text)) {
    if (text.empty() || text.starts_with('#')) continue;
    if (!lines_.whole()) {
      // without its end a line cannot be trusted: "12" may be half of "1234"
      if (ended_ || !text.ends_with(",end,,,,,,")) break;
    }
    line(text);
    if (log_.happenings.bytes() + trips_ * sizeof(Trip) > limits_.bytes)
      throw Fault(fmt::format("the log is too long: up to here it takes {} MB", limits_.bytes >> 20));
  }
  if (lines_.too_long()) throw Fault(fmt::format("a line is longer than {} bytes", LogLines::kLongest));
  finish();
  return std::move(log_);
}

void Reader::line(std::string_view text) {
  std::size_t found = 0;
  for (std::string_view rest = text;; ++found) {
    const std::size_t comma = rest.find(',');
    if (found < kColumnCount) columns_[found] = rest.substr(0, comma);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (found + 1 != kColumnCount)
    throw Fault(fmt::format("a line has {} columns, this one has {}", kColumnCount, found + 1));
  const Time at = number(0, "a time in microseconds", 0, kLongestTime);
  if (at < last_) throw Fault(fmt::format("time goes back from {} to {}", last_, at));
  if (ended_) throw Fault("the run has ended above: nothing can happen any more");
  last_ = at;
  const auto* const event =
      std::find_if(kEvents.begin(), kEvents.end(), [&](const EventName& e) { return e.name == columns_[1]; });
  if (event != kEvents.end()) return happening(event->kind, at);
  if (columns_[1] != kEnd) {
    std::array<std::string_view, kEvents.size() + 1> names{kEnd};
    for (std::size_t i = 0; i < kEvents.size(); ++i) names[i + 1] = kEvents[i].name;
    throw Fault(unknown("event", columns_[1], names));
  }
  ended_ = true;
}

std::int64_t Reader::number(std::size_t column, std::string_view what, std::int64_t least,
                            std::int64_t most) const {
  const std::string_view text = columns_[column];
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && least <= value && value <= most)
    return value;
  throw Fault(fmt::format("\"{}\" is not {}", text, what));
}

template <class Names>
std::uint8_t Reader::state_of(const Names& names) const {
  const auto found = std::find(names.begin(), names.end(), columns_[7]);
  if (found == names.end()) throw Fault(unknown("state", columns_[7], names));
  return static_cast<std::uint8_t>(found - names.begin());
}

std::int32_t Reader::element(std::size_t column) {
  if (columns_[column].empty()) throw Fault("the name of an element is missing");
  bool is_new = false;
  const std::int32_t e = elements_.number(columns_[column], is_new);
  if (is_new) log_.elements.push_back({std::string(columns_[column])});
  return e;
}

// The machine or vehicle of the line, which has a number in the column "machine".
std::int32_t Reader::numbered(Names& names, std::vector<EventLog::Numbered>& list, std::int32_t owner) {
  // element and machine stand side by side, so that both together are one name
  const char* const begin = columns_[2].data();
  const std::string_view both(begin, columns_[2].size() + 1 + columns_[3].size());
  bool is_new = false;
  const std::int32_t id = names.number(both, is_new);
  if (is_new) {
    const auto n = static_cast<std::int32_t>(number(3, "the number of a machine or vehicle", 1, kMostNumber));
    list.push_back({owner, n - 1});
  }
  return id;
}

std::int32_t Reader::variant() {
  if (columns_[6].empty()) throw Fault("the variant of the part is missing");
  bool is_new = false;
  const std::int32_t v = variants_.number(columns_[6], is_new);
  if (is_new) {
    if (log_.variants.size() == kMostVariants)
      throw Fault(fmt::format("more than {} variants", kMostVariants));
    log_.variants.emplace_back(columns_[6]);
  }
  return v;
}

void Reader::arrow(std::int32_t from, std::int32_t to, bool sets) {
  const auto [at, is_new] = arrows_.try_emplace(pair_of(from, to), log_.arrows.size());
  if (is_new) log_.arrows.push_back({from, to});
  if (sets) log_.arrows[at->second].sets = true;
  log_.elements[static_cast<std::size_t>(from)].gives = true;
  log_.elements[static_cast<std::size_t>(to)].takes = true;
}

// The row of the part, a new one for a part that has not been named before.
void Reader::part(Happening& h) {
  const std::uint64_t part = part_number();
  h.variant = static_cast<std::int16_t>(variant());
  const auto [row, is_new] = rows_.try_emplace(part, log_.part_rows);
  h.state = is_new ? 1 : 0;
  if (is_new && !free_rows_.empty()) {
    row->second = free_rows_.back();
    free_rows_.pop_back();
  } else if (is_new) {
    ++log_.part_rows;
  }
  h.part = row->second;
}

// The part is in the line no more; its row may be used for another one.
void Reader::leaves() {
  const auto row = rows_.find(part_number());
  free_rows_.push_back(row->second);
  rows_.erase(row);
}

void Reader::happening(Happening::Kind kind, Time at) {
  using Kind = Happening::Kind;
  Happening h;
  h.at = at;
  h.kind = kind;
  switch (kind) {
    case Kind::State:
    case Kind::Finished: of_machine(h); break;
    case Kind::Level:
      h.a = element(2);
      log_.elements[static_cast<std::size_t>(h.a)].has_level = true;
      h.value = number(7, "a number of parts", 0, kMostParts);
      break;
    case Kind::Move:
    case Kind::Joined:
      h.a = element(2);
      h.b = element(4);
      arrow(h.a, h.b, kind == Kind::Joined);
      part(h);
      break;
    case Kind::Scrapped:
      h.a = element(2);
      part(h);
      break;
    case Kind::Lost:
      h.a = element(2);
      log_.elements[static_cast<std::size_t>(h.a)].loses = true;
      h.variant = static_cast<std::int16_t>(variant());
      break;
    case Kind::Busy: of_pool(h); break;
    case Kind::Vehicle: of_vehicle(h); break;
    case Kind::Left:
    case Kind::Inside: return;
  }
  keep(h);
  const bool has_stay = kind == Kind::Move && !columns_[7].empty();  // it went into a sink
  if (has_stay || kind == Kind::Joined || kind == Kind::Scrapped) leaves();
}

void Reader::of_machine(Happening& h) {
  const std::int32_t e = element(2);
  log_.elements[static_cast<std::size_t>(e)].has_machines = true;
  h.a = numbered(machines_, log_.machines, e);
  if (h.kind == Happening::Kind::State) {
    h.state = state_of(kMachineStateNames);
    return;
  }
  part(h);
  h.value = number(7, "a number of parts", 1, kNever - 1);
}

void Reader::of_pool(Happening& h) {
  if (columns_[2].empty()) throw Fault("the name of a pool is missing");
  bool is_new = false;
  h.a = pools_.number(columns_[2], is_new);
  h.value = number(7, "a number of people", 0, kNever - 1);
  if (is_new) {
    log_.pools.emplace_back(columns_[2]);
    log_.most_busy.push_back(0);
  }
  std::int64_t& most = log_.most_busy[static_cast<std::size_t>(h.a)];
  most = std::max(most, h.value);
}

void Reader::of_vehicle(Happening& h) {
  if (columns_[2].empty()) throw Fault("the name of a fleet is missing");
  bool is_new = false;
  const std::int32_t fleet = fleets_.number(columns_[2], is_new);
  if (is_new) log_.fleets.emplace_back(columns_[2]);
  h.a = numbered(vehicles_, log_.vehicles, fleet);
  h.state = state_of(kVehicleStates);
}

// A move waits for the next line: when that is a vehicle's that becomes idle, the vehicle has brought the
// part.
void Reader::keep(const Happening& h) {
  if (h.kind == Happening::Kind::Vehicle) vehicle(h);
  if (move_) log_.happenings.add(*move_);
  move_.reset();
  if (h.kind == Happening::Kind::Move)
    move_ = h;
  else
    log_.happenings.add(h);
}

void Reader::vehicle(const Happening& h) {
  const auto v = static_cast<std::size_t>(h.a);
  if (v >= under_.size()) {
    under_.resize(v + 1);
    log_.trips.resize(v + 1);
  }
  constexpr auto kIdle = static_cast<std::uint8_t>(VehicleState::Idle);
  Under& under = under_[v];
  if (under.state == static_cast<std::uint8_t>(VehicleState::Coming)) under.trip.there_at = h.at;
  if (under.state == static_cast<std::uint8_t>(VehicleState::Carrying)) under.trip.door_at = h.at;
  if (h.state == kIdle && under.state != kIdle) {
    if (move_ && move_->at == h.at) {
      move_->value = 1;
      under.trip.from = move_->a;
      under.trip.to = move_->b;
      under.trip.part = move_->part;
      under.trip.variant = move_->variant;
      under.trip.first = move_->state != 0;
      const std::size_t arrow = arrows_.at(pair_of(move_->a, move_->b));
      log_.arrows[arrow].fleet = log_.vehicles[v].owner;
    }
    log_.trips[v].push_back(under.trip);
    ++trips_;
    under.trip = {};
  }
  under.state = h.state;
}

void Reader::finish() {
  if (move_) log_.happenings.add(*move_);
  for (std::size_t v = 0; v < under_.size(); ++v)
    if (under_[v].state != static_cast<std::uint8_t>(VehicleState::Idle))
      log_.trips[v].push_back(under_[v].trip);
  log_.happenings.shrink();
  log_.end = last_;
  if (!ended_)
    log_.cut = fmt::format("line {}: the log ends here, but the run had not: the file was cut short",
                           lines_.number());
}

}  // namespace

EventLogRead read_event_log(const std::string& name, std::istream& in, const EventLogLimits& limits) {
  EventLogRead read;
  Reader reader(in, limits);
  try {
    read.log = reader.read();
  } catch (const Fault& fault) {
    read.error =
        fmt::format("{}:{}: error: {}\n", name, std::max<std::int64_t>(1, reader.line()), fault.what());
  }
  return read;
}

EventLogRead read_event_log_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (in) return read_event_log(path, in);
  EventLogRead read;
  read.error = fmt::format("{}: error: it cannot be read\n", path);
  return read;
}

}  // namespace linetwin::viewer
