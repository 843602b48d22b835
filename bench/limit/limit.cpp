// How fast this algorithm runs without a virtual machine: the yardstick for bench/continuous.
//
// Usage: limit LOAD_FILE TRIALS. Prints a line a trial: seconds of the simulation loop, digest of
// the finished requests, sum of their end times, preemptions.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "pool.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: limit LOAD_FILE TRIALS\n");
    return 2;
  }
  const Load load = read_load(argv[1]);
  for (int trial = std::atoi(argv[2]); trial > 0; trial--) {
    DigestSink sink;
    const auto start = std::chrono::steady_clock::now();
    const auto pool = std::make_unique<Pool>(load, sink);
    pool->run();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    std::printf("%.9f %08x %.17g %lld\n", elapsed.count(), sink.digest(), sink.end_sum(),
                static_cast<long long>(pool->usage().preemptions));
  }
  return 0;
}
