#pragma once

#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <vector>

// Cost of a count: base + slope * count.
struct Line {
  double base;
  double slope;
  double at(double count) const { return count <= 0 ? base : base + slope * count; }
};

// A pool of continuously batching replicas and the requests offered to it.
struct Load {
  int32_t replicas;
  int32_t max_batched_tokens;
  int32_t max_sequences;
  int32_t kv_blocks;
  int32_t block_size;
  Line sequence_cost;
  Line prefill_cost;
  double per_context_token;
  double per_prefill_token_squared;
  double measure_from;
  double measure_to;
  std::vector<double> arrivals;
  std::vector<int32_t> inputs;
  std::vector<int32_t> outputs;
};

template <typename T>
void read_into(std::FILE* file, T* values, size_t count) {
  if (std::fread(values, sizeof(T), count, file) != count) throw std::runtime_error("short file");
}

// Reads what limit.ts writes: fourteen float64 numbers, then the three columns.
inline Load read_load(const char* path) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) throw std::runtime_error("cannot open the load file");
  double head[14];
  read_into(file, head, 14);
  Load load{};
  const size_t requests = static_cast<size_t>(head[0]);
  load.replicas = static_cast<int32_t>(head[1]);
  load.max_batched_tokens = static_cast<int32_t>(head[2]);
  load.max_sequences = static_cast<int32_t>(head[3]);
  load.kv_blocks = static_cast<int32_t>(head[4]);
  load.block_size = static_cast<int32_t>(head[5]);
  load.sequence_cost = {head[6], head[7]};
  load.prefill_cost = {head[8], head[9]};
  load.per_context_token = head[10];
  load.per_prefill_token_squared = head[11];
  load.measure_from = head[12];
  load.measure_to = head[13];
  load.arrivals.resize(requests);
  load.inputs.resize(requests);
  load.outputs.resize(requests);
  read_into(file, load.arrivals.data(), requests);
  read_into(file, load.inputs.data(), requests);
  read_into(file, load.outputs.data(), requests);
  std::fclose(file);
  return load;
}
