#include "viewer/ui/labels.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "viewer/ui/theme.hpp"

namespace linetwin::viewer {
namespace {

constexpr int kPlaces = 8;
constexpr double kLeading = 2;            // pixels of a line of text above and below its letters
constexpr float kGap = 2;                 // pixels between a name and what it names
constexpr double kSmall = 0.82;           // of the usual size: where there is little room
constexpr std::size_t kMostSought = 400;  // names; beyond, places are not sought
// What a place costs. One that costs kNoRoom is none.
constexpr double kOnWay = 6, kOnBox = 40, kOnName = 60, kOutside = 80, kNoRoom = 40;

ImVec2 measure(const std::string& text, float size) {
  return font_for(size)->CalcTextSizeA(size, 100'000, 0, text.c_str());
}

std::string whole(const Label& label) {
  return label.figure.empty() ? label.name : label.name + " " + label.figure;
}

Bounds at(ImVec2 middle, ImVec2 size) {
  return {middle.x - size.x / 2, middle.y - size.y / 2, middle.x + size.x / 2, middle.y + size.y / 2};
}

}  // namespace

ImFont* font_for(float size) {
  const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
  const float usual = ImGui::GetFontSize();
  return fonts.Size > 1 && size > 1.12f * usual ? fonts[1] : ImGui::GetFont();
}

// Below and above, then at the sides, then below and above to the left and right.
Bounds Labels::place(const Label& label, ImVec2 size, int number) const {
  const Bounds& b = label.beside;
  const auto x = static_cast<float>((b.left + b.right) / 2), y = static_cast<float>((b.low + b.high) / 2);
  const float under = static_cast<float>(b.high) + size.y / 2 + kGap;
  const float over = static_cast<float>(b.low) - size.y / 2 - kGap;
  const float first = label.above ? over : under, second = label.above ? under : over;
  const float right = static_cast<float>(b.right) + size.x / 2 + 2 * kGap;
  const float left = static_cast<float>(b.left) - size.x / 2 - 2 * kGap;
  const float aside = std::max(size.x / 2 - kGap, size.y / 2);
  switch (number) {
    case 0: return at({x, first}, size);
    case 1: return at({x, second}, size);
    case 2: return at({right, y}, size);
    case 3: return at({left, y}, size);
    case 4: return at({x + aside, first}, size);
    case 5: return at({x - aside, first}, size);
    case 6: return at({x + aside, second}, size);
    default: return at({x - aside, second}, size);
  }
}

void Labels::keep_clear_of(const std::vector<ImVec2>& way) {
  Bounds around = Bounds::nothing();
  for (const ImVec2 p : way) around.take_in({p.x, p.y, p.x, p.y});
  ways_.push_back({around, way});
}

double Labels::cost(const Bounds& place, const Bounds& own, double enough) const {
  double cost = frame_.contains(place) ? 0 : kOutside;
  for (std::size_t i = 0; i < taken_.size() && cost < enough; ++i)
    if (taken_[i].overlaps(place)) cost += kOnName;
  const Bounds letters = place.grown(-kLeading);
  for (std::size_t i = 0; i < boxes_.size() && cost < enough; ++i)
    if (boxes_[i].overlaps(letters) && !boxes_[i].contains(own)) cost += kOnBox;
  const Bounds near = place.grown(1);  // ways along an edge have no breadth to overlap with
  for (std::size_t w = 0; w < ways_.size() && cost < enough; ++w) {
    if (!ways_[w].around.grown(1).overlaps(near)) continue;
    const std::vector<ImVec2>& way = ways_[w].points;
    for (std::size_t i = 1; i < way.size(); ++i)
      if (enters(place, {way[i - 1].x, way[i - 1].y}, {way[i].x, way[i].y})) {
        cost += kOnWay;
        break;
      }
  }
  return cost;
}

void Labels::put(const Label& label) {
  if (!has_room(list_)) return;
  if (taken_.size() >= kMostSought) {  // as it would be with much room
    const Bounds there = place(label, measure(whole(label), size_), 0);
    if (there.width() < 2 * label.beside.width() || label.needed) draw(label, there, size_);
    return;
  }
  double least = std::numeric_limits<double>::infinity();
  Bounds best;
  float best_size = size_;
  for (const double scale : {1.0, kSmall}) {
    const float size = size_ * static_cast<float>(scale);
    if (scale < 1 && kOnWay >= least) break;
    const ImVec2 measured = measure(whole(label), size);
    for (int p = 0; p < kPlaces; ++p) {
      const double at_least = 0.5 * p + (scale < 1 ? kOnWay : 0);
      if (at_least >= least) continue;
      const Bounds there = place(label, measured, p);
      const double it_costs = at_least + cost(there, label.beside, least - at_least);
      if (it_costs >= least) continue;
      least = it_costs;
      best = there;
      best_size = size;
    }
  }
  if (least >= kNoRoom && !label.needed) return;
  draw(label, best, best_size);
  taken_.push_back(best);
}

void Labels::draw(const Label& label, const Bounds& place, float size) {
  ImFont* font = font_for(size);
  const ImVec2 from{static_cast<float>(place.left), static_cast<float>(place.low)};
  const ImVec2 to{static_cast<float>(place.right), static_cast<float>(place.high)};
  const ImVec2 low{from.x - 3, from.y}, high{to.x + 3, to.y};
  if (label.ground == 0)
    list_.AddRectFilled(low, high, colour("#ffffff", 0.82f));
  else
    list_.AddRectFilled(low, high, label.ground, 3);
  list_.AddText(font, size, from, label.colour, label.name.c_str());
  if (label.figure.empty()) return;
  const float before = font->CalcTextSizeA(size, 100'000, 0, (label.name + " ").c_str()).x;
  list_.AddText(font, size, {from.x + before, from.y}, palette::quiet(), label.figure.c_str());
}

}  // namespace linetwin::viewer
