#include "observe/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "sim/state.hpp"

namespace linetwin {
namespace {

constexpr const char* kFirstLine = "# linetwin trace 1";
constexpr const char* kColumns = "time_us,event,element,machine,to,part,variant,value";
constexpr std::size_t kFlushAt = std::size_t{1} << 16;

constexpr const char* kVehicleStateNames[] = {"idle",     "coming",  "at_pickup", "loading",
                                              "carrying", "at_door", "unloading", "delivering"};

}  // namespace

TraceWriter::TraceWriter(const LineModel& model, std::ostream& out, const std::vector<std::string>& head)
    : model_(model), out_(out), states_(model.machines.size(), -1), levels_(model.elements.size(), -1) {
  for (const Element& element : model.elements) element_names_.push_back(element.name + ",");
  for (const MachineModel& machine : model.machines) {
    const ElementId e = model.stations[static_cast<std::size_t>(machine.station)].element;
    machine_names_.push_back(
        fmt::format("{},{}", model.elements[static_cast<std::size_t>(e)].name, machine.number + 1));
  }
  for (const FleetModel& fleet : model.fleets)
    for (std::int32_t v = 1; v <= fleet.count; ++v)
      vehicle_names_.push_back(fmt::format("{},{}", fleet.name, v));
  text_ = fmt::format("{}\n", kFirstLine);
  for (const std::string& line : head) {
    std::string one_line = line;
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    text_ += fmt::format("# {}\n", one_line);
  }
  text_ += fmt::format("{}\n", kColumns);
}

std::uint64_t TraceWriter::number_of(std::uint32_t part) {
  if (part >= numbers_.size()) numbers_.resize(std::max<std::size_t>(part + 1, 2 * numbers_.size()));
  if (numbers_[part] == 0) numbers_[part] = ++last_number_;
  return numbers_[part];
}

void TraceWriter::take(std::span<const Happening> happenings) {
  for (const Happening& h : happenings) {
    if ((kWritten & mask(h.kind)) == 0) continue;
    if (!moment_.empty() && moment_.front().at != h.at) write_moment();
    moment_.push_back(h);
  }
}

// States and levels that did not outlast their moment are left out: of a machine or buffer only the last one,
// and none where that is what it was before.
void TraceWriter::write_moment() {
  const auto lasts = [this](const Happening& h) -> std::int64_t* {
    if (h.kind == Happening::Kind::State) return &states_[static_cast<std::size_t>(h.a)];
    if (h.kind == Happening::Kind::Level) return &levels_[static_cast<std::size_t>(h.a)];
    return nullptr;
  };
  silent_.assign(moment_.size(), 0);
  touched_.clear();
  for (std::size_t i = moment_.size(); i-- > 0;) {
    const Happening& h = moment_[i];
    std::int64_t* const shown = lasts(h);
    if (!shown) continue;
    const std::int64_t now = h.kind == Happening::Kind::State ? h.state : h.value;
    const bool later = std::find(touched_.begin(), touched_.end(), shown) != touched_.end();
    silent_[i] = later || *shown == now;
    if (later) continue;
    touched_.push_back(shown);
    *shown = now;
  }
  for (std::size_t i = 0; i < moment_.size(); ++i)
    if (!silent_[i]) write(moment_[i]);
  moment_.clear();
  if (text_.size() < kFlushAt) return;
  out_ << text_;
  text_.clear();
}

void TraceWriter::end(Time at) {
  write_moment();
  text_ += fmt::format("{},end,,,,,,\n", at);
  ++lines_;
  out_ << text_;
  text_.clear();
}

void TraceWriter::add(std::int64_t number) {
  const fmt::format_int digits(number);
  text_.append(digits.data(), digits.size());
}

void TraceWriter::add(std::string_view text) { text_.append(text); }

// The number that the part has had so far; its row of the pool is used for another part from now on.
std::uint64_t TraceWriter::last_number_of(std::uint32_t part) {
  const std::uint64_t number = number_of(part);
  numbers_[part] = 0;
  return number;
}

// A line of the columns that every kind has: time, event, element, machine.
void TraceWriter::begin_line(Time at, std::string_view event, std::string_view element_and_machine) {
  ++lines_;
  add(at);
  add(event);
  add(element_and_machine);
}

// The rest of it for a part: to, part, variant, value.
void TraceWriter::add_part(std::string_view to, std::uint64_t number, std::int16_t variant) {
  add(",");
  add(to);
  add(",");
  add(static_cast<std::int64_t>(number));
  add(",");
  add(model_.variants[static_cast<std::size_t>(std::max<std::int16_t>(variant, 0))]);
  add(",");
}

void TraceWriter::write(const Happening& h) {
  const auto name = [this](ElementId e) -> const std::string& {
    return model_.elements[static_cast<std::size_t>(e)].name;
  };
  const auto element = [this](ElementId e) -> const std::string& {
    return element_names_[static_cast<std::size_t>(e)];
  };
  const auto a = static_cast<std::size_t>(h.a);
  const bool leaves = h.kind == Happening::Kind::Move &&
                      model_.elements[static_cast<std::size_t>(h.b)].kind == ElementKind::Sink;
  switch (h.kind) {
    case Happening::Kind::State:
      begin_line(h.at, ",state,", machine_names_[a]);
      add(",,,,");
      add(kMachineStateNames[h.state]);
      break;
    case Happening::Kind::Level:
      begin_line(h.at, ",level,", element(h.a));
      add(",,,,");
      add(h.value);
      break;
    case Happening::Kind::Move:
      begin_line(h.at, ",move,", element(h.a));
      add_part(name(h.b), leaves ? last_number_of(h.part) : number_of(h.part), h.variant);
      if (leaves) add(h.value);
      break;
    case Happening::Kind::Joined:
      begin_line(h.at, ",joined,", element(h.a));
      add_part(name(h.b), last_number_of(h.part), h.variant);
      break;
    case Happening::Kind::Scrapped:
      begin_line(h.at, ",scrapped,", element(h.a));
      add_part("", last_number_of(h.part), h.variant);
      add(h.value);
      break;
    case Happening::Kind::Finished:
      begin_line(h.at, ",finished,", machine_names_[a]);
      add_part("", number_of(h.part), h.variant);
      add(h.value);
      break;
    case Happening::Kind::Lost:
      begin_line(h.at, ",lost,", element(h.a));
      add(",,,");
      add(model_.variants[static_cast<std::size_t>(std::max<std::int16_t>(h.variant, 0))]);
      add(",");
      break;
    case Happening::Kind::Busy:
      begin_line(h.at, ",busy,", model_.pools[a].name);
      add(",,,,,");
      add(h.value);
      break;
    case Happening::Kind::Vehicle:
      begin_line(h.at, ",vehicle,", vehicle_names_[a]);
      add(",,,,");
      add(kVehicleStateNames[h.state]);
      break;
    case Happening::Kind::Left:
    case Happening::Kind::Inside: return;
  }
  add("\n");
}

// ---- comparison

namespace {

class TraceReader {
 public:
  explicit TraceReader(std::istream& in) : in_(in) {
    std::string first;
    std::getline(in_, first);
    ++line_;
    if (!first.empty() && first.back() == '\r') first.pop_back();
    if (first != kFirstLine)
      throw std::invalid_argument(fmt::format("it does not begin with \"{}\"", kFirstLine));
  }
  // The next line that is no comment; empty at the end.
  std::string next() {
    for (std::string line; std::getline(in_, line);) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!line.empty() && line[0] != '#') return line;
    }
    return {};
  }
  std::int64_t line() const { return line_; }

 private:
  std::istream& in_;
  std::int64_t line_ = 0;
};

std::string column(const std::string& line, int which) {
  std::size_t begin = 0;
  for (; which > 0; --which) {
    begin = line.find(',', begin);
    if (begin == std::string::npos) return {};
    ++begin;
  }
  return line.substr(begin, line.find(',', begin) - begin);
}

Time time_of(const std::string& line) {
  const std::string text = column(line, 0);
  const bool number = !text.empty() && text.size() < 19 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::stoll(text) : kNever;
}

}  // namespace

std::optional<TraceDifference> first_difference(std::istream& first, std::istream& second) {
  TraceReader a(first);
  TraceReader b(second);
  while (true) {
    const std::string x = a.next();
    const std::string y = b.next();
    if (x.empty() && y.empty()) return std::nullopt;
    if (x == y) continue;
    // the earlier line is what one run does and the other does not
    const bool first_is_earlier = time_of(x) <= time_of(y);
    return TraceDifference{a.line(), std::min(time_of(x), time_of(y)), column(first_is_earlier ? x : y, 2), x,
                           y};
  }
}

}  // namespace linetwin
