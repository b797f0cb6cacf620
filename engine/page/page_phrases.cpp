#include "page/page_phrases.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/text.hpp"

namespace linetwin {
namespace {

std::string say(Language language, const char* english, const char* korean) {
  return language == Language::Korean ? korean : english;
}

std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }
std::string percent(const Figure& figure) { return figure.mean ? percent(*figure.mean) : "-"; }

std::string kind_text(Distribution::Kind kind, Language language) {
  using Kind = Distribution::Kind;
  if (language == Language::English) return std::string(kind_name(kind));
  switch (kind) {
    case Kind::Constant: return "고정";
    case Kind::Exponential: return "지수분포";
    case Kind::Normal: return "정규분포";
    case Kind::Lognormal: return "로그정규분포";
    case Kind::Gamma: return "감마분포";
    case Kind::Erlang: return "얼랑분포";
    case Kind::Weibull: return "와이블분포";
    case Kind::Uniform: return "균등분포";
    case Kind::Triangular: return "삼각분포";
    case Kind::Pert: return "PERT 분포";
    case Kind::Beta: return "베타분포";
    case Kind::Empirical: return "경험분포(실측)";
  }
  return {};
}

// "1.5 min", in Korean "1.5분".
std::string time_words(double time_s, Language language) {
  std::string text = time_text(time_s);
  if (language == Language::English) return text;
  constexpr std::pair<const char*, const char*> kUnits[] = {
      {" min", "분"}, {" d", "일"}, {" h", "시간"}, {" s", "초"}};
  for (const auto& [english, korean] : kUnits)
    if (text.ends_with(english)) return text.substr(0, text.size() - std::string(english).size()) + korean;
  return text;
}

// "30 s constant"; of variants, the range of their means.
std::string time_cell(const LineModel& model, const TimeRef& time, Language language) {
  if (!time.given()) return "-";
  const auto at = [&](std::size_t i) -> const Distribution& {
    return model.streams[static_cast<std::size_t>(time.first) + i].written;
  };
  if (!time.per_variant)
    return fmt::format("{} ({})", time_words(mean(at(0)) / 1e6, language), kind_text(at(0).kind, language));
  double low = mean(at(0));
  double high = low;
  for (std::size_t v = 1; v < model.variants.size(); ++v) {
    low = std::min(low, mean(at(v)));
    high = std::max(high, mean(at(v)));
  }
  return fmt::format("{} … {} ({})", time_words(low / 1e6, language), time_words(high / 1e6, language),
                     say(language, "by variant", "품종별"));
}

std::string failures_cell(const LineModel& model, const StationModel& station, Language language,
                          bool repair) {
  std::string text;
  const MachineModel& machine = model.machines[static_cast<std::size_t>(station.first_machine)];
  for (std::size_t i = 0; i < station.failures.size(); ++i) {
    if (!text.empty()) text += "; ";
    if (!repair && station.failures[i].counts_parts) {
      text += fmt::format("{:g} {}", station.failures[i].mean_parts, say(language, "parts", "개"));
    } else {
      text += time_cell(model, repair ? machine.to_repair[i] : machine.to_failure[i], language);
    }
  }
  return text.empty() ? "-" : text;
}

PageTable inputs(const LineModel& model, Language language) {
  PageTable table;
  table.title = say(language, "What was put in: the stations", "입력값: 공정");
  table.header = {say(language, "Station", "공정"),
                  say(language, "Machines", "설비 수"),
                  say(language, "Cycle time", "사이클타임"),
                  say(language, "Scrap", "공정불량률"),
                  "MTBF",
                  "MTTR"};
  for (const StationModel& station : model.stations) {
    std::string scrap = "-";
    if (!station.scrap.empty()) {
      const auto [low, high] = std::minmax_element(station.scrap.begin(), station.scrap.end());
      scrap = *low == *high ? percent(*low) : percent(*low) + " … " + percent(*high);
    }
    std::string cycle = time_cell(model, station.cycle, language);
    if (station.batch.most > 1)
      cycle += fmt::format(fmt::runtime(say(language, ", batches of {}", ", 배치 {}개")), station.batch.most);
    table.rows.push_back({model.of(station).name, std::to_string(station.machines), cycle, scrap,
                          failures_cell(model, station, language, false),
                          failures_cell(model, station, language, true)});
  }
  return table;
}

void add_variants(const LineModel& model, const Summary& s, Language language, std::vector<PageTable>& all) {
  if (model.variants.size() < 2) return;
  PageTable table{
      say(language, "Product variants", "품종별 실적"),
      {say(language, "Variant", "품종"), say(language, "Throughput (parts/h)", "시간당 생산량 (개/h)"),
       say(language, "Lead time", "리드타임")},
      {}};
  for (std::size_t v = 0; v < model.variants.size(); ++v)
    table.rows.push_back(
        {model.variants[v], figure_text(s.variants[v].throughput_per_h),
         s.variants[v].lead_time_s.mean ? time_words(*s.variants[v].lead_time_s.mean, language) : "-"});
  all.push_back(std::move(table));
}

void add_people(const LineModel& model, const Summary& s, Language language, std::vector<PageTable>& all) {
  if (model.pools.empty()) return;
  PageTable table{say(language, "Workers", "작업자"),
                  {say(language, "Pool", "작업자 그룹"), say(language, "People", "인원"),
                   say(language, "Busy", "작업 중")},
                  {}};
  for (std::size_t p = 0; p < model.pools.size(); ++p)
    table.rows.push_back(
        {model.pools[p].name, std::to_string(model.pools[p].count), percent(s.pools[p].busy)});
  all.push_back(std::move(table));
}

void add_vehicles(const LineModel& model, const Summary& s, Language language, std::vector<PageTable>& all) {
  if (model.fleets.empty()) return;
  PageTable table{say(language, "Vehicles", "운반 설비"),
                  {say(language, "Fleet", "운반 설비군"), say(language, "Vehicles", "대수"),
                   say(language, "Loaded", "적재 이동"), say(language, "Empty", "공차 이동"),
                   say(language, "Waiting", "대기"), say(language, "Idle", "유휴")},
                  {}};
  for (std::size_t f = 0; f < model.fleets.size(); ++f)
    table.rows.push_back({model.fleets[f].name, std::to_string(model.fleets[f].count),
                          percent(s.fleets[f].loaded), percent(s.fleets[f].empty),
                          percent(s.fleets[f].waiting), percent(s.fleets[f].idle)});
  all.push_back(std::move(table));
}

void add_limits(const LineModel& model, const Summary& s, Language language, std::vector<PageTable>& all) {
  if (model.limits.empty()) return;
  PageTable table{say(language, "Limits", "보유량 제한"),
                  {say(language, "Limit", "제한"), say(language, "At most", "상한"),
                   say(language, "Mean", "평균"), say(language, "Peak", "최대"),
                   say(language, "Full", "상한 도달"), say(language, "Held work back", "작업 지연")},
                  {}};
  for (std::size_t l = 0; l < model.limits.size(); ++l) {
    const LimitModel& limit = model.limits[l];
    const std::string unit = limit.mass ? " kg" : "";
    table.rows.push_back({limit.name,
                          limit.max == kUnlimited
                              ? "-"
                              : fmt::format("{:.10g}{}", static_cast<double>(limit.max) * limit.unit(), unit),
                          figure_text(s.limits[l].mean) + unit, figure_text(s.limits[l].peak) + unit,
                          percent(s.limits[l].full), figure_text(s.limits[l].held_back_h) + " h"});
  }
  all.push_back(std::move(table));
}

void add_sources(const LineModel& model, const Summary& s, Language language, std::vector<PageTable>& all) {
  PageTable table{say(language, "Sources", "투입"),
                  {say(language, "Source", "투입원"), say(language, "Parts", "투입 수량"),
                   say(language, "Lost", "유실"), say(language, "Waiting outside", "라인 밖 대기")},
                  {}};
  for (std::size_t i = 0; i < model.sources.size(); ++i) {
    const SourceSummary& source = s.sources[i];
    if (source.lost.mean.value_or(0) <= 0 && source.outside.mean.value_or(0) <= 0) continue;
    table.rows.push_back({model.of(model.sources[i]).name, figure_text(source.created),
                          figure_text(source.lost), figure_text(source.outside)});
  }
  if (!table.rows.empty()) all.push_back(std::move(table));
}

}  // namespace

std::string throughput_text(Language language) { return say(language, "throughput", "시간당 생산량"); }

std::string parameter_text(const LineModel& model, const Improvement& improvement, double step,
                           Language language) {
  switch (improvement.kind) {
    case Improvement::Kind::Cycle:
      return fmt::format(fmt::runtime(say(language, "cycle time −{:g} %", "사이클타임 −{:g} %")), step * 100);
    case Improvement::Kind::Repair: return fmt::format("MTTR −{:g} %", step * 100);
    case Improvement::Kind::Uptime: return fmt::format("MTBF +{:.3g} %", (1 / (1 - step) - 1) * 100);
    case Improvement::Kind::Buffer: {
      const auto capacity = model.buffers[static_cast<std::size_t>(improvement.buffer)].capacity;
      return fmt::format(fmt::runtime(say(language, "capacity +{}", "용량 +{}")),
                         added_places(capacity, step));
    }
  }
  return {};
}

std::string relief_text(const std::string& station, Language language) {
  return fmt::format(fmt::runtime(say(language, "{} twice as fast: cycle and repair times cut by half",
                                      "{} 속도 2배: 사이클타임과 수리시간 절반")),
                     station);
}

std::string no_relief_text(Language language) {
  return say(
      language,
      "Relieving it brings nothing that can be told from zero: something else holds the line back, such as "
      "arrivals, people, vehicles or a limit.",
      "이 공정을 개선해도 의미 있는 효과가 없습니다. 투입(도착), 작업자, 운반차, 보유량 제한 등 다른 요인이 "
      "라인을 "
      "제약합니다.");
}

std::string still_text(Language language) {
  return say(language, "Relieved so far, it still is the bottleneck.",
             "이만큼 개선해도 여전히 이 공정이 병목입니다.");
}

std::vector<std::string> stuck_texts(const LineModel& model, const Summary& summary, Language language) {
  std::vector<std::string> texts;
  for (const Outcome outcome : {Outcome::Jammed, Outcome::Endless}) {
    const Stuck* first = nullptr;
    int count = 0;
    for (const Stuck& one : summary.stuck) {
      if (one.outcome != outcome) continue;
      if (!first) first = &one;
      ++count;
    }
    if (!first) continue;
    const std::string what = outcome == Outcome::Jammed ? say(language, "jammed", "교착(잼) 발생")
                                                        : say(language, "went round without time passing",
                                                              "시간이 흐르지 않는 무한 순환 발생");
    texts.push_back(fmt::format(
        fmt::runtime(
            say(language,
                "{0} of {1} replications {2}; they are left out of all figures. Replication {3}, "
                "after {4}: {5}",
                "반복 {1}회 중 {0}회에서 {2}: 모든 수치에서 제외되었습니다. 반복 {3}, {4} 경과 시: {5}")),
        count, summary.ended, what, first->replication + 1, time_words(seconds(first->at), language),
        circle_text(model, first->circle)));
  }
  return texts;
}

std::string time_element_text(const TimeElement& element, Language language) {
  if (language == Language::English) return element.meaning;
  switch (element.state) {
    case MachineState::Working: return "실제 생산시간";
    case MachineState::Setup: return "실제 준비교체시간";
    case MachineState::Blocked:
    case MachineState::Starved:
    case MachineState::Waiting: return "실제 비생산시간: 가동 가능하나 생산하지 않음";
    case MachineState::Down: return "실제 지연시간: 고장으로 중단";
    case MachineState::Maintenance: return "계획 보전: 여기서는 계획가동시간에 포함";
    case MachineState::Off: return "계획가동시간 밖";
  }
  return {};
}

std::vector<std::string> assumption_texts(const LineModel& model, const Summary& summary,
                                          const Details& details, Language language) {
  std::vector<std::string> texts;
  const auto add = [&](const char* english, const char* korean) {
    texts.push_back(say(language, english, korean));
  };
  add("Times are drawn from the distributions of the model, each independent of the others; only what the "
      "model "
      "describes can go wrong.",
      "모든 시간은 모델에 정의된 분포에서 서로 독립적으로 추출하며, 모델에 기술된 사항만 발생합니다.");
  add("A finished part stays on its machine until its successor has room (blocking after service).",
      "가공이 끝난 부품은 후공정에 자리가 날 때까지 설비에 머무릅니다(가공 후 블로킹).");
  if (std::any_of(model.sources.begin(), model.sources.end(),
                  [](const SourceModel& s) { return s.unlimited; }))
    add("Material is always there at the beginning of the line (unlimited supply).",
        "라인 입구에는 자재가 항상 준비되어 있습니다(무한 공급).");
  if (model.pools.empty())
    add("Workers are always there: none are modelled.",
        "작업자는 모델에 포함되지 않았으며 항상 있는 것으로 봅니다.");
  if (model.scheduled.shifts.empty())
    add("The line runs around the clock: no shifts are modelled.",
        "교대가 모델에 포함되지 않았으며 라인은 24시간 가동합니다.");
  if (summary.finished > 1)
    texts.push_back(fmt::format(
        fmt::runtime(
            say(language,
                "Figures are means over {} independent replications, ± the half width of the 95 % confidence "
                "interval (Student's t); the warm-up is left out.",
                "수치는 독립적인 {}회 반복의 평균이며, ±는 95 % 신뢰구간(Student t)의 반폭입니다. 예열기간은 "
                "제외합니다.")),
        summary.finished));
  if (!details.sensitivity.gains.empty())
    texts.push_back(fmt::format(
        fmt::runtime(say(language,
                         "Gains are differences between paired runs with the same random numbers; each "
                         "improvement is a step "
                         "of {:g} %.",
                         "개선 효과는 동일한 난수를 쓴 짝지은 실행의 차이이며, 개선 폭은 각 {:g} %입니다.")),
        details.sensitivity.step * 100));
  if (!details.gantt.empty())
    add("The Gantt chart and the course of the bottleneck are those of the first replication.",
        "간트 차트와 병목 이동 그림은 첫 번째 반복의 결과입니다.");
  return texts;
}

std::vector<PageTable> resource_tables(const LineModel& model, const Summary& summary, Language language) {
  std::vector<PageTable> all = {inputs(model, language)};
  add_variants(model, summary, language, all);
  add_sources(model, summary, language, all);
  add_people(model, summary, language, all);
  add_vehicles(model, summary, language, all);
  add_limits(model, summary, language, all);
  return all;
}

}  // namespace linetwin
