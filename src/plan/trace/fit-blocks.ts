import type { ArrivalProcess } from "../../workload/arrival-process.ts";

/** What a further block must add to the log-likelihood, strictest first. */
const PENALTIES: readonly [number, ...number[]] = [16, 12, 8, 5, 3];
/** Blocks of a schedule that a person can still scroll through. */
const MOST_BLOCKS = 400;
/** Cells that blocks are made of: more cost time, and few change points are lost. */
const MOST_CELLS = 20_000;
/** Least length of a cell in seconds. */
const LEAST_CELL = 0.1;
/** Seconds that a step takes: times of a schedule ascend. */
const EDGE = 0.001;

/** Stretches that no change point falls into. */
interface Cells {
  /** Seconds from the first arrival, one more than there are cells. */
  readonly edges: readonly number[];
  /** Arrivals up to each edge. */
  readonly counts: readonly number[];
}

/**
 * Schedules whose rate steps where that of the trace changed: the blocks that maximise the
 * likelihood of Poisson arrivals, less a penalty for each, from few blocks to many. Blocks are as
 * short as bursts and as long as silences, which steps of one width can't be.
 *
 * @param arrivals - Seconds, ascending, at least 3 over more than 0 s.
 * @see J. D. Scargle et al., Astrophysical Journal 764 (2013) 167 (Bayesian blocks); R. Killick,
 *   P. Fearnhead, I. A. Eckley, JASA 107 (2012) 1590–1598 (which cells need not be looked at)
 */
export function fitBlocks(arrivals: Float64Array): readonly ArrivalProcess[] {
  const cells = cellsOf(arrivals);
  const found: ArrivalProcess[] = [];
  let fewest = 1;
  for (const penalty of penaltiesFor(cells)) {
    const starts = findBlocks(cells, penalty);
    if (starts.length > MOST_BLOCKS) break;
    if (starts.length > fewest) found.push(scheduleOf(cells, starts));
    fewest = Math.max(fewest, starts.length);
  }
  return found;
}

/** The usual ones; if they make too many blocks, the least doubling that doesn't. */
function penaltiesFor(cells: Cells): readonly number[] {
  let [penalty] = PENALTIES;
  if (findBlocks(cells, penalty).length <= MOST_BLOCKS) return PENALTIES;
  while (findBlocks(cells, penalty).length > MOST_BLOCKS) penalty *= 2;
  return [penalty];
}

/** Cells of a few arrivals each, between the middles of two gaps. */
function cellsOf(arrivals: Float64Array): Cells {
  const group = Math.ceil(arrivals.length / MOST_CELLS);
  const last = arrivals.length - 1;
  const edges = [0];
  const counts = [0];
  for (let row = 1; row < last; row += 1) {
    const edge = (arrivals[row] + arrivals[row - 1]) / 2 - arrivals[0];
    const isFull = row - counts[counts.length - 1] >= group;
    if (!isFull || arrivals[row] === arrivals[row - 1]) continue;
    if (edge - edges[edges.length - 1] < LEAST_CELL) continue;
    edges.push(edge);
    counts.push(row);
  }
  const span = arrivals[last] - arrivals[0];
  if (edges.length > 1 && span - edges[edges.length - 1] < LEAST_CELL) {
    edges.pop();
    counts.pop();
  }
  return { edges: [...edges, span], counts: [...counts, arrivals.length] };
}

/** First cells of the best blocks, by dynamic programming over the cell that ends last. */
function findBlocks({ counts, edges }: Cells, penalty: number): readonly number[] {
  const cells = edges.length - 1;
  const best = new Float64Array(cells + 1);
  const starts = new Int32Array(cells + 1);
  let open: number[] = [];
  best[0] = penalty;
  for (let end = 1; end <= cells; end += 1) {
    open.push(end - 1);
    const values = open.map((start) => {
      const count = counts[end] - counts[start];
      return best[start] + count * Math.log(count / (edges[end] - edges[start]));
    });
    let most = -Infinity;
    for (const [place, value] of values.entries()) {
      if (value <= most) continue;
      most = value;
      starts[end] = open[place];
    }
    best[end] = most - penalty;
    // A start that is behind by a block already never catches up: to split adds likelihood.
    open = open.filter((_, place) => values[place] > best[end]);
  }
  const found: number[] = [];
  for (let end = cells; end > 0; end = starts[end]) found.push(starts[end]);
  return found.toReversed();
}

function scheduleOf({ counts, edges }: Cells, starts: readonly number[]): ArrivalProcess {
  const points = starts.flatMap((start, block) => {
    const end = block + 1 < starts.length ? starts[block + 1] : edges.length - 1;
    const rate = (counts[end] - counts[start]) / (edges[end] - edges[start]);
    return [[edges[start], rate] as const, [edges[end] - EDGE, rate] as const];
  });
  return { process: "schedule", points, spikes: [] };
}
