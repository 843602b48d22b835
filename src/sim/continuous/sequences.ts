/** What is known of each sequence in flight, in columns over the request slots. */
export class Sequences {
  inputs!: Int32Array;
  outputs!: Int32Array;
  /** Tokens generated so far; for a decoding sequence, as of when it began to decode. */
  generated!: Int32Array;
  /** Tokens in the KV cache; for a decoding sequence, as of when it began to decode. */
  computed!: Int32Array;
  /** Tokens of its prompt that the step in progress computes. */
  chunks!: Int32Array;
  /** WAITING, PREFILLING or DECODING. */
  phases!: Uint8Array;
  /** 1 from the client's deadline on, when the sequence is to leave at the next boundary. */
  isGone!: Uint8Array;
  /** 1 from readmission after a preemption until its lost tokens are in the cache again. */
  isRecomputing!: Uint8Array;
  /** First time scheduled, and first token; NaN until then. */
  starts!: Float64Array;
  firsts!: Float64Array;
  /** Reading of its replica's share integral when it was admitted, or finished recomputing. */
  shareMarks!: Float64Array;
  /** Share of replica time it had up to the last time it stopped running. */
  spent!: Float64Array;
  /** Part of it that went into computing tokens again. */
  recomputed!: Float64Array;

  /** @param capacity - Slots to hold. */
  constructor(capacity: number) {
    this.grow(capacity);
  }

  /** Makes room for `capacity` slots. */
  grow(capacity: number): void {
    this.inputs = resized(this.inputs, new Int32Array(capacity));
    this.outputs = resized(this.outputs, new Int32Array(capacity));
    this.generated = resized(this.generated, new Int32Array(capacity));
    this.computed = resized(this.computed, new Int32Array(capacity));
    this.chunks = resized(this.chunks, new Int32Array(capacity));
    this.phases = resized(this.phases, new Uint8Array(capacity));
    this.isGone = resized(this.isGone, new Uint8Array(capacity));
    this.isRecomputing = resized(this.isRecomputing, new Uint8Array(capacity));
    this.starts = resized(this.starts, new Float64Array(capacity));
    this.firsts = resized(this.firsts, new Float64Array(capacity));
    this.shareMarks = resized(this.shareMarks, new Float64Array(capacity));
    this.spent = resized(this.spent, new Float64Array(capacity));
    this.recomputed = resized(this.recomputed, new Float64Array(capacity));
  }

  /** Sets up a slot for a request that has just arrived. */
  reset(slot: number, input: number, output: number): void {
    if (slot >= this.inputs.length) this.grow(2 * this.inputs.length);
    this.inputs[slot] = input;
    this.outputs[slot] = output;
    this.generated[slot] = 0;
    this.computed[slot] = 0;
    this.phases[slot] = 0;
    this.isGone[slot] = 0;
    this.isRecomputing[slot] = 0;
    this.starts[slot] = NaN;
    this.firsts[slot] = NaN;
    this.spent[slot] = 0;
    this.recomputed[slot] = 0;
  }
}

function resized<Column extends Int32Array | Uint8Array | Float64Array>(
  old: Column | undefined,
  fresh: Column,
): Column {
  if (old !== undefined) fresh.set(old);
  return fresh;
}
