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

const char* method_word(SelectionMethod method) {
  return method == SelectionMethod::KimNelson ? "kim-nelson" : "ocba";
}

}  // namespace

std::string selection_text(const Campaign& campaign, const SelectionAsk& ask, const Selection& selection) {
  std::string text;
  const double percent = 100 * ask.confidence;
  if (!selection.best) {
    text = "No case was chosen: the choice was stopped, or none has results.\n";
    if (!selection.left.empty()) text += fmt::format("  still in: {}\n", names_of(campaign, selection.left));
  } else if (ask.method == SelectionMethod::KimNelson) {
    text =
        fmt::format("Best by {}: {} (with {:g} % confidence, where differences below {:g} do not matter)\n",
                    looked_at(campaign), name_of(campaign, *selection.best), percent, ask.delta);
  } else {
    text = fmt::format("Best by {}: {} ({})\n", looked_at(campaign), name_of(campaign, *selection.best),
                       selection.decided ? fmt::format("right with about {:.1f} %, as OCBA estimates",
                                                       100 * selection.probability.value_or(0))
                                         : fmt::format("the budget ended at about {:.1f} %, short of {:g} %",
                                                       100 * selection.probability.value_or(0), percent));
  }
  text += fmt::format("  {} replications were needed", selection.replications);
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
          {"left", names(selection.left)},
          {"let_go", std::move(let_go)},
          {"excluded", names(selection.excluded)},
          {"replications", selection.replications},
          {"probability", number(selection.probability)}};
}

}  // namespace linetwin
