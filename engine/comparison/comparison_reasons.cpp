#include "comparison/comparison_reasons.hpp"

#include "page/page_parts.hpp"

namespace linetwin {

std::string why_not_text(const WhyNot& w, Language language) {
  using enum WhyNot::Reason;
  const Speech speech(language);
  const std::string factors =
      w.factors == 1 ? speech.say("cmp.factor_count_one") : speech.say("cmp.factor_count", w.factors);
  switch (w.reason) {
    case None: return {};
    case NoGrid: return speech.say("cmp.why_no_grid");
    case OneLevel: return speech.say("cmp.why_one_level");
    case TooManyLevels: return speech.say("cmp.why_too_many_levels", w.cases);
    case NothingVaries: return speech.say("cmp.why_nothing_varies");
    case NoNumbers: return speech.say("cmp.why_no_numbers");
    case TooManyFactors: return speech.say("cmp.why_too_many_factors", w.factors, w.cases);
    case NotApart: return speech.say("cmp.why_not_apart");
    case TooFewSettings:
      return speech.say("cmp.why_too_few", w.settings, factors, w.needed_first, w.needed_second);
    case FirstOrderTooFew: return speech.say("cmp.why_first_order_few", w.settings, factors, w.needed_second);
    case FirstOrderNotTold: return speech.say("cmp.why_first_order_alike");
  }
  return {};
}

bool says_why_no_surface(const CaseSurface& s) {
  return !s.answer.surface && (!s.factors.empty() || s.why_not.reason == WhyNot::Reason::TooManyFactors);
}

std::string effects_error_text(const CaseEffects& e, Language language) {
  const Speech speech(language);
  const compare::Effects& effects = *e.effects;
  if (effects.replications_are_blocks) return speech.say("cmp.error_blocks", effects.replications);
  if (!(effects.error_degrees > 0)) return speech.say("cmp.error_none");
  if (e.most_n < 2) return speech.say("cmp.error_rest", static_cast<std::int64_t>(effects.error_degrees));
  return speech.say("cmp.error_within");
}

}  // namespace linetwin
