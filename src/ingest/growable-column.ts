/**
 * Values of a chunk: large enough to be few, small enough that the rest of the last costs little.
 */
const CHUNK = 2 ** 16;
const FIRST_CHUNK = 2 ** 10;

/** A column that grows as values come in, by chunks, so that nothing is copied while it does. */
export class GrowableColumn<Column extends Float64Array | Int32Array> {
  length = 0;
  private chunks: Column[] = [];
  private last: Column;
  /** Values in the last chunk. */
  private filled = 0;
  private readonly view: (memory: ArrayBuffer | SharedArrayBuffer) => Column;
  private readonly width: number;

  /** @param view - Makes a typed array of some memory. */
  constructor(view: (memory: ArrayBuffer | SharedArrayBuffer) => Column) {
    this.view = view;
    this.width = view(new ArrayBuffer(0)).BYTES_PER_ELEMENT;
    this.last = this.openChunk(FIRST_CHUNK);
  }

  push(value: number): void {
    if (this.filled === this.last.length) {
      this.chunks.push(this.last);
      this.last = this.openChunk(CHUNK);
      this.filled = 0;
    }
    this.last[this.filled++] = value;
    this.length++;
  }

  /**
   * Moves what was pushed into one array of just that length, and leaves the column empty. The
   * array lies in memory that threads can share, so that a long trace is stored only once.
   */
  toArray(): Column {
    const array = this.view(new SharedArrayBuffer(this.width * this.length));
    this.chunks.push(this.last);
    const { chunks } = this;
    const none = this.openChunk(0);
    let at = 0;
    for (let index = 0; index < chunks.length; index++) {
      const size = Math.min(chunks[index].length, this.length - at);
      array.set(chunks[index].subarray(0, size), at);
      at += size;
      // One after the other, so that the column isn't held twice.
      chunks[index] = none;
    }
    this.chunks = [];
    this.last = none;
    this.filled = 0;
    this.length = 0;
    return array;
  }

  private openChunk(length: number): Column {
    return this.view(new ArrayBuffer(this.width * length));
  }
}
