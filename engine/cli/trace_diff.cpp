#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "cli/common.hpp"
#include "cli/files.hpp"
#include "observe/trace.hpp"
#include "report/json_figure.hpp"
#include "report/text.hpp"

namespace linetwin::cli {
namespace {

bool open(const std::string& path, std::ifstream& in) {
  in.open(path, std::ios::binary);
  if (in) return true;
  complain(fmt::format("cannot read {}", path));
  return false;
}

std::string shown(const std::string& line) { return line.empty() ? "(ends here)" : line; }

// {"same", "line", "at_us", "element", "first", "second"}; null where there is nothing.
std::string difference_json(const std::optional<TraceDifference>& d) {
  const auto text = [](const std::string& line) { return line.empty() ? Json(nullptr) : Json(line); };
  Json j{{"same", !d.has_value()}};
  if (d) {
    j["line"] = d->line;
    j["at_us"] = d->at == kNever ? Json(nullptr) : Json(d->at);
    j["element"] = text(d->where);
    j["first"] = text(d->first);
    j["second"] = text(d->second);
  }
  return j.dump(2) + "\n";
}

}  // namespace

int trace_diff_verb(const TraceDiffArguments& arguments) {
  std::ifstream first;
  std::ifstream second;
  if (!open(arguments.first, first) || !open(arguments.second, second)) return kBadInput;
  std::optional<TraceDifference> difference;
  try {
    difference = first_difference(first, second);
  } catch (const std::invalid_argument& failure) {
    complain(fmt::format("not an event log: {}", failure.what()),
             "linetwin run MODEL --trace FILE writes one");
    return kBadInput;
  }
  JsonOutput json(arguments.out);
  if (!json.open({arguments.first, arguments.second})) return kBadInput;
  if (!json.write([&] { return difference_json(difference); })) return kFailed;
  if (!difference) return print("The two tell the same.\n", arguments.out) ? kDone : kFailed;
  const std::string at =
      difference->at == kNever
          ? "at the end"
          : fmt::format("after {} ({} us)", time_text(seconds(difference->at)), difference->at);
  const std::string where = difference->where.empty() ? "" : fmt::format(", at {}", difference->where);
  print(fmt::format("They first differ {}{}, in line {} of {}:\n  {}: {}\n  {}: {}\n", at, where,
                    difference->line, arguments.first, arguments.first, shown(difference->first),
                    arguments.second, shown(difference->second)),
        arguments.out);
  return kFailed;
}

}  // namespace linetwin::cli
