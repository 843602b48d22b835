#include "pool.hpp"

Pool::Pool(const Load& load, DigestSink& sink)
    : load_(load),
      block_size_(load.block_size),
      finished_(sink),
      calendar_(load.replicas),
      fewest_(load.replicas),
      outstanding_(load.replicas, 0),
      replicas_(load.replicas) {
  for (int32_t index = 0; index < load.replicas; index++) {
    replicas_[index].classes.assign(block_size_, 0);
    fewest_.set(index, 0);
  }
}

void Pool::run() {
  const int32_t requests = static_cast<int32_t>(load_.arrivals.size());
  int32_t row = 0;
  for (;;) {
    const double arrival = row < requests ? load_.arrivals[row] : kNever;
    const double event = calendar_.min_key();
    if (event <= arrival) {
      if (event == kNever) break;
      const int32_t index = calendar_.winner();
      advance(replicas_[index], index, event);
    } else {
      arrive(row++, arrival);
    }
  }
  finished_.flush();
}

void Pool::arrive(int32_t row, double now) {
  const int32_t index = route();
  Replica& replica = replicas_[index];
  const int32_t input = load_.inputs[row];
  const int32_t output = load_.outputs[row];
  if (blocks_for(input + output - 1) > load_.kv_blocks) {
    finished_.add(row, index, NAN, NAN, now, 2);
    return;
  }
  count_outstanding(index, 1);
  const int32_t slot = allocate_slot();
  Sequence& sequence = sequences_[slot];
  sequence.row = row;
  sequence.input = input;
  sequence.output = output;
  sequence.generated = 0;
  sequence.computed = 0;
  sequence.phase = Phase::kWaiting;
  sequence.is_recomputing = false;
  sequence.start = NAN;
  sequence.first = NAN;
  sequence.spent = 0;
  sequence.recomputed = 0;
  push_back(replica.waiting, slot);
  if (replica.leap_steps == 0) build_step(replica, index, now);
  else if (replica.waiting.head == slot) cut_leap_for_head(replica, index, now);
}

void Pool::advance(Replica& replica, int32_t index, double now) {
  account_for(replica, now);
  replica.steps += replica.leap_steps;
  replica.context += static_cast<int64_t>(replica.completions.size()) * replica.leap_steps;
  finish_decoding(replica, index, now);
  if (replica.prefilling > 0) credit_chunks(replica, index, now);
  build_step(replica, index, now);
}

void Pool::build_step(Replica& replica, int32_t index, double now) {
  const int32_t chunk = schedule_chunk(replica);
  const bool has_preempted = allocate_running(replica, chunk);
  const int32_t decoding = static_cast<int32_t>(replica.completions.size());

  int32_t prefill_tokens = has_preempted ? 0 : chunk;
  double prefill_work = 0;
  if (prefill_tokens > 0) {
    const Sequence& last = sequences_[replica.running.tail];
    prefill_work = static_cast<double>(chunk) * (last.computed + chunk);
    replica.prefilling = 1;
  }
  if (!has_preempted) {
    int32_t budget = load_.max_batched_tokens - decoding - prefill_tokens;
    while (budget > 0 && replica.running.length < load_.max_sequences) {
      const int32_t tokens = admit_head(replica, budget, now);
      if (tokens == 0) break;
      budget -= tokens;
      prefill_tokens += tokens;
      prefill_work += static_cast<double>(tokens) * tokens;
    }
  }
  if (replica.running.length == 0) {
    replica.leap_steps = 0;
    calendar_.set(index, kNever);
    return;
  }
  double duration = load_.sequence_cost.at(replica.running.length) +
                    load_.per_context_token * static_cast<double>(replica.context);
  int64_t steps = 1;
  if (prefill_tokens > 0) {
    duration += load_.prefill_cost.at(prefill_tokens) +
                load_.per_prefill_token_squared * prefill_work;
  } else if (!has_preempted) {
    const int64_t to_completion = replica.completions[0].end_step - replica.steps;
    steps = 1 + affordable_steps(replica, replica.steps + 1, to_completion - 1);
  }
  const double growth = load_.per_context_token * decoding;
  replica.leap_start = now;
  replica.leap_steps = steps;
  replica.step_time = duration;
  replica.step_growth = growth;
  calendar_.set(index, now + leap_duration(steps, duration, growth));
}

int32_t Pool::schedule_chunk(Replica& replica) {
  const int32_t slot = replica.running.tail;
  if (slot == kNone || sequences_[slot].phase != Phase::kPrefilling) return 0;
  Sequence& sequence = sequences_[slot];
  const int32_t left = sequence.input + sequence.generated - sequence.computed;
  const int32_t decoding = static_cast<int32_t>(replica.completions.size());
  sequence.chunk = std::min(left, load_.max_batched_tokens - decoding);
  return sequence.chunk;
}

// Returns true if anything was preempted.
bool Pool::allocate_running(Replica& replica, int32_t chunk) {
  const auto chunk_blocks = [&](int32_t slot) {
    const int32_t computed = sequences_[slot].computed;
    return blocks_for(computed + chunk) - blocks_for(computed);
  };
  int64_t need = replica.classes[residue(-replica.steps)];
  if (chunk > 0) need += chunk_blocks(replica.running.tail);
  if (need <= load_.kv_blocks - replica.kv_used) {
    replica.kv_used += need;
    return false;
  }
  for (int32_t slot = replica.running.head; slot != kNone; slot = sequences_[slot].next) {
    int32_t blocks = 0;
    if (sequences_[slot].phase == Phase::kDecoding) {
      const int32_t tokens = cached_tokens(replica, slot);
      blocks = blocks_for(tokens + 1) - blocks_for(tokens);
    } else {
      blocks = chunk_blocks(slot);
    }
    while (load_.kv_blocks - replica.kv_used < blocks) {
      const int32_t victim = replica.running.tail;
      preempt(replica, victim);
      if (victim == slot) return true;
    }
    replica.kv_used += blocks;
  }
  return true;
}

void Pool::preempt(Replica& replica, int32_t slot) {
  Sequence& sequence = sequences_[slot];
  const int32_t tokens = cached_tokens(replica, slot);
  stop_running(replica, slot, tokens);
  if (sequence.phase == Phase::kDecoding) {
    remove_completion(replica, sequence.heap_position);
    sequence.generated = tokens + 1 - sequence.input;
  }
  sequence.phase = Phase::kWaiting;
  sequence.computed = 0;
  sequence.is_recomputing = true;
  push_front(replica.waiting, slot);
  usage_.preemptions++;
}

int32_t Pool::admit_head(Replica& replica, int32_t budget, double now) {
  const int32_t slot = replica.waiting.head;
  if (slot == kNone) return 0;
  Sequence& sequence = sequences_[slot];
  const int32_t chunk = std::min(sequence.input + sequence.generated, budget);
  const int32_t blocks = blocks_for(chunk);
  if (blocks > load_.kv_blocks - replica.kv_used) return 0;
  replica.kv_used += blocks;
  remove(replica.waiting, slot);
  push_back(replica.running, slot);
  replica.prefilling++;
  sequence.phase = Phase::kPrefilling;
  sequence.chunk = chunk;
  sequence.share_mark = replica.share;
  if (std::isnan(sequence.start)) sequence.start = now;
  return chunk;
}

void Pool::cut_leap_for_head(Replica& replica, int32_t index, double now) {
  if (replica.leap_steps <= 1) return;
  const int64_t boundary =
      first_boundary_after(replica.leap_start, now, replica.step_time, replica.step_growth);
  const Sequence& head = sequences_[replica.waiting.head];
  const int32_t budget = load_.max_batched_tokens - replica.running.length;
  if (budget <= 0 || replica.running.length >= load_.max_sequences) return;
  const int32_t blocks = blocks_for(std::min(head.input + head.generated, budget));
  const int64_t growth = kv_growth(replica, replica.steps + 1, boundary);
  if (load_.kv_blocks - replica.kv_used - growth < blocks) return;
  if (boundary >= replica.leap_steps) return;
  replica.leap_steps = boundary;
  calendar_.set(index, replica.leap_start +
                           leap_duration(boundary, replica.step_time, replica.step_growth));
}

void Pool::account_for(Replica& replica, double now) {
  const double low = std::max(replica.leap_start, load_.measure_from);
  const double high = std::min(now, load_.measure_to);
  const double span = high > low ? high - low : 0;
  replica.share += span / replica.running.length;
  usage_.busy_time += span;
  usage_.batch_time += span * replica.running.length;
  const int64_t before = replica.kv_used;
  const int64_t later_steps = replica.leap_steps - 1;
  if (later_steps > 0) replica.kv_used += kv_growth(replica, replica.steps + 1, later_steps);
  usage_.kv_block_time += (span * static_cast<double>(before + replica.kv_used)) / 2;
  if (span > 0) usage_.kv_block_peak = std::max(usage_.kv_block_peak, replica.kv_used);
}

void Pool::finish_decoding(Replica& replica, int32_t index, double now) {
  while (!replica.completions.empty() && replica.completions[0].end_step == replica.steps) {
    const int32_t slot = replica.completions[0].slot;
    remove_completion(replica, 0);
    const Sequence& sequence = sequences_[slot];
    stop_running(replica, slot, sequence.input + sequence.output - 1);
    leave(index, slot, now);
  }
}

void Pool::credit_chunks(Replica& replica, int32_t index, double now) {
  int32_t slot = replica.running.tail;
  for (int32_t back = replica.prefilling; back > 1; back--) slot = sequences_[slot].previous;
  replica.prefilling = 0;
  while (slot != kNone) {
    Sequence& sequence = sequences_[slot];
    const int32_t next = sequence.next;
    sequence.computed += sequence.chunk;
    const bool is_complete = sequence.computed == sequence.input + sequence.generated;
    if (is_complete && sequence.generated++ == 0) sequence.first = now;
    if (sequence.generated == sequence.output) {
      stop_running(replica, slot, sequence.computed);
      leave(index, slot, now);
    } else if (is_complete ||
               (sequence.generated > 0 &&
                sequence.input + sequence.generated - sequence.computed == 1)) {
      begin_decoding(replica, slot);
    }
    slot = next;
  }
}

void Pool::begin_decoding(Replica& replica, int32_t slot) {
  Sequence& sequence = sequences_[slot];
  sequence.phase = Phase::kDecoding;
  push_completion(replica, slot, replica.steps + sequence.output - sequence.generated);
  replica.context += sequence.computed;
  replica.classes[residue(sequence.computed - replica.steps)]++;
  if (!sequence.is_recomputing) return;
  sequence.is_recomputing = false;
  const double share = replica.share - sequence.share_mark;
  sequence.spent += share;
  sequence.share_mark = replica.share;
  sequence.recomputed += share;
  usage_.recomputed_time += share;
}

void Pool::stop_running(Replica& replica, int32_t slot, int32_t tokens) {
  Sequence& sequence = sequences_[slot];
  remove(replica.running, slot);
  replica.kv_used -= blocks_for(tokens);
  if (sequence.phase == Phase::kDecoding) {
    replica.context -= tokens;
    replica.classes[residue(tokens - replica.steps)]--;
  }
  const double share = replica.share - sequence.share_mark;
  sequence.spent += share;
  if (sequence.is_recomputing) {
    sequence.recomputed += share;
    usage_.recomputed_time += share;
  }
}

void Pool::leave(int32_t index, int32_t slot, double now) {
  Sequence& sequence = sequences_[slot];
  finished_.add(sequence.row, index, sequence.start, sequence.first, now, 0);
  count_outstanding(index, -1);
  sequence.next = free_slot_;
  free_slot_ = slot;
}

int32_t Pool::route() const {
  if (load_.replicas > kScanLimit) return fewest_.winner();
  const int32_t* const counts = outstanding_.data();
  int32_t best = 0;
  for (int32_t index = 1; index < load_.replicas; index++) {
    if (counts[index] < counts[best]) best = index;
  }
  return best;
}

void Pool::count_outstanding(int32_t index, int32_t change) {
  outstanding_[index] += change;
  if (load_.replicas > kScanLimit) fewest_.set(index, outstanding_[index]);
}

int32_t Pool::cached_tokens(const Replica& replica, int32_t slot) const {
  const Sequence& sequence = sequences_[slot];
  if (sequence.phase != Phase::kDecoding) return sequence.computed;
  const int64_t left = replica.completions[sequence.heap_position].end_step - replica.steps;
  return sequence.input + sequence.output - 1 - static_cast<int32_t>(left);
}

int32_t Pool::allocate_slot() {
  if (free_slot_ == kNone) {
    sequences_.emplace_back();
    return static_cast<int32_t>(sequences_.size()) - 1;
  }
  const int32_t slot = free_slot_;
  free_slot_ = sequences_[slot].next;
  return slot;
}

void Pool::push_back(SlotList& list, int32_t slot) {
  sequences_[slot].next = kNone;
  sequences_[slot].previous = list.tail;
  if (list.tail == kNone) list.head = slot;
  else sequences_[list.tail].next = slot;
  list.tail = slot;
  list.length++;
}

void Pool::push_front(SlotList& list, int32_t slot) {
  sequences_[slot].next = list.head;
  sequences_[slot].previous = kNone;
  if (list.head == kNone) list.tail = slot;
  else sequences_[list.head].previous = slot;
  list.head = slot;
  list.length++;
}

void Pool::remove(SlotList& list, int32_t slot) {
  const int32_t before = sequences_[slot].previous;
  const int32_t after = sequences_[slot].next;
  if (before == kNone) list.head = after;
  else sequences_[before].next = after;
  if (after == kNone) list.tail = before;
  else sequences_[after].previous = before;
  list.length--;
}

void Pool::push_completion(Replica& replica, int32_t slot, int64_t end_step) {
  replica.completions.push_back({end_step, slot});
  sift_up(replica, static_cast<int32_t>(replica.completions.size()) - 1, {end_step, slot});
}

void Pool::remove_completion(Replica& replica, int32_t position) {
  const Completion moved = replica.completions.back();
  replica.completions.pop_back();
  if (position == static_cast<int32_t>(replica.completions.size())) return;
  if (position > 0 && replica.completions[(position - 1) >> 1].end_step > moved.end_step) {
    sift_up(replica, position, moved);
  } else {
    sift_down(replica, position, moved);
  }
}

void Pool::sift_up(Replica& replica, int32_t position, Completion moved) {
  Completion* const heap = replica.completions.data();
  while (position > 0) {
    const int32_t parent = (position - 1) >> 1;
    if (heap[parent].end_step <= moved.end_step) break;
    heap[position] = heap[parent];
    sequences_[heap[position].slot].heap_position = position;
    position = parent;
  }
  heap[position] = moved;
  sequences_[moved.slot].heap_position = position;
}

void Pool::sift_down(Replica& replica, int32_t position, Completion moved) {
  Completion* const heap = replica.completions.data();
  const int32_t size = static_cast<int32_t>(replica.completions.size());
  for (;;) {
    int32_t child = 2 * position + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1].end_step < heap[child].end_step) child++;
    if (heap[child].end_step >= moved.end_step) break;
    heap[position] = heap[child];
    sequences_[heap[position].slot].heap_position = position;
    position = child;
  }
  heap[position] = moved;
  sequences_[moved.slot].heap_position = position;
}

int64_t Pool::kv_growth(const Replica& replica, int64_t step, int64_t steps) const {
  const int64_t cycles = steps / block_size_;
  const int64_t rest = steps - cycles * block_size_;
  int64_t blocks = cycles * static_cast<int64_t>(replica.completions.size());
  int32_t place = residue(-step);
  for (int64_t ahead = 0; ahead < rest; ahead++) {
    blocks += replica.classes[place];
    place = place == 0 ? block_size_ - 1 : place - 1;
  }
  return blocks;
}

int64_t Pool::affordable_steps(const Replica& replica, int64_t step, int64_t limit) const {
  const int64_t decoding = static_cast<int64_t>(replica.completions.size());
  const int64_t available = load_.kv_blocks - replica.kv_used;
  if (decoding * ((limit + block_size_ - 1) / block_size_) <= available) return limit;
  const int64_t cycles = available / decoding;
  int64_t left = available - cycles * decoding;
  int64_t steps = cycles * block_size_;
  while (steps < limit) {
    left -= replica.classes[residue(-(step + steps))];
    if (left < 0) break;
    steps++;
  }
  return std::min(steps, limit);
}
