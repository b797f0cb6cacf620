// The longer texts of the page: captions, explanations of methods, terms, sources.
#include "page/page_words.hpp"

namespace linetwin {

std::vector<Word> page_texts() {
  return {
      // captions: one sentence that says what is to be seen
      {"cap.line",
       "Stations are the darker the more of the time they work; the bottleneck is framed, and lines are the "
       "thicker "
       "the more parts pass.",
       "색이 진할수록 가동 시간 비율이 높은 공정이며, 테두리로 강조된 공정이 병목이고, 선이 굵을수록 많은 "
       "부품이 흐릅니다."},
      {"cap.flow",
       "Bands are as broad as the number of parts that pass in an hour: what leaves the main stream is scrap "
       "or "
       "comes back as rework.",
       "띠의 폭은 시간당 통과 수량이며, 본류에서 갈라져 나가는 띠는 폐기되거나 재작업으로 되돌아오는 "
       "부품입니다."},
      {"cap.flow_short", "Buffers, and stations that pass everything on, are left out.",
       "버퍼와 손실 없이 그대로 통과시키는 공정은 생략하였습니다."},
      {"cap.flow_buffers", "Buffers that pass everything on are left out.",
       "그대로 통과하는 버퍼는 생략하였습니다."},
      {"cap.jury",
       "Each column is one method and its value for each station; the station that it names is set in bold "
       "on a "
       "coloured ground.",
       "열은 병목 판정 방법이고 각 칸은 그 방법이 계산한 공정별 값이며, 방법이 지목한 공정은 색칠된 굵은 "
       "글씨로 표시하였습니다."},
      {"cap.sensitivities",
       "How much more the line makes when one thing at one station is improved; pale bars cannot be told "
       "from no "
       "gain at all.",
       "한 공정의 한 조건만 개선했을 때 늘어나는 시간당 생산량이며, 옅은 막대는 효과가 없는 경우와 "
       "통계적으로 구분되지 않습니다."},
      {"cap.sensitivities_cut", "The {0} largest of {1} are shown.",
       "총 {1}건 중 효과가 큰 {0}건만 표시하였습니다."},
      {"cap.shifting",
       "Which station held the line back at each moment of one replication: high bars alone, low bars while "
       "the "
       "bottleneck was moving to another.",
       "한 번의 반복에서 매 순간 라인을 제약한 공정을 나타내며, 높은 막대는 단독 병목, 낮은 막대는 병목이 "
       "다른 공정으로 옮겨 가는 구간입니다."},
      {"cap.losses",
       "From what the station could make without any loss down to what it makes: each step is the output "
       "that one "
       "cause takes away.",
       "손실이 전혀 없을 때의 이론 최대 생산량에서 실제 생산량까지, 각 단계는 해당 원인이 앗아가는 "
       "생산량입니다."},
      {"cap.states",
       "How each station spends its time: long blocked bars lie before a bottleneck, long starved bars "
       "behind it.",
       "공정별 시간 구성이며, 병목 앞의 공정은 블로킹이 길고 병목 뒤의 공정은 기아(자재 대기)가 깁니다."},
      {"cap.oee",
       "Indicators of ISO 22400-2 by station (* not in the standard); the last digits of a product may "
       "differ "
       "from its factors, since each is a mean over the replications.",
       "ISO 22400-2에 따른 공정별 지표이며(*는 표준에 없는 지표), 각 값은 반복 평균이므로 곱한 값의 끝자리는 "
       "인자의 곱과 다를 수 있습니다."},
      {"cap.mapping", "On which time element of the standard each state of a machine is booked here.",
       "설비의 각 상태를 표준의 어느 시간 요소로 집계하였는지를 나타냅니다."},
      {"cap.buffer_levels",
       "The level of each buffer over time: one that is always full stands before a bottleneck, one that is "
       "always "
       "empty behind it.",
       "시간에 따른 버퍼 적재량이며, 늘 가득 찬 버퍼는 병목 앞에, 늘 빈 버퍼는 병목 뒤에 있습니다."},
      {"cap.buffer_levels_cut", "The {0} of {1} buffers that vary most are drawn.",
       "버퍼 {1}개 중 변동이 큰 {0}개만 표시하였습니다."},
      {"cap.buffer_table", "How full each buffer is on average, and how often it is full or empty.",
       "버퍼별 평균 적재량과 만재·공백 시간의 비율입니다."},
      {"cap.throughput",
       "Throughput over simulated time: after the grey warm-up the bold line should run level, and above the "
       "target "
       "where there is one.",
       "시뮬레이션 시간에 따른 시간당 생산량이며, 회색 예열기간 이후 굵은 선이 수평을 이루어야 하고 목표가 "
       "있으면 그 위에 있어야 합니다."},
      {"cap.wip",
       "Parts on the line over simulated time: a line that keeps rising means that more comes in than goes "
       "out.",
       "시뮬레이션 시간에 따른 재공재고이며, 계속 늘어난다면 투입이 산출보다 많다는 뜻입니다."},
      {"cap.lead_times",
       "How long parts stay on the line: the further right the long tail reaches, the less a date of "
       "delivery can be "
       "relied on.",
       "부품이 라인에 머무는 시간의 분포이며, 오른쪽 꼬리가 길수록 납기를 지키기 어렵습니다."},
      {"cap.beyond", "{0} % of the parts took longer than is drawn.",
       "부품의 {0} %는 표시 범위보다 오래 걸렸습니다."},
      {"cap.gantt",
       "What each machine does, moment by moment, in one replication; pieces that are too short to be seen "
       "take the "
       "colour of what lasts longest there.",
       "한 번의 반복에서 설비별 상태를 시간순으로 나타내며, 너무 짧은 구간은 그 위치에서 가장 오래 지속된 "
       "상태의 색으로 표시합니다."},
      {"cap.gantt_cut", "The first {0} of {1} machines are shown.",
       "설비 {1}대 중 처음 {0}대만 표시하였습니다."},
      {"cap.targets", "A target is met or missed when the whole confidence interval says so, and open else.",
       "신뢰구간 전체가 목표의 한쪽에 있을 때 달성 또는 미달로, 그렇지 않으면 판정 보류로 판단합니다."},
      {"cap.checks",
       "Formulas that know nothing of the simulation: where one applies, the simulation must agree with it "
       "(exact), "
       "come near it (approximate) or stay on its side (bound).",
       "시뮬레이션과 무관한 이론식과의 비교이며, 정확해와는 일치하고 근사해와는 비슷하며 한계값은 넘지 "
       "않아야 합니다."},
      // what each method of the jury does
      {"method_text.utilisation", "most of its scheduled time neither starved nor blocked",
       "근무시간 중 기아도 블로킹도 아닌 시간의 비율이 가장 큰 공정"},
      {"method_text.active_period",
       "the longest average time between two waits for others (Roser, Nakano, Tanaka 2001)",
       "다른 공정을 기다리지 않고 이어지는 활성 구간의 평균이 가장 긴 공정 (Roser, Nakano, Tanaka 2001)"},
      {"method_text.shifting",
       "the bottleneck of the moment for the longest time (Roser, Nakano, Tanaka 2002)",
       "매 순간의 병목이었던 시간이 가장 긴 공정 (Roser, Nakano, Tanaka 2002)"},
      {"method_text.turning_point",
       "stations before it are rather blocked, those behind it rather starved (Li, Chang, Ni 2009)",
       "앞 공정은 블로킹이, 뒤 공정은 기아가 우세해지는 전환점의 공정 (Li, Chang, Ni 2009)"},
      {"method_text.arrow",
       "arrows point to the more constrained of two neighbours; it only receives them (Kuo, Lim, Meerkov "
       "1996)",
       "이웃한 두 공정 중 더 제약된 쪽을 가리키는 화살표를 받기만 하는 공정 (Kuo, Lim, Meerkov 1996)"},
      {"method_text.sensitivity", "improving it brings most, measured by simulating the improved line",
       "개선한 라인을 직접 시뮬레이션하여 측정한 효과가 가장 큰 공정"},
      {"method_text.capacity", "the least it could make, from means only, without any blocking",
       "평균값만으로 계산한 이론 생산 능력이 가장 작은 공정"},
      // terms
      {"term.throughput", "Throughput", "시간당 생산량"},
      {"term_text.throughput", "good parts that reach the end of the line, per hour of the calendar",
       "라인 끝에 도달한 양품의 수를 달력 시간으로 나눈 값"},
      {"term.wip", "Work in process (WIP)", "재공재고(WIP)"},
      {"term_text.wip", "parts between the source and the end of the line, averaged over time",
       "투입 이후 출고 전까지 라인 안에 있는 부품 수의 시간 평균"},
      {"term.lead_time", "Lead time", "리드타임"},
      {"term_text.lead_time", "how long a part stays between the source and the end of the line",
       "부품이 투입되어 출고될 때까지 라인에 머무는 시간"},
      {"term.quantile", "Quantile", "분위수"},
      {"term_text.quantile", "the time within which the given share of the parts is done (p95: 95 %)",
       "주어진 비율의 부품이 완료되는 시간 (p95는 부품의 95 %가 완료되는 시간)"},
      {"term.interval", "95 % confidence interval", "95 % 신뢰구간"},
      {"term_text.interval",
       "were the whole study repeated, 95 of 100 such intervals would hold the true mean of the model",
       "같은 시뮬레이션 연구를 되풀이할 때 100번 중 95번은 모델의 참평균을 포함하는 구간"},
      {"term.replication", "Replication", "반복"},
      {"term_text.replication", "one simulated run; each has random numbers of its own",
       "서로 독립인 난수로 수행한 한 번의 시뮬레이션"},
      {"term.warmup", "Warm-up", "예열기간(웜업)"},
      {"term_text.warmup", "the beginning of each run, while the empty line fills; it is not counted",
       "빈 라인이 채워지는 시뮬레이션 초기 구간으로 집계에서 제외"},
      {"term.bottleneck", "Bottleneck", "병목"},
      {"term_text.bottleneck", "the station whose improvement raises the throughput of the line most",
       "개선했을 때 라인 생산량이 가장 크게 늘어나는 공정"},
      {"term.blocked", "Blocked", "블로킹(후공정 막힘)"},
      {"term_text.blocked", "done with its part, but there is no room behind it",
       "작업을 마쳤으나 후공정에 자리가 없어 부품을 내보내지 못하는 상태"},
      {"term.starved", "Starved", "기아(자재 대기)"},
      {"term_text.starved", "ready, but no part comes", "작업할 수 있으나 들어오는 부품이 없는 상태"},
      {"term.waiting", "Waiting", "작업자·운반차 대기"},
      {"term_text.waiting", "a part is there, but the worker or the vehicle is not",
       "부품은 있으나 작업자나 운반차가 없어 기다리는 상태"},
      {"term.oee", "OEE", "설비종합효율(OEE)"},
      {"term_text.oee",
       "availability × effectiveness × quality: the share of the planned time that made good parts",
       "시간가동률 × 성능가동률 × 양품률. 계획 가동시간 중 양품 생산에 쓰인 비율"},
      {"term.nee", "NEE", "순설비효율(NEE)"},
      {"term_text.nee", "as OEE, but set-up counts as used time",
       "준비교체를 유효 시간으로 인정한 설비종합효율"},
      {"term.teep", "TEEP", "총유효설비생산성(TEEP)"},
      {"term_text.teep", "as OEE, but of the whole calendar time",
       "달력 시간 전체를 기준으로 한 설비종합효율"},
      {"term.fpy", "First-pass yield", "직행률"},
      {"term_text.fpy", "share of parts that are good without rework",
       "재작업 없이 한 번에 양품이 된 부품의 비율"},
      {"term.takt", "Takt", "택트타임"},
      {"term_text.takt", "the time that the demand leaves for one part",
       "요구 수량을 맞추기 위해 부품 하나에 허용되는 시간"},
      // methods
      {"method_note.simulation",
       "Discrete-event simulation of every part and machine; state times add up exactly to the time counted.",
       "부품과 설비 하나하나를 이산 사건 시뮬레이션으로 계산하였으며, 상태별 시간의 합은 집계 기간과 정확히 "
       "일치합니다."},
      {"method_note.interval",
       "Intervals are Student's, over independent replications: Student, The probable error of a mean, "
       "Biometrika 6 "
       "(1908).",
       "신뢰구간은 독립 반복에 대한 Student t 구간입니다: Student, The probable error of a mean, Biometrika "
       "6 (1908)."},
      {"method_note.mser",
       "The warm-up was found by MSER-5: White, An effective truncation heuristic for bias reduction in "
       "simulation "
       "output, Simulation 69 (1997).",
       "예열기간은 MSER-5로 산정하였습니다: White, An effective truncation heuristic for bias reduction in "
       "simulation "
       "output, Simulation 69 (1997)."},
      {"method_note.welch",
       "Moving averages to judge the warm-up by eye: Welch, The statistical analysis of simulation results "
       "(1983).",
       "예열기간을 눈으로 확인하기 위한 이동평균: Welch, The statistical analysis of simulation results "
       "(1983)."},
      {"method_note.oee",
       "Indicators of effectiveness: ISO 22400-2:2014, Key performance indicators for manufacturing "
       "operations "
       "management.",
       "설비 효율 지표: ISO 22400-2:2014, Key performance indicators for manufacturing operations "
       "management."},
      {"method_note.colours",
       "Colours that people with any colour vision can tell apart: Okabe and Ito (2008).",
       "색각 특성과 관계없이 구별할 수 있는 배색: Okabe, Ito (2008)."},
  };
}

}  // namespace linetwin
