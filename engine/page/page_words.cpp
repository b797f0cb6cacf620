#include "page/page_words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace linetwin {

// the other half of the table, which is longer texts
std::vector<Word> page_texts();
// those of comparisons
std::vector<Word> page_compare_words();

namespace {

// {0}, {1} are filled in by say().
constexpr auto kWords = std::to_array<Word>({
    // head
    {"report", "Simulation report", "시뮬레이션 보고서"},
    {"contents", "Contents", "목차"},
    {"duration", "Simulated time", "시뮬레이션 기간"},
    {"warmup", "Warm-up", "예열기간(웜업)"},
    {"warmup_given", "{0}, left out of all figures", "{0} (모든 결과에서 제외)"},
    {"warmup_mser5", "{0}, found by MSER-5 and left out of all figures",
     "{0} (MSER-5로 자동 산정, 모든 결과에서 제외)"},
    {"replications", "Replications", "반복횟수"},
    {"replications_of", "{0} of {1}", "{1}회 중 {0}회"},
    {"replications_all", "{0}", "{0}회"},
    {"seed", "Seed", "난수 시드"},
    {"version", "Version", "프로그램 버전"},
    {"model_hash", "Model hash", "모델 해시"},
    {"date", "Date", "작성일"},
    {"command", "Command", "실행 명령"},
    {"warnings", "Warnings", "주의 사항"},
    // units
    {"unit.parts_per_h", "parts/h", "개/h"},
    {"unit.parts", "parts", "개"},
    {"unit.s", "s", "초"},
    {"unit.min", "min", "분"},
    {"unit.h", "h", "시간"},
    {"unit.d", "d", "일"},
    {"unit.m", "m", "m"},
    // figures that theory is compared for
    {"figure.throughput", "throughput", "시간당 생산량"},
    {"figure.wip", "WIP", "재공재고"},
    {"figure.lead_time", "lead time", "리드타임"},
    // headline
    {"throughput", "Throughput", "시간당 생산량"},
    {"throughput_scheduled", "Throughput per scheduled hour", "근무시간당 생산량"},
    {"wip", "Work in process (WIP)", "재공재고(WIP)"},
    {"lead_time", "Lead time, mean", "평균 리드타임"},
    {"lead_time_quantiles", "Lead time, quantiles", "리드타임 분위수"},
    {"quantile_of", "{0} % of the parts within", "부품의 {0} %가 이 시간 이내"},
    {"parts_out", "Good parts", "양품 수량"},
    {"parts_scrapped", "Scrapped parts", "폐기 수량"},
    {"scrap_share", "{0} % of the parts that left", "배출 부품의 {0} %"},
    {"in_window", "in the time counted", "집계 기간 합계"},
    {"interval95", "± is half of the 95 % confidence interval", "± 값은 95 % 신뢰구간의 절반 폭"},
    {"figure", "Figure", "지표"},
    // summary sentences
    {"sum.throughput", "The line makes {0}.", "이 라인의 시간당 생산량은 {0}입니다."},
    {"sum.bottleneck", "Its bottleneck is {0}: {1} of {2} methods agree.",
     "병목 공정: {0} ({2}개 방법 중 {1}개 일치)."},
    {"sum.bottleneck_alone", "Its bottleneck is {0}.", "병목 공정: {0}."},
    {"sum.tied", "It cannot be told for certain from {0}.", "통계적으로 구분되지 않는 공정: {0}."},
    {"sum.gain", "Relieving it ({0}) brings {1}.", "병목 개선({0})의 예상 효과: {1}."},
    {"sum.next", "The next bottleneck is then {0}.", "개선 후 다음 병목: {0}."},
    {"sum.targets", "Targets: {0} met, {1} missed, {2} open.",
     "목표 달성 {0}건, 미달 {1}건, 판정 보류 {2}건."},
    // targets
    {"targets", "Targets", "목표"},
    {"target", "Target", "목표"},
    {"target.throughput", "Throughput", "시간당 생산량"},
    {"target.demand", "Demand", "요구 수량"},
    {"target.lead_time", "Lead time, mean", "평균 리드타임"},
    {"target.lead_time_of", "Lead time of {0} % of the parts", "부품 {0} %의 리드타임"},
    {"target.at_least", "at least {0}", "{0} 이상"},
    {"target.at_most", "at most {0}", "{0} 이하"},
    {"target.per", "{0} in {1}", "{1}당 {0}"},
    {"target.takt", "takt {0}", "택트타임 {0}"},
    {"target.measured", "Simulated", "시뮬레이션 결과"},
    {"target.judgement", "Judgement", "판정"},
    {"judgement.met", "met", "달성"},
    {"judgement.missed", "missed", "미달"},
    {"judgement.open", "open", "판정 보류"},
    {"target.line", "target {0}", "목표 {0}"},
    // the line
    {"line", "The line", "라인 구성"},
    {"kind.source", "source", "투입"},
    {"kind.station", "station", "공정"},
    {"kind.buffer", "buffer", "버퍼"},
    {"kind.conveyor", "conveyor", "컨베이어"},
    {"kind.sink", "sink", "출고"},
    {"kind.bin", "scrap bin", "폐기함"},
    {"bottleneck_mark", "bottleneck", "병목"},
    {"next_mark", "next bottleneck", "다음 병목"},
    {"working_share", "share of its scheduled time working", "근무시간 중 가동 비율"},
    {"capacity", "Capacity", "용량"},
    {"unlimited", "unlimited", "무제한"},
    {"key.buffer_fill", "mean fill of a buffer", "버퍼 평균 적재율"},
    {"key.back", "leads back (rework)", "되돌아가는 흐름(재작업)"},
    {"key.fleet", "carried by vehicles", "운반차 이송"},
    {"key.scrap", "scrap", "폐기"},
    {"key.good", "flow", "정상 흐름"},
    // flow
    {"flow", "Flow of parts", "부품 흐름"},
    {"scrap_node", "Scrap", "폐기"},
    // bottleneck
    {"bottleneck", "Bottleneck", "병목 분석"},
    {"verdict", "Verdict", "종합 판정"},
    {"agreeing", "Methods that agree", "일치하는 방법"},
    {"n_of_m", "{0} of {1}", "{1}개 중 {0}개"},
    {"share_of_replications", "Share of replications", "반복 중 비율"},
    {"tied_with", "Cannot be told from", "구분되지 않는 공정"},
    {"tied", "tied", "동률"},
    {"none_named", "none", "없음"},
    {"gain", "Gain from relieving it", "병목 개선 효과"},
    {"next", "Next bottleneck", "다음 병목"},
    {"station", "Station", "공정"},
    {"names", "Names", "지목 공정"},
    {"jury", "What each method sees", "방법별 판정"},
    {"sensitivities", "What improving a station brings", "공정 개선 효과(민감도)"},
    {"gain_axis", "gain in throughput, parts/h", "시간당 생산량 증가 (개/h)"},
    {"shifting", "Where the bottleneck was", "시간에 따른 병목 이동"},
    {"sole", "sole bottleneck", "단독 병목"},
    {"shifting_key", "shifting between stations", "병목 이동 중"},
    {"method.utilisation", "Utilisation", "부하율"},
    {"method.active_period", "Active period", "평균 활성 구간"},
    {"method.shifting", "Shifting bottleneck", "이동 병목"},
    {"method.turning_point", "Turning point", "전환점"},
    {"method.arrow", "Arrow", "화살표"},
    {"method.sensitivity", "Sensitivity", "민감도"},
    {"method.capacity", "Capacity", "이론 능력"},
    // losses
    {"losses", "Where {0} loses output", "{0} 공정의 생산량 손실"},
    {"losses_plain", "Where output is lost", "생산량 손실"},
    {"rate_axis", "rate of the station, parts/h", "공정의 시간당 생산량 (개/h)"},
    {"loss.ideal", "Ideal", "이론 최대"},
    {"loss.shifts", "Outside shifts", "근무시간 외"},
    {"loss.maintenance", "Maintenance", "계획 보전"},
    {"loss.failures", "Failures", "고장"},
    {"loss.setups", "Set-ups", "준비교체"},
    {"loss.waiting", "Waiting for people or vehicles", "작업자·운반차 대기"},
    {"loss.blocking", "Blocking", "블로킹(후공정 막힘)"},
    {"loss.starvation", "Starvation", "기아(자재 대기)"},
    {"loss.speed", "Speed", "속도 저하"},
    {"loss.quality", "Quality", "불량·폐기"},
    {"loss.rework", "Rework", "재작업"},
    {"loss.balance", "Change of stock, chance", "재공 변동·우연"},
    {"loss.other", "Not explained", "기타(미분류)"},
    {"loss.real", "Real", "실제 생산"},
    // stations
    {"stations", "Stations", "공정별 상태"},
    {"state.working", "working", "가동"},
    {"state.setup", "set-up", "준비교체"},
    {"state.blocked", "blocked", "블로킹(후공정 막힘)"},
    {"state.starved", "starved", "기아(자재 대기)"},
    {"state.down", "down", "고장"},
    {"state.maintenance", "maintenance", "보전"},
    {"state.waiting", "waiting", "작업자·운반차 대기"},
    {"state.off", "off shift", "비가동(근무시간 외)"},
    {"share_axis", "share of time, %", "시간 비율 (%)"},
    {"oee", "Overall equipment effectiveness", "설비종합효율(OEE)"},
    {"oee.availability", "Availability", "시간가동률"},
    {"oee.shop_floor", "Availability, shop floor *", "시간가동률(현장 기준) *"},
    {"oee.effectiveness", "Effectiveness", "성능가동률"},
    {"oee.quality", "Quality", "양품률"},
    {"oee.oee", "OEE", "OEE"},
    {"oee.nee", "NEE", "NEE"},
    {"oee.teep", "TEEP *", "TEEP *"},
    {"oee.fpy", "First-pass yield", "직행률"},
    {"mapping", "How states are booked", "상태와 ISO 22400-2 시간 요소의 대응"},
    {"mapping.state", "State", "상태"},
    {"mapping.element", "Time element", "시간 요소"},
    {"mapping.meaning", "Meaning", "의미"},
    // buffers
    {"buffers", "Buffers", "버퍼"},
    {"buffer", "Buffer", "버퍼"},
    {"level", "Mean level", "평균 적재량"},
    {"full", "Full", "만재 비율"},
    {"empty", "Empty", "비어 있는 비율"},
    {"level_axis", "parts", "개"},
    {"capacity_line", "capacity {0}", "용량 {0}"},
    // over time
    {"over_time", "Over time", "시간에 따른 변화"},
    {"time_axis", "simulated time, {0}", "시뮬레이션 경과 시간 ({0})"},
    {"throughput_axis", "throughput, parts/h", "시간당 생산량 (개/h)"},
    {"wip_axis", "WIP, parts", "재공재고 (개)"},
    {"warmup_shade", "warm-up", "예열기간"},
    {"key.mean", "mean over the replications", "반복 평균"},
    {"key.average", "moving average (Welch)", "이동평균(Welch)"},
    {"key.minmax", "smallest to largest of the replications", "반복의 최소~최대"},
    {"key.q10_90", "middle 80 % of the replications", "반복의 10~90 % 분위 범위"},
    {"key.interval95", "95 % confidence interval", "95 % 신뢰구간"},
    {"key.target", "target", "목표"},
    // lead time
    {"lead_times", "Lead time", "리드타임 분포"},
    {"lead_time_axis", "lead time, {0}", "리드타임 ({0})"},
    {"parts_axis", "share of parts, %", "부품 비율 (%)"},
    {"mean_mark", "mean {0}", "평균 {0}"},
    // gantt
    {"gantt", "A typical shift", "대표 근무조의 설비 상태"},
    // checks
    {"checks", "Checked against theory", "해석 모형과의 교차 검증"},
    {"check.method", "Method", "방법"},
    {"check.kind", "Kind", "구분"},
    {"check.figure", "Figure", "지표"},
    {"check.value", "Theory", "이론값"},
    {"check.simulated", "Simulated", "시뮬레이션"},
    {"check.difference", "Difference", "차이"},
    {"check.exact", "exact", "정확해"},
    {"check.approximate", "approximate", "근사해"},
    {"check.bound", "bound", "한계값"},
    {"check.absent", "Methods that do not apply to this line", "이 라인에 적용되지 않는 방법"},
    {"reason", "Reason", "이유"},
    {"further", "Further tables", "추가 표"},
    {"assumptions", "Assumptions", "가정"},
    {"glossary", "Terms", "용어"},
    {"methods", "Methods and sources", "방법론과 출처"},
});

const std::map<std::string_view, std::array<std::string, 2>>& table() {
  static const auto all = [] {
    std::map<std::string_view, std::array<std::string, 2>> words;
    const auto add = [&words](const Word& w) {
      if (!words.emplace(w.key, std::array{std::string(w.english), std::string(w.korean)}).second)
        throw std::logic_error("a word is there twice: " + std::string(w.key));
    };
    for (const Word& w : kWords) add(w);
    for (const Word& w : page_texts()) add(w);
    for (const Word& w : page_compare_words()) add(w);
    return words;
  }();
  return all;
}

}  // namespace

const std::string& word(std::string_view key, Language language) {
  const auto found = table().find(key);
  if (found == table().end()) throw std::out_of_range("no word " + std::string(key));
  return found->second[static_cast<std::size_t>(language)];
}

bool has_word(std::string_view key) { return table().contains(key); }

std::vector<std::string_view> word_keys() {
  std::vector<std::string_view> keys;
  for (const auto& [key, words] : table()) keys.push_back(key);
  return keys;
}

}  // namespace linetwin
