#include "report/check.hpp"

#include <unistd.h>

#include "cli/common.hpp"

namespace linetwin::cli {

int check_verb(const CheckArguments& arguments) {
  std::optional<Loaded> loaded = load(arguments.model, arguments.sets);
  if (!loaded) return kBadInput;
  run_options(loaded->read.spec, loaded->read.diagnostics);
  const bool printed = print(check_report(loaded->model, capacity(loaded->model), style_for(STDOUT_FILENO)));
  print_warnings(*loaded);
  return printed ? kDone : kFailed;
}

}  // namespace linetwin::cli
