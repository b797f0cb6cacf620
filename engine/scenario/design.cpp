#include <algorithm>
#include <cmath>

#include "base/quantity.hpp"
#include "scenario/latin_hypercube.hpp"
#include "scenario/scenario.hpp"

namespace linetwin {
namespace {

// More would be refused: sums and products stop here.
constexpr std::size_t kTooMany = kMostCases + 1;
constexpr double kLastStep = 1e-9;  // of a step, what binary fractions may leave to the end

std::size_t times(std::size_t a, std::size_t b) {
  if (a == 0 || b == 0) return 0;
  return a > kTooMany / b ? kTooMany : std::min(a * b, kTooMany);
}

std::size_t plus(std::size_t a, std::size_t b) { return std::min(a + b, kTooMany); }

// So many decimals that a thousandth of `width` shows.
double rounded(double x, double width) {
  double unit = 1;
  while (unit * width < 1000 && unit < 1e15) unit *= 10;
  return std::round(x * unit) / unit;
}

const std::string& text_of(const Node& value, std::string& made) {
  if (value.is_scalar()) return value.text;
  made = flow_text(value);
  return made;
}

}  // namespace

std::string_view use_word(Factor::Use use) {
  switch (use) {
    case Factor::Use::Vary: return "vary";
    case Factor::Use::Sample: return "sample";
    case Factor::Use::OneAtATime: return "one-at-a-time";
    case Factor::Use::Optimise: return "optimise";
  }
  return "";
}

std::string changes_text(const Case& one) {
  std::string out;
  for (const TreeChange& change : one.changes) {
    if (!out.empty()) out += '\n';
    out += std::string(change_word(change.kind)) + ' ' + change.path.value;
    if (change.kind != TreeChange::Kind::Remove) out += " = " + flow_text(change.value);
  }
  return out;
}

Design::Design(const Scenario& scenario) : scenario_(scenario) {
  for (std::size_t f = 0; f < scenario.factors.size(); ++f) {
    const Factor& factor = scenario.factors[f];
    switch (factor.use) {
      case Factor::Use::Vary:
        vary_.push_back(f);
        grid_ = times(grid_, factor.levels.size());
        break;
      case Factor::Use::Sample: sample_.push_back(f); break;
      case Factor::Use::OneAtATime:
        alone_.push_back(f);
        alone_points_ = plus(alone_points_, factor.levels.size());
        break;
      case Factor::Use::Optimise: break;
    }
  }
  if (!sample_.empty()) samples_ = static_cast<std::size_t>(std::max<std::int64_t>(1, scenario.samples));
  as_is_alone_ = !alone_.empty() && (!vary_.empty() || !sample_.empty());
  points_ = plus(plus(times(grid_, samples_), as_is_alone_ ? 1 : 0), alone_points_);
}

std::size_t Design::size() const { return times(scenario_.cases.size() + 1, points_); }

Case Design::at(std::size_t i) const {
  Case one;
  const std::size_t base = i / points_;
  std::size_t point = i % points_;
  one.base = "as-is";
  if (base > 0) {
    const NamedCase& named = scenario_.cases[base - 1];
    one.base = named.name.value;
    one.changes = named.changes;
  }
  one.name = one.base;
  const std::size_t crossed = grid_ * samples_;
  if (point < crossed) {
    std::size_t left = point / samples_;
    std::vector<std::size_t> position(vary_.size());
    for (std::size_t k = vary_.size(); k-- > 0;) {
      const std::size_t n = scenario_.factors[vary_[k]].levels.size();
      position[k] = left % n;
      left /= n;
    }
    for (std::size_t k = 0; k < vary_.size(); ++k) add_listed(one, vary_[k], position[k]);
    if (!sample_.empty()) one.name += " #" + std::to_string(point % samples_ + 1);
    for (const std::size_t f : sample_) add_sampled(one, f, point % samples_);
    return one;
  }
  point -= crossed;
  if (as_is_alone_ && point-- == 0) return one;
  for (const std::size_t f : alone_) {
    const std::size_t n = scenario_.factors[f].levels.size();
    if (point < n) {
      add_listed(one, f, point);
      break;
    }
    point -= n;
  }
  return one;
}

Case Design::with(const std::vector<Level>& levels) const {
  Case one;
  one.name = one.base = "as-is";
  for (const Level& level : levels) {
    const Node* value = nullptr;
    std::string made;
    for (const Node& candidate : scenario_.factors[level.factor].levels) {
      const bool scaled = level.text.starts_with("x ");
      if (std::string_view(level.text).substr(scaled ? 2 : 0) != text_of(candidate, made)) continue;
      value = &candidate;
      break;
    }
    add_level(one, level, value);
  }
  return one;
}

Level Design::listed(std::size_t f, std::size_t k) const {
  const Factor& factor = scenario_.factors[f];
  const Node& value = factor.levels[k];
  std::string made;
  Level level{f, text_of(value, made), std::nullopt};
  if (value.is_scalar())
    if (const auto quantity = parse_written(value.text).value) level.number = quantity->number;
  if (factor.kind == TreeChange::Kind::Scale) level.text = "x " + level.text;
  return level;
}

Level Design::at_number(std::size_t f, double number) const {
  const Factor& factor = scenario_.factors[f];
  if (factor.step > 0) {
    const double most = std::floor((factor.to - factor.from) / factor.step + kLastStep);
    number =
        factor.from + std::clamp(std::round((number - factor.from) / factor.step), 0.0, most) * factor.step;
  }
  if (factor.whole) number = std::round(number);
  number = std::clamp(number, factor.from, factor.to);
  const std::string text = written(number, factor.unit);
  return {f, factor.kind == TreeChange::Kind::Scale ? "x " + text : text, number};
}

void Design::add_sampled(Case& one, std::size_t f, std::size_t point) const {
  const Factor& factor = scenario_.factors[f];
  const StreamKey key =
      stream_key(stream_name_hash(factor.path.value, "latin-hypercube"), scenario_.sample_seed, 0);
  const double at = stratified(point, samples_, key);
  const double range = factor.to - factor.from;
  if (!factor.levels.empty()) {
    const auto n = factor.levels.size();
    add_listed(one, f, std::min(n - 1, static_cast<std::size_t>(at * static_cast<double>(n))));
  } else if (factor.whole) {
    add_level(one, at_number(f, factor.from + std::floor(at * (range + 1))), nullptr);
  } else {
    const double width = range / static_cast<double>(samples_);
    add_level(one, at_number(f, width > 0 ? rounded(factor.from + at * range, width) : factor.from), nullptr);
  }
}

void Design::add_listed(Case& one, std::size_t f, std::size_t k) const {
  add_level(one, listed(f, k), &scenario_.factors[f].levels[k]);
}

void Design::add_level(Case& one, Level level, const Node* listed_value) const {
  const Factor& factor = scenario_.factors[level.factor];
  const bool scales = factor.kind == TreeChange::Kind::Scale;
  TreeChange change{factor.kind, factor.path, {}, use_word(factor.use)};
  if (listed_value) {
    change.value = *listed_value;
  } else {
    change.value.kind = Node::Kind::Scalar;
    change.value.place = factor.place;
    change.value.text = scales && level.number ? written(*level.number) : level.text;
  }
  one.name += ' ' + factor.path.value + (scales ? " " : "=") + level.text;
  one.changes.push_back(std::move(change));
  one.levels.push_back(std::move(level));
}

}  // namespace linetwin
