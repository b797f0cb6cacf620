#include "page/page_theory_words.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace linetwin {
namespace {

struct Sentence {
  std::string_view english;  // {} stands for a name or number
  std::string_view korean;   // {0}, {1}, ... for them, in the order of the English
};

// Names come first in the Korean sentences, with a colon: no particle has to agree with them.
constexpr Sentence kSentences[] = {
    // ---- methods
    {"capacity", "생산능력"},
    {"capacity of {}", "생산능력: {0}"},
    {"Markov chain", "마르코프 연쇄"},
    {"Markov chain of {} states", "마르코프 연쇄 (상태 {0}개)"},
    {"decomposition", "분해법"},
    {"decomposition into two-machine lines", "2설비 라인 분해법"},
    {"queues in a row", "직렬 대기행렬"},
    {"M/M/c in a row", "M/M/c 직렬 대기행렬"},
    {"GI/G/c station by station", "공정별 GI/G/c 근사"},
    // ---- why a method does not apply
    {"the failures of \"{}\" count parts (mtbf)", "\"{0}\": 고장 간격이 생산 수량 기준임 (mtbf)"},
    {"the repairs of \"{}\" need people (failures: workers)",
     "\"{0}\": 수리에 작업자가 필요함 (failures: workers)"},
    {"the failures of \"{}\" depend on the variant", "\"{0}\": 고장이 품종에 따라 다름"},
    {"the failures of \"{}\" have a time of 0 (mtbf, mttr)", "\"{0}\": 고장 관련 시간이 0임 (mtbf, mttr)"},
    {"\"{}\" joins parts (assemble)", "\"{0}\": 조립 공정임 (assemble)"},
    {"\"{}\" makes several parts of one (split)", "\"{0}\": 부품 하나를 여러 개로 나눔 (split)"},
    {"\"{}\" works on batches (batch)", "\"{0}\": 배치 가공임 (batch)"},
    {"\"{}\" works in shifts (shift)", "\"{0}\": 교대 근무로 가동함 (shift)"},
    {"\"{}\" needs people (workers)", "\"{0}\": 작업자가 필요함 (workers)"},
    {"\"{}\" is maintained (maintenance)", "\"{0}\": 계획 보전이 있음 (maintenance)"},
    {"\"{}\" is interlocked (stops_with)", "\"{0}\": 다른 공정과 연동 정지함 (stops_with)"},
    {"\"{}\" is set up between variants (setup)", "\"{0}\": 품종 간 준비교체가 있음 (setup)"},
    {"\"{}\" makes scrap", "\"{0}\": 불량 폐기가 발생함"},
    {"\"{}\" has {} machines", "\"{0}\": 설비가 {1}대임"},
    {"\"{}\" has {} failure modes", "\"{0}\": 고장 유형이 {1}가지임"},
    {"\"{}\" fails by the calendar (clock), not while it works",
     "\"{0}\": 고장이 가동시간이 아니라 달력시간 기준임 (clock)"},
    {"the cycle time of \"{}\" depends on the variant", "\"{0}\": 사이클타임이 품종에 따라 다름"},
    {"the cycle time of \"{}\" is {}, not exponential or Erlang",
     "\"{0}\": 사이클타임 분포가 지수분포나 얼랑분포가 아님 ({1})"},
    {"the cycle time of \"{}\" is {}, not nearly constant", "\"{0}\": 사이클타임 변동이 큼 ({1})"},
    {"the cycle time of \"{}\" has {} stages, over {}", "\"{0}\": 얼랑분포 단계 수가 {1}로 한도 {2}를 넘음"},
    {"the cycle of \"{}\" takes no time", "\"{0}\": 사이클타임이 0임"},
    {"the scrap of \"{}\" depends on the variant", "\"{0}\": 불량률이 품종에 따라 다름"},
    {"the mtbf of \"{}\" is not exponential", "\"{0}\": MTBF 분포가 지수분포가 아님"},
    {"the mttr of \"{}\" is not exponential", "\"{0}\": MTTR 분포가 지수분포가 아님"},
    {"\"{}\" ends after {} parts (limit)", "\"{0}\": {1}개 투입 후 종료함 (limit)"},
    {"parts of \"{}\" arrive together (batch)", "\"{0}\": 부품이 묶음으로 도착함 (batch)"},
    {"the interarrival times of \"{}\" depend on the variant", "\"{0}\": 도착 간격이 품종에 따라 다름"},
    {"the interarrival time of \"{}\" is {}, not exponential", "\"{0}\": 도착 간격이 지수분포가 아님 ({1})"},
    {"parts of \"{}\" wait outside without limit (when_full: queue)",
     "\"{0}\": 부품이 라인 밖에서 제한 없이 대기함 (when_full: queue)"},
    {"parts wait outside at \"{}\" (when_full: queue), where they are not counted",
     "\"{0}\": 라인 밖 대기 부품은 재공재고로 세지 않음 (when_full: queue)"},
    {"parts arrive at \"{}\" at times of their own (interarrival)",
     "\"{0}\": 부품이 도착 간격에 따라 들어옴 (interarrival)"},
    {"\"{}\" is an unlimited supply, no arrivals", "\"{0}\": 무한 공급이므로 도착 과정이 없음"},
    {"\"{}\" is a conveyor: parts take time on the way", "\"{0}\": 컨베이어 이송에 시간이 걸림"},
    {"the vehicles \"{}\" carry parts", "\"{0}\": 운반 차량이 부품을 나름"},
    {"the limit \"{}\" couples elements", "\"{0}\": 보유량 제한이 여러 요소를 연결함"},
    {"parts stay a while in \"{}\" (dwell)", "\"{0}\": 최소 체류시간이 있음 (dwell)"},
    {"the line branches at \"{}\"", "\"{0}\": 라인이 갈라짐"},
    {"the line merges at \"{}\"", "\"{0}\": 라인이 합쳐짐"},
    {"the line has {} sources", "투입원이 {0}개임"},
    {"the line has no station", "공정이 없음"},
    {"the line has a single station", "공정이 하나뿐임"},
    {"no station fails", "고장 나는 공정이 없음"},
    {"parts can come back to \"{}\"", "\"{0}\": 부품이 되돌아올 수 있음"},
    {"the routing of \"{}\" is not by probability", "\"{0}\": 경로 선택이 확률 방식이 아님"},
    {"ways join at \"{}\" behind failures on the calendar clock",
     "\"{0}\": 달력시간 기준 고장 뒤에서 경로가 합쳐짐"},
    {"\"{}\" holds any number of parts (capacity)", "\"{0}\": 버퍼 용량이 무제한임 (capacity)"},
    {"\"{}\" holds {} parts (capacity)", "\"{0}\": 버퍼 용량이 {1}개로 너무 큼 (capacity)"},
    {"there is no buffer of unlimited capacity before \"{}\"", "\"{0}\": 앞에 용량 무제한 버퍼가 없음"},
    {"\"{}\" is overloaded: {} parts/h come, it can take {}",
     "\"{0}\": 과부하임 (도착 {1}개/h, 처리 가능 {2}개/h)"},
    {"the line has more than {} states", "라인의 상태 수가 {0}개를 넘음"},
    {"the line can end in states that it never leaves", "라인이 벗어날 수 없는 상태에 빠질 수 있음"},
    {"the equations of its {} states could not be solved to {}",
     "상태 {0}개의 방정식을 정밀도 {1}까지 풀지 못함"},
    {"nothing in the line takes time", "라인에 시간이 걸리는 요소가 없음"},
};

// What stands for the {} of the pattern; nothing when the text does not match.
std::optional<std::vector<std::string>> match(std::string_view text, std::string_view pattern) {
  std::vector<std::string> found;
  const std::size_t first = pattern.find("{}");
  std::string_view piece = pattern.substr(0, first);
  if (!text.starts_with(piece)) return std::nullopt;
  text.remove_prefix(piece.size());
  while (piece.size() < pattern.size()) {
    pattern.remove_prefix(piece.size() + 2);
    piece = pattern.substr(0, pattern.find("{}"));
    const bool last = piece.size() == pattern.size();
    const std::size_t at = last && text.ends_with(piece) ? text.size() - piece.size() : text.find(piece);
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    found.emplace_back(text.substr(0, at));
    text.remove_prefix(at + piece.size());
  }
  if (!text.empty()) return std::nullopt;
  return found;
}

std::optional<std::string> korean(const std::string& english) {
  for (const Sentence& sentence : kSentences) {
    const auto found = match(english, sentence.english);
    if (!found) continue;
    std::string text(sentence.korean);
    for (std::size_t i = 0; i < found->size(); ++i) {
      const std::string mark = "{" + std::to_string(i) + "}";
      if (const std::size_t at = text.find(mark); at != std::string::npos)
        text.replace(at, mark.size(), (*found)[i]);
    }
    return text;
  }
  return std::nullopt;
}

}  // namespace

std::string theory_text(const std::string& english, Language language) {
  if (language == Language::English) return english;
  return korean(english).value_or(english);
}

bool has_theory_text(const std::string& english) {
  // the names of queues are the same in every language
  return english.starts_with("M/") || korean(english).has_value();
}

}  // namespace linetwin
