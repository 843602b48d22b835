type ColumnArray = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A typed array that grows as values come in. */
export class GrowableColumn<A extends ColumnArray> {
  length = 0;
  private values: A;
  private readonly allocate: (length: number) => A;

  /** @param allocate - Makes an array of zeros of the given length. */
  constructor(allocate: (length: number) => A) {
    this.allocate = allocate;
    this.values = allocate(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = this.allocate(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length] = value;
    this.length++;
  }

  /** Copies what was pushed into an array of just that length. */
  toArray(): A {
    const array = this.allocate(this.length);
    array.set(this.values.subarray(0, this.length));
    return array;
  }
}
