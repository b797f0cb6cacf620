#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "cli/common.hpp"
#include "observe/trace.hpp"
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
  if (!difference) return print("The two tell the same.\n") ? kDone : kFailed;
  const std::string at =
      difference->at == kNever
          ? "at the end"
          : fmt::format("after {} ({} us)", time_text(seconds(difference->at)), difference->at);
  const std::string where = difference->where.empty() ? "" : fmt::format(", at {}", difference->where);
  print(fmt::format("They first differ {}{}, in line {} of {}:\n  {}: {}\n  {}: {}\n", at, where,
                    difference->line, arguments.first, arguments.first, shown(difference->first),
                    arguments.second, shown(difference->second)));
  return kFailed;
}

}  // namespace linetwin::cli
