/** A label that wants to stand at `position` on a line. */
export interface WishedLabel {
  /** Pixels, of the label's middle. */
  readonly position: number;
  /** Pixels that it needs along the line. */
  readonly extent: number;
}

/**
 * Moves labels apart along a line, each as little as possible, keeping their order.
 *
 * Labels that would overlap form a block that stands where the mean of its members' wishes is
 * best met (pool-adjacent-violators), then every block is pushed inside the limits.
 *
 * @param labels - In any order.
 * @param limits - Pixels that the labels must stay between; where they cannot all fit, they run
 *   over the end.
 * @returns The middle of each label, in the order given.
 */
export function spreadLabels(
  labels: readonly WishedLabel[],
  limits: readonly [start: number, end: number],
): readonly number[] {
  const order = labels.map((_, index) => index);
  order.sort((left, right) => labels[left].position - labels[right].position || left - right);

  // Each block: its members, the extent it takes, and the sum of the starts they wish it had.
  let blocks: { members: number[]; extent: number; wishes: number }[] = [];
  for (const index of order) {
    const { position, extent } = labels[index];
    blocks.push({ members: [index], extent, wishes: position - extent / 2 });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [above, below] = [blocks[last - 1], blocks[last]];
      if (blockStart(above, limits) + above.extent <= blockStart(below, limits)) break;
      const wishes = above.wishes + below.wishes - below.members.length * above.extent;
      const merged = {
        members: [...above.members, ...below.members],
        extent: above.extent + below.extent,
        wishes,
      };
      blocks = [...blocks.slice(0, last - 1), merged];
    }
  }

  const middles = labels.map(() => 0);
  for (const block of blocks) {
    let start = blockStart(block, limits);
    for (const index of block.members) {
      middles[index] = start + labels[index].extent / 2;
      start += labels[index].extent;
    }
  }
  return middles;
}

/** A tick that may be labelled. */
export interface WishedTick {
  /** Pixels. */
  readonly position: number;
  /** Pixels of the label, centred on the position. */
  readonly width: number;
  /** The number that should be round. */
  readonly count: number;
  /** Labelled whatever it displaces. */
  readonly required: boolean;
}

const TICK_GAP = 9;

/**
 * Chooses which ticks to label so that no labels touch: the required ones, then multiples of the
 * smallest step of 1, 2, 5, 10, … whose labels fit, then both ends if there is room.
 *
 * @returns Indices into `ticks`, ascending.
 */
export function pickTicks(ticks: readonly WishedTick[]): readonly number[] {
  const all = ticks.map((_, index) => index);
  const picked = all.filter((index) => ticks[index].required);
  const addFitting = (candidates: readonly number[]): void => {
    for (const index of candidates) {
      if (picked.every((other) => other !== index && areApart(ticks[index], ticks[other]))) {
        picked.push(index);
      }
    }
  };
  addFitting(regularTicks(ticks, all));
  addFitting([all[0], all[all.length - 1]]);
  return picked.sort((left, right) => left - right);
}

function regularTicks(ticks: readonly WishedTick[], all: readonly number[]): readonly number[] {
  const most = Math.max(...ticks.map((tick) => tick.count));
  for (let power = 1; power <= most; power *= 10) {
    for (const step of [power, 2 * power, 5 * power]) {
      const regular = all.filter((index) => ticks[index].count % step === 0);
      const fits = regular.every(
        (index, rank) => rank === 0 || areApart(ticks[regular[rank - 1]], ticks[index]),
      );
      if (fits) return regular.length > 1 ? regular : all;
    }
  }
  return all;
}

function areApart(left: WishedTick, right: WishedTick): boolean {
  const distance = Math.abs(left.position - right.position);
  return distance >= (left.width + right.width) / 2 + TICK_GAP;
}

function blockStart(
  block: { readonly members: readonly number[]; readonly extent: number; readonly wishes: number },
  limits: readonly [start: number, end: number],
): number {
  const wish = block.wishes / block.members.length;
  return Math.max(limits[0], Math.min(wish, limits[1] - block.extent));
}
