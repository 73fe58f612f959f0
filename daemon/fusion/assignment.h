// Assignment: which plot of a scan belongs to which track, one to one, at the least total cost.
//
// Optimal over the whole scan: shortest augmenting paths with potentials (Jonker, Volgenant,
// Computing 38, 1987), searched by Dijkstra's method over those pairs alone that passed a gate. A
// plot may stay alone, at a price. So only plots and tracks that compete are ever looked at.
//
// Determinism   a function of the pairs; of equal choices the lower numbers are taken.
// Memory        reused: nothing is allocated after warm-up.
#pragma once

#include <cstdint>
#include <vector>

namespace watchpost {

class Assignment {
 public:
  static constexpr std::uint32_t nobody = 0xFFFFFFFF;

  // A new problem. Then plot by plot: the plot, and the tracks it may belong to, numbered from 0.
  void begin(double price_of_staying_alone);
  void add_plot();
  void add_pair(std::uint32_t track, double cost);  // of the last plot; REQUIRES: cost >= 0

  // The track of each plot, or `nobody`.
  const std::vector<std::uint32_t>& solve();

 private:
  // Each plot has beside the tracks a column of its own, on which it stays alone.
  struct Pair {
    std::uint32_t column = 0;
    double cost = 0;
  };
  struct Reached {
    double distance = 0;
    std::uint32_t column = 0;
    bool operator>(const Reached& other) const {
      return distance > other.distance || (distance == other.distance && column > other.column);
    }
  };

  std::uint32_t alone_column(std::uint32_t plot) const { return track_count_ + plot; }
  void assign(std::uint32_t plot);
  std::uint32_t search(std::uint32_t plot);  // the free column at the end of the shortest path
  void reach_from(std::uint32_t plot, double distance);

  std::uint32_t track_count_ = 0;
  double alone_ = 0;
  std::vector<Pair> pairs_;
  std::vector<std::uint32_t> begin_;  // by plot, of its pairs
  std::vector<double> plot_price_;    // potentials
  std::vector<double> column_price_;
  std::vector<std::uint32_t> plot_of_;    // by column
  std::vector<std::uint32_t> column_of_;  // by plot

  // Of one search.
  std::vector<Reached> heap_;
  std::vector<double> distance_;  // by column
  std::vector<std::uint32_t> from_plot_;
  std::vector<std::uint8_t> is_final_;
  std::vector<std::uint32_t> reached_columns_;
  std::vector<std::uint32_t> final_columns_;
};

}  // namespace watchpost
