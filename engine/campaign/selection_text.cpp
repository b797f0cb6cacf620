#include "campaign/selection_text.hpp"

#include <fmt/format.h>

#include "campaign/run_batch.hpp"

namespace linetwin {
namespace {

std::string name_of(const Campaign& campaign, std::int64_t id) {
  return campaign.design().at(static_cast<std::size_t>(id)).name;
}

std::string names_of(const Campaign& campaign, const std::vector<std::int64_t>& ids) {
  constexpr std::size_t kShown = 8;
  std::string text;
  for (std::size_t i = 0; i < ids.size() && i < kShown; ++i)
    text += (i > 0 ? ", " : "") + name_of(campaign, ids[i]);
  return ids.size() > kShown ? fmt::format("{} and {} more", text, ids.size() - kShown) : text;
}

// In as many digits as tell it from 100 %, which nothing is.
std::string percent_text(double share) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text = fmt::format("{:.{}g}", 100 * share, digits);
    if (text != "100") return text;
  }
  return fmt::format("{:.17g}", 100 * share);
}

// Of an estimate: one digit behind the point is all that it can be trusted for.
std::string estimated_text(double share) {
  const std::string text = fmt::format("{:.1f}", 100 * share);
  return text == "100.0" ? "over 99.9" : "about " + text;
}

const char* method_word(SelectionMethod method) {
  return method == SelectionMethod::KimNelson ? "kim-nelson" : "ocba";
}

}  // namespace

std::string selection_text(const Campaign& campaign, const SelectionAsk& ask, const Selection& selection) {
  std::string text;
  const std::string percent = percent_text(ask.confidence);
  if (selection.too_fine) {
    text = fmt::format("No case was chosen: differences of {:g} are too small to be told.\n", ask.delta);
  } else if (!selection.best) {
    text = "No case was chosen: the choice was stopped, or none has results.\n";
    if (!selection.left.empty()) text += fmt::format("  still in: {}\n", names_of(campaign, selection.left));
  } else if (selection.budget_ended) {
    text = fmt::format("In front by {}: {} (the budget ended before {} % confidence was reached)\n",
                       looked_at(campaign), name_of(campaign, *selection.best), percent);
  } else if (ask.method == SelectionMethod::KimNelson) {
    text = fmt::format("Best by {}: {} (with {} % confidence, where differences below {:g} do not matter)\n",
                       looked_at(campaign), name_of(campaign, *selection.best), percent, ask.delta);
  } else {
    text = fmt::format("Best by {}: {} ({})\n", looked_at(campaign), name_of(campaign, *selection.best),
                       selection.decided
                           ? fmt::format("right with {} %, as OCBA estimates",
                                         estimated_text(selection.probability.value_or(0)))
                           : fmt::format("the budget ended at {} %, short of {} %",
                                         estimated_text(selection.probability.value_or(0)), percent));
  }
  text +=
      fmt::format("  {} replications were {}", selection.replications, selection.decided ? "needed" : "run");
  if (!selection.let_go.empty())
    text += fmt::format("; {} of {} cases were let go before the end", selection.let_go.size(),
                        selection.let_go.size() + selection.left.size());
  text += "\n";
  if (!selection.excluded.empty())
    text += fmt::format("  left out, as a replication did not finish: {}\n",
                        names_of(campaign, selection.excluded));
  return text;
}

Json selection_json(const Campaign& campaign, const SelectionAsk& ask, const Selection& selection) {
  const auto names = [&](const std::vector<std::int64_t>& ids) {
    Json all = Json::array();
    for (const std::int64_t id : ids) all.push_back(name_of(campaign, id));
    return all;
  };
  Json let_go = Json::object();
  for (const auto& [id, at] : selection.let_go) let_go[name_of(campaign, id)] = at;
  return {{"method", method_word(ask.method)},
          {"metric", looked_at(campaign)},
          {"confidence", ask.confidence},
          {"delta", ask.delta},
          {"best", selection.best ? Json(name_of(campaign, *selection.best)) : Json(nullptr)},
          {"decided", selection.decided},
          {"budget_ended", selection.budget_ended},
          {"left", names(selection.left)},
          {"let_go", std::move(let_go)},
          {"excluded", names(selection.excluded)},
          {"replications", selection.replications},
          {"probability", number(selection.probability)}};
}

}  // namespace linetwin
