// Ways between boxes that go round other boxes.
//
// A straight way is taken when nothing stands in it. Else the way runs along the axes, at a distance from
// the boxes, over the lattice of the lines beside their sides: the shortest with few bends (A*). Where no
// such way leads, or there are too many boxes for it to be worth the time, it is straight all the same.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "viewer/scene/geometry.hpp"

namespace linetwin::viewer {

class Router {
 public:
  // The boxes are numbered from 0; `gap` (metres) is how far ways keep from them where there is room.
  Router(const std::vector<Box>& boxes, double gap);

  // From the rim of one box to the rim of another; `aside` (metres) shifts a straight way to its left, so
  // that two between the same boxes can be told apart. `straight`, if given, gets whether it is.
  std::vector<Point> route(std::size_t from, std::size_t to, double aside = 0);
  // Whether some other box lies in the way.
  bool blocked(const std::vector<Point>& way, std::size_t from, std::size_t to) const;

 private:
  // How many boxes are on the piece from a crossing to the next one to the right, and to the one above.
  struct Pieces {
    std::vector<std::uint8_t> right;
    std::vector<std::uint8_t> up;
  };
  // Lines beside the sides of the boxes, at one distance.
  struct Lattice {
    std::vector<double> x;
    std::vector<double> y;
    Pieces closed;  // they enter a box
    Pieces near;    // they are hardly clear of one: to be avoided
    bool made = false;
  };
  struct Step {
    double cost = 0;  // from the beginning
    std::int32_t before = 0;
    std::uint32_t stamp = 0;
    bool done = false;
  };
  const Lattice& lattice(std::size_t lane);
  void close(Lattice& lattice, std::size_t box, std::uint8_t by) const;
  static void count(const Lattice& lattice, Pieces& on, const Bounds& box, std::uint8_t by);
  std::vector<Point> round(std::size_t from, std::size_t to, std::size_t lane);

  const std::vector<Box>& boxes_;
  std::vector<Bounds> extents_;
  double gap_;
  std::array<Lattice, 3> lattices_;  // ways that run side by side take different ones
  std::vector<Step> steps_;
  std::uint32_t stamp_ = 0;
  std::size_t rounded_ = 0;
};

}  // namespace linetwin::viewer
