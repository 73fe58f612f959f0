#include "daemon/fusion/assignment.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace watchpost {
namespace {

constexpr double unreached = std::numeric_limits<double>::infinity();

}  // namespace

void Assignment::begin(double price_of_staying_alone) {
  track_count_ = 0;
  alone_ = price_of_staying_alone;
  pairs_.clear();
  begin_.clear();
}

void Assignment::add_plot() {
  begin_.push_back(static_cast<std::uint32_t>(pairs_.size()));
}

void Assignment::add_pair(std::uint32_t track, double cost) {
  if (cost >= alone_) return;
  pairs_.push_back({track, cost});
  track_count_ = std::max(track_count_, track + 1);
}

const std::vector<std::uint32_t>& Assignment::solve() {
  const std::size_t plot_count = begin_.size();
  const std::size_t column_count = track_count_ + plot_count;
  begin_.push_back(static_cast<std::uint32_t>(pairs_.size()));
  plot_price_.assign(plot_count, 0);
  column_price_.assign(column_count, 0);
  plot_of_.assign(column_count, nobody);
  column_of_.assign(plot_count, nobody);
  distance_.assign(column_count, unreached);
  from_plot_.resize(column_count);
  is_final_.assign(column_count, 0);
  for (std::uint32_t plot = 0; plot < plot_count; ++plot) assign(plot);
  for (std::uint32_t& column : column_of_)
    if (column >= track_count_) column = nobody;
  return column_of_;
}

void Assignment::assign(std::uint32_t plot) {
  const std::uint32_t end = search(plot);
  const double length = distance_[end];
  plot_price_[plot] += length;
  for (const std::uint32_t column : final_columns_) {
    const double slack = length - distance_[column];
    column_price_[column] -= slack;
    if (plot_of_[column] != nobody) plot_price_[plot_of_[column]] += slack;
  }
  for (std::uint32_t column = end;;) {
    const std::uint32_t from = from_plot_[column];
    plot_of_[column] = from;
    std::swap(column_of_[from], column);
    if (from == plot) break;
  }
  for (const std::uint32_t column : reached_columns_) {
    distance_[column] = unreached;
    is_final_[column] = 0;
  }
}

std::uint32_t Assignment::search(std::uint32_t plot) {
  heap_.clear();
  reached_columns_.clear();
  final_columns_.clear();
  reach_from(plot, 0);
  while (true) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
    const Reached nearest = heap_.back();
    heap_.pop_back();
    if (is_final_[nearest.column] != 0) continue;  // reached again on a shorter way
    is_final_[nearest.column] = 1;
    final_columns_.push_back(nearest.column);
    if (plot_of_[nearest.column] == nobody) return nearest.column;
    reach_from(plot_of_[nearest.column], nearest.distance);
  }
}

void Assignment::reach_from(std::uint32_t plot, double distance) {
  const auto reach = [&](std::uint32_t column, double cost) {
    if (is_final_[column] != 0) return;
    const double through = distance + std::max(0.0, cost - plot_price_[plot] - column_price_[column]);
    if (through >= distance_[column]) return;
    if (distance_[column] == unreached) reached_columns_.push_back(column);
    distance_[column] = through;
    from_plot_[column] = plot;
    heap_.push_back({through, column});
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
  };
  for (std::uint32_t i = begin_[plot]; i < begin_[plot + 1]; ++i) reach(pairs_[i].column, pairs_[i].cost);
  reach(alone_column(plot), alone_);
}

}  // namespace watchpost
