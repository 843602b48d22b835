#pragma once

#include <cstdint>
#include <cstring>

constexpr int32_t kBlockSize = 1024;

// Columns of ended requests, handed on a block at a time.
struct FinishedBlock {
  int32_t rows[kBlockSize];
  int32_t replicas[kBlockSize];
  double starts[kBlockSize];
  double firsts[kBlockSize];
  double ends[kBlockSize];
  uint8_t outcomes[kBlockSize];
};

// Sum of a hash of each request, FNV-1a over its row and the two halves of its end time.
class DigestSink {
 public:
  void accept(const FinishedBlock& block, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
      uint64_t bits;
      std::memcpy(&bits, &block.ends[i], sizeof bits);
      uint32_t hash = (0x811c9dc5u ^ static_cast<uint32_t>(block.rows[i])) * kPrime;
      hash = (hash ^ static_cast<uint32_t>(bits)) * kPrime;
      hash = (hash ^ static_cast<uint32_t>(bits >> 32)) * kPrime;
      hash_sum_ += hash;
      end_sum_ += block.ends[i];
    }
  }

  uint32_t digest() const { return hash_sum_; }
  double end_sum() const { return end_sum_; }

 private:
  static constexpr uint32_t kPrime = 0x01000193u;

  uint32_t hash_sum_ = 0;
  double end_sum_ = 0;
};

class FinishedRequests {
 public:
  explicit FinishedRequests(DigestSink& sink) : sink_(sink) {}

  void add(int32_t row, int32_t replica, double start, double first, double end, uint8_t outcome) {
    const int32_t i = count_++;
    block_.rows[i] = row;
    block_.replicas[i] = replica;
    block_.starts[i] = start;
    block_.firsts[i] = first;
    block_.ends[i] = end;
    block_.outcomes[i] = outcome;
    if (count_ == kBlockSize) flush();
  }

  void flush() {
    sink_.accept(block_, count_);
    count_ = 0;
  }

 private:
  DigestSink& sink_;
  FinishedBlock block_;
  int32_t count_ = 0;
};
