// Local search: from a setting to better neighbours until there is none.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "optimise/memo.hpp"

namespace linetwin {

// How many replications decide, and how many neighbours are looked at together.
struct ClimbRules {
  std::int32_t first_replications = 4;
  std::int32_t most_replications = 32;
  std::size_t batch = 8;
  double worth = 0;  // differences of the objective up to this do not matter
};

enum class Ended : std::uint8_t { Converged, Exhausted, Interrupted };

struct Climb {
  Memo::Id end = 0;
  Ended why = Ended::Converged;
};

class Climber {
 public:
  // `moved` is told of every setting that the climb goes to; `stop` is asked between batches; both may be
  // empty.
  Climber(const Lattice& lattice, Memo& memo, const ClimbRules& rules, std::function<void(Memo::Id)> moved,
          std::function<bool()> stop);
  Climb climb(Memo::Id start);

 private:
  struct Race {
    std::optional<Memo::Id> winner{};
    Ended why = Ended::Converged;
  };
  // The challengers and the one that stands run more and more replications; who is clearly no better drops
  // out, and the first that is clearly better wins. After the most replications the better mean does.
  Race race(Memo::Id stands, std::vector<Memo::Id> challengers) const;
  void drop(Memo::Id stands, std::vector<Memo::Id>& challengers) const;
  bool enough(const Advantage& advantage) const;
  Race look_around(Memo::Id stands, int level);

  const Lattice& lattice_;
  Memo& memo_;
  ClimbRules rules_;
  std::function<void(Memo::Id)> moved_;
  std::function<bool()> stop_;
  std::vector<Memo::Id> visited_{};  // by this climb
  Cell last_move_{};                 // differences of the last move
};

}  // namespace linetwin
