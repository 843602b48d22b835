#pragma once

#include <cstdint>
#include <limits>
#include <vector>

// Indexed tournament tree: the root names the leaf with the least key, ties to the lowest index.
class WinnerTree {
 public:
  explicit WinnerTree(int32_t size) {
    while (leaves_ < size) leaves_ *= 2;
    keys_.assign(leaves_, std::numeric_limits<double>::infinity());
    winners_.assign(leaves_, 0);
    for (int32_t node = leaves_ - 1; node >= 1; node--) {
      winners_[node] = node >= leaves_ / 2 ? 2 * node - leaves_ : winners_[2 * node];
    }
  }

  int32_t winner() const { return winners_[1]; }
  double min_key() const { return keys_[winners_[1]]; }
  double key(int32_t leaf) const { return keys_[leaf]; }

  void set(int32_t leaf, double key) {
    double* const keys = keys_.data();
    int32_t* const winners = winners_.data();
    keys[leaf] = key;
    int32_t node = (leaves_ + leaf) >> 1;
    const int32_t left = leaf & ~1;
    winners[node] = keys[left] <= keys[left | 1] ? left : left | 1;
    for (node >>= 1; node >= 1; node >>= 1) {
      const int32_t a = winners[2 * node];
      const int32_t b = winners[2 * node + 1];
      winners[node] = keys[a] <= keys[b] ? a : b;
    }
  }

 private:
  int32_t leaves_ = 2;
  std::vector<double> keys_;
  std::vector<int32_t> winners_;
};
