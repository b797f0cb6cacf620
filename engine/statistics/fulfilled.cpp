#include "statistics/fulfilled.hpp"

namespace linetwin {

const char* fulfilled_name(Fulfilled fulfilled) {
  return fulfilled == Fulfilled::Yes ? "yes" : fulfilled == Fulfilled::No ? "no" : "open";
}

Fulfilled judge(const Requirement& requirement, const Figure& figure) {
  if (!figure.mean || !figure.half_width) return Fulfilled::Open;
  const double low = *figure.mean - *figure.half_width;
  const double high = *figure.mean + *figure.half_width;
  const double bound = requirement.bound;
  const auto decide = [](bool all, bool none) {
    return all ? Fulfilled::Yes : none ? Fulfilled::No : Fulfilled::Open;
  };
  switch (requirement.relation) {
    case Requirement::Relation::Less: return decide(high < bound, low >= bound);
    case Requirement::Relation::AtMost: return decide(high <= bound, low > bound);
    case Requirement::Relation::Greater: return decide(low > bound, high <= bound);
    default: return decide(low >= bound, high < bound);
  }
}

}  // namespace linetwin
