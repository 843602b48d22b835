// How fast a first-come-first-served queue with many servers runs by events without a virtual
// machine: the same calendar as tailcap's serial event loop, and nothing else.
//
// Usage: mmc LOAD_FILE SERVERS TRIALS. Prints the seconds of the fastest trial, and the mean wait of
// all requests. The load file holds the arrival times, then as many service times, as float64.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

#include "../limit/winner_tree.hpp"

namespace {

std::vector<double> read_values(const char* path) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) std::exit(2);
  std::fseek(file, 0, SEEK_END);
  std::vector<double> values(static_cast<size_t>(std::ftell(file)) / sizeof(double));
  std::rewind(file);
  if (std::fread(values.data(), sizeof(double), values.size(), file) != values.size()) std::exit(2);
  std::fclose(file);
  return values;
}

// Sum of the waits.
double simulate(const double* arrivals, const double* services, size_t requests, int servers) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  WinnerTree calendar(servers);
  double waited = 0;
  size_t next = 0;  // the next to arrive
  size_t head = 0;  // the next to start: those between wait
  int busy = 0;
  std::vector<int> idle;
  for (int server = servers - 1; server >= 0; server--) idle.push_back(server);
  for (;;) {
    const double arrival = next < requests ? arrivals[next] : kNever;
    const double event = calendar.min_key();
    if (event <= arrival) {
      if (event == kNever) return waited;
      const int server = calendar.winner();
      if (head < next) {
        waited += event - arrivals[head];
        calendar.set(server, event + services[head++]);
      } else {
        calendar.set(server, kNever);
        idle.push_back(server);
        busy--;
      }
    } else {
      if (busy < servers) {
        calendar.set(idle.back(), arrival + services[head++]);
        idle.pop_back();
        busy++;
      }
      next++;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::vector<double> values = read_values(argv[1]);
  const size_t requests = values.size() / 2;
  double fastest = std::numeric_limits<double>::infinity();
  double waited = 0;
  for (int trial = 0; trial < std::atoi(argv[3]); trial++) {
    const auto start = std::chrono::steady_clock::now();
    waited = simulate(values.data(), values.data() + requests, requests, std::atoi(argv[2]));
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (elapsed.count() < fastest) fastest = elapsed.count();
  }
  std::printf("%.9f %.17g\n", fastest, waited / static_cast<double>(requests));
}
