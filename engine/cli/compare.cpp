#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/common.hpp"
#include "cli/files.hpp"
#include "cli/paged.hpp"
#include "cli/required.hpp"
#include "comparison/comparison_json.hpp"
#include "comparison/comparison_page.hpp"
#include "comparison/comparison_text.hpp"

namespace linetwin::cli {
namespace {

// What is required of the best case, by the figures that were kept of it. Nothing, after a word on standard
// error, when one is wrong.
std::optional<std::vector<Requirement>> requirements(const std::vector<std::string>& texts,
                                                     const ResultsReader& reader) {
  return requirements_of(texts, reader.metrics(), [&reader](const std::string& name) {
    return missing_figure_hint(name, reader.metrics());
  });
}

Figure figure_of_best(const Comparison& c, const ResultsReader& reader, const std::string& metric) {
  const ResultsCase& best = c.ranking.front().row;
  if (metric == "cost") return {best.cost, 0.0, 0.0};
  std::vector<double> values;
  for (const auto& [replication, value] : reader.values(best.id, metric))
    if (value) values.push_back(*value);
  return estimate(values);
}

std::vector<RequirementVerdict> verdicts(const Comparison& c, const ResultsReader& reader,
                                         const std::vector<Requirement>& all) {
  std::vector<RequirementVerdict> result;
  for (const Requirement& requirement : all) {
    RequirementVerdict verdict{requirement, {}, Fulfilled::Open};
    if (c.has_best()) {
      verdict.measured = figure_of_best(c, reader, requirement.metric);
      verdict.fulfilled = judge(requirement, verdict.measured);
    }
    result.push_back(verdict);
  }
  return result;
}

bool write_csv(const std::string& folder, const ResultsReader& reader, const Comparison& c) {
  if (folder.empty()) return true;
  WholeFile file(folder + "/replications.csv");
  const bool written = write_tables(folder, comparison_tables(reader, c), kComparisonTables) && file.open() &&
                       (write_replications(reader, file.stream()), file.commit());
  if (!written) complain(fmt::format("cannot write into {}", folder));
  return written;
}

CompareAsk ask_of(const CompareArguments& a) {
  CompareAsk ask;
  ask.metric = a.metric;
  ask.against = a.against;
  if (a.minimise || a.maximise) ask.maximise = a.maximise;
  if (a.all) ask.most = std::numeric_limits<std::size_t>::max();
  return ask;
}

bool write_page(WholeFile& file, const Comparison& c, const CompareArguments& a, Language language) {
  if (a.output.empty()) return true;
  const std::string page = comparison_page(c, {LINETWIN_VERSION, a.command, date_text(), language});
  if (a.output == "-") return print(page);
  const bool written = file.write(page);
  if (!written) complain(fmt::format("cannot write {}", a.output));
  return written;
}

int compare(const CompareArguments& arguments, JsonOutput& json, WholeFile& page, Language language) {
  const ResultsReader reader(arguments.results);
  const auto required = requirements(arguments.out.require, reader);
  if (!required) return kBadInput;
  const Comparison comparison = compare_results(reader, ask_of(arguments));
  const std::vector<RequirementVerdict> told = verdicts(comparison, reader, *required);
  const bool written = write_page(page, comparison, arguments, language) &&
                       write_csv(arguments.csv, reader, comparison) &&
                       json.write([&] { return comparison_json(comparison, told); });
  if (!written) return kFailed;
  if (arguments.output == "-") return required_status(told);
  if (!print(comparison_text(comparison, style_for(1)) + required_text(told), arguments.out)) return kFailed;
  return required_status(told);
}

}  // namespace

int compare_verb(const CompareArguments& arguments) {
  if (arguments.minimise && arguments.maximise) {
    complain("--minimise and --maximise go against each other");
    return kBadInput;
  }
  const std::optional<Language> language = language_of(arguments.language);
  if (!language) return kBadInput;
  JsonOutput json(arguments.out);
  if (!json.open({arguments.results, arguments.output})) return kBadInput;
  WholeFile page(arguments.output);
  if (arguments.output == "-" && arguments.out.json == "-") {
    complain("-o - and --json - both want standard output");
    return kBadInput;
  }
  if (!arguments.output.empty() && arguments.output != "-") {
    if (same_file(arguments.output, arguments.results)) {
      complain(fmt::format("{} holds the results themselves", arguments.output), "-o compare.html");
      return kBadInput;
    }
    if (!page.open()) {
      complain(fmt::format("cannot write {}", arguments.output));
      return kBadInput;
    }
  }
  if (!arguments.csv.empty() && !make_folder(arguments.csv)) {
    complain(fmt::format("cannot write into {}", arguments.csv));
    return kBadInput;
  }
  try {
    return compare(arguments, json, page, *language);
  } catch (const ResultsError& failure) {
    return complain_of(failure);
  }
}

}  // namespace linetwin::cli
