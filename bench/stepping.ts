import { FinishedRequests, type FinishedSink } from "../src/sim/finished-requests.ts";
import { costAt } from "../src/sim/cost-curve.ts";
import { RequestSlots } from "../src/sim/request-slots.ts";
import { Router } from "../src/sim/router.ts";
import type { ContinuousPlan } from "../src/sim/sim-plan.ts";
import { SlotLists } from "../src/sim/slot-lists.ts";
import { WinnerTree } from "../src/sim/winner-tree.ts";
import type { Load } from "./continuous-load.ts";

/**
 * The plain way: one event a step and a pass over every running sequence in it, on the same arrays,
 * lists and calendar as the engine. What the engine gains over this it gains by leaping.
 *
 * For loads without timeouts, under routers that choose at arrival, whose KV cache is never short
 * (it throws if it is): leaving preemption out only makes it faster.
 */
export function simulateByStepping({ plan, columns }: Load, sink: FinishedSink): void {
  const stepping = new Stepping({ plan, columns }, sink);
  const { arrivals } = columns;
  const { calendar } = stepping;
  for (let row = 0; ;) {
    const arrival = row < arrivals.length ? arrivals[row] : Infinity;
    const event = calendar.minTime;
    if (event <= arrival) {
      if (event === Infinity) break;
      const replica = calendar.winner;
      stepping.endStep(replica, event);
      stepping.buildStep(replica, event);
    } else {
      stepping.arrive(row++, arrival);
    }
  }
  stepping.finished.flush();
}

class Stepping {
  readonly calendar: WinnerTree;
  readonly finished: FinishedRequests;
  private readonly service: ContinuousPlan;
  private readonly inputs: Int32Array;
  private readonly outputs: Int32Array;
  private readonly router: Router;
  private readonly slots = new RequestSlots();
  private readonly waiting: SlotLists;
  /** Running sequences in order of admission: `maxSequences` entries a replica. */
  private readonly running: Int32Array;
  private readonly counts: Int32Array;
  private readonly isBusy: Uint8Array;
  private readonly usedBlocks: Float64Array;
  /** Columns over rows of the workload, which spares growing them with the slots. */
  private readonly computed: Int32Array;
  private readonly generated: Int32Array;
  private readonly chunks: Int32Array;
  private readonly starts: Float64Array;
  private readonly firsts: Float64Array;

  constructor({ plan, columns }: Load, sink: FinishedSink) {
    const { replicas } = plan;
    const requests = columns.arrivals.length;
    this.service = plan.service;
    this.inputs = columns.inputs;
    this.outputs = columns.outputs;
    this.finished = new FinishedRequests(plan, columns, sink);
    this.router = new Router(plan, columns);
    this.calendar = new WinnerTree(replicas);
    this.waiting = new SlotLists(this.slots, replicas);
    this.running = new Int32Array(replicas * this.service.maxSequences);
    this.counts = new Int32Array(replicas);
    this.isBusy = new Uint8Array(replicas);
    this.usedBlocks = new Float64Array(replicas);
    this.computed = new Int32Array(requests);
    this.generated = new Int32Array(requests);
    this.chunks = new Int32Array(requests);
    this.starts = new Float64Array(requests);
    this.firsts = new Float64Array(requests);
  }

  arrive(row: number, now: number): void {
    const replica = this.router.choose(row);
    this.router.join(replica);
    this.waiting.pushBack(replica, this.slots.allocate(row, replica));
    if (this.isBusy[replica] === 0) this.buildStep(replica, now);
  }

  buildStep(replica: number, now: number): void {
    const { computed, counts, generated, inputs, running, service } = this;
    const first = replica * service.maxSequences;
    let budget = service.maxBatchedTokens;
    let prefillTokens = 0;
    let prefillWork = 0;
    let context = 0;
    for (let place = first; place < first + counts[replica]; place++) {
      const row = running[place];
      const left = inputs[row] + generated[row] - computed[row];
      const tokens = left < budget ? left : budget;
      budget -= tokens;
      this.schedule(replica, row, tokens);
      if (generated[row] > 0) {
        context += computed[row];
      } else {
        prefillTokens += tokens;
        prefillWork += tokens * (computed[row] + tokens);
      }
    }
    while (budget > 0 && counts[replica] < service.maxSequences) {
      const row = this.admitHead(replica, budget, now);
      if (row < 0) break;
      const tokens = this.chunks[row];
      budget -= tokens;
      prefillTokens += tokens;
      prefillWork += tokens * tokens;
    }
    this.isBusy[replica] = counts[replica] > 0 ? 1 : 0;
    let duration = Infinity;
    if (counts[replica] > 0) {
      duration = costAt(service.sequenceCost, counts[replica]) + service.perContextToken * context;
      if (prefillTokens > 0) duration += costAt(service.prefillCost, prefillTokens);
      duration += service.perPrefillTokenSquared * prefillWork;
    }
    this.calendar.set(replica, now + duration);
  }

  endStep(replica: number, now: number): void {
    const { chunks, computed, counts, generated, inputs, outputs, running } = this;
    const first = replica * this.service.maxSequences;
    let kept = first;
    for (let place = first; place < first + counts[replica]; place++) {
      const row = running[place];
      computed[row] += chunks[row];
      if (computed[row] === inputs[row] + generated[row]) {
        if (generated[row]++ === 0) this.firsts[row] = now;
      }
      if (generated[row] < outputs[row]) {
        running[kept++] = row;
        continue;
      }
      this.usedBlocks[replica] -= this.blocksFor(computed[row]);
      this.finished.serve(row, replica, this.starts[row], this.firsts[row], now);
      this.router.leave(replica);
    }
    counts[replica] = kept - first;
  }

  /** Row of the request admitted; −1 if nothing waits or its first chunk finds no blocks. */
  private admitHead(replica: number, budget: number, now: number): number {
    const slot = this.waiting.heads[replica];
    if (slot < 0) return -1;
    const row = this.slots.rows[slot];
    const tokens = this.inputs[row] < budget ? this.inputs[row] : budget;
    if (this.blocksFor(tokens) > this.service.kvBlocks - this.usedBlocks[replica]) return -1;
    this.waiting.remove(replica, slot);
    this.slots.release(slot);
    this.running[replica * this.service.maxSequences + this.counts[replica]++] = row;
    this.starts[row] = now;
    this.schedule(replica, row, tokens);
    return row;
  }

  private schedule(replica: number, row: number, tokens: number): void {
    const computed = this.computed[row];
    this.chunks[row] = tokens;
    this.usedBlocks[replica] += this.blocksFor(computed + tokens) - this.blocksFor(computed);
    if (this.usedBlocks[replica] > this.service.kvBlocks) throw new RangeError("KV cache is short");
  }

  private blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.service.blockSize);
  }
}
