#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "finished.hpp"
#include "load.hpp"
#include "winner_tree.hpp"

// The algorithm of src/sim/continuous for the configuration the bench runs: least-outstanding
// routing, no queue limit, no client timeouts. Same events, same leaps, same arithmetic in the same
// order, so the same bits; the data layout is what C++ makes natural: one record a sequence, one a
// replica.

constexpr int32_t kNone = -1;
constexpr int32_t kScanLimit = 16;
constexpr double kNever = std::numeric_limits<double>::infinity();

enum class Phase : uint8_t { kWaiting, kPrefilling, kDecoding };

struct Sequence {
  int32_t row;
  int32_t input;
  int32_t output;
  int32_t generated;
  int32_t computed;
  int32_t chunk;
  int32_t next;
  int32_t previous;
  int32_t heap_position;
  Phase phase;
  bool is_recomputing;
  double start;
  double first;
  double share_mark;
  double spent;
  double recomputed;
};

struct SlotList {
  int32_t head = kNone;
  int32_t tail = kNone;
  int32_t length = 0;
};

struct Completion {
  int64_t end_step;
  int32_t slot;
};

struct Replica {
  SlotList waiting;
  SlotList running;
  std::vector<Completion> completions;
  // Decoding sequences by (cached tokens - step) modulo the block size.
  std::vector<int32_t> classes;
  int64_t steps = 0;
  int64_t context = 0;
  int64_t kv_used = 0;
  int32_t prefilling = 0;
  double leap_start = 0;
  int64_t leap_steps = 0;
  double step_time = 0;
  double step_growth = 0;
  double share = 0;
};

struct Usage {
  double busy_time = 0;
  double batch_time = 0;
  double recomputed_time = 0;
  double kv_block_time = 0;
  int64_t kv_block_peak = 0;
  int64_t preemptions = 0;
};

class Pool {
 public:
  Pool(const Load& load, DigestSink& sink);
  void run();
  const Usage& usage() const { return usage_; }

 private:
  // Events.
  void arrive(int32_t row, double now);
  void advance(Replica& replica, int32_t index, double now);
  void build_step(Replica& replica, int32_t index, double now);
  void cut_leap_for_head(Replica& replica, int32_t index, double now);

  // Parts of build_step.
  int32_t schedule_chunk(Replica& replica);
  bool allocate_running(Replica& replica, int32_t chunk);
  int32_t admit_head(Replica& replica, int32_t budget, double now);
  void preempt(Replica& replica, int32_t slot);

  // Parts of advance.
  void account_for(Replica& replica, double now);
  void finish_decoding(Replica& replica, int32_t index, double now);
  void credit_chunks(Replica& replica, int32_t index, double now);
  void begin_decoding(Replica& replica, int32_t slot);
  void stop_running(Replica& replica, int32_t slot, int32_t tokens);
  void leave(int32_t index, int32_t slot, double now);

  int32_t route() const;
  void count_outstanding(int32_t index, int32_t change);
  int32_t cached_tokens(const Replica& replica, int32_t slot) const;

  int32_t allocate_slot();
  void push_back(SlotList& list, int32_t slot);
  void push_front(SlotList& list, int32_t slot);
  void remove(SlotList& list, int32_t slot);

  void push_completion(Replica& replica, int32_t slot, int64_t end_step);
  void remove_completion(Replica& replica, int32_t position);
  void sift_up(Replica& replica, int32_t position, Completion moved);
  void sift_down(Replica& replica, int32_t position, Completion moved);

  int32_t blocks_for(int32_t tokens) const { return (tokens + block_size_ - 1) / block_size_; }
  int32_t residue(int64_t value) const {
    const int32_t rest = static_cast<int32_t>(value % block_size_);
    return rest < 0 ? rest + block_size_ : rest;
  }
  int64_t kv_growth(const Replica& replica, int64_t step, int64_t steps) const;
  int64_t affordable_steps(const Replica& replica, int64_t step, int64_t limit) const;

  const Load& load_;
  const int32_t block_size_;
  FinishedRequests finished_;
  Usage usage_;
  WinnerTree calendar_;
  WinnerTree fewest_;
  std::vector<int32_t> outstanding_;
  std::vector<Replica> replicas_;
  std::vector<Sequence> sequences_;
  int32_t free_slot_ = kNone;
};

// Seconds of the first steps of a leap.
inline double leap_duration(int64_t steps, double first, double growth) {
  const double n = static_cast<double>(steps);
  return n * first + (growth * n * (n - 1)) / 2;
}

// The least boundary of a leap strictly after an instant.
inline int64_t first_boundary_after(double start, double instant, double first, double growth) {
  const double elapsed = instant - start;
  const double half = first - growth / 2;
  const double root = std::sqrt(half * half + 2 * growth * elapsed);
  int64_t steps = std::max<int64_t>(1, static_cast<int64_t>(std::ceil((2 * elapsed) / (half + root))));
  while (start + leap_duration(steps, first, growth) <= instant) steps++;
  while (steps > 1 && start + leap_duration(steps - 1, first, growth) > instant) steps--;
  return steps;
}
