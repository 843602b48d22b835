import { isAscii } from "node:buffer";
import { TextDecoder } from "node:util";

import { MAX_ROWS } from "./trace-rows.ts";

/** The longest line a trace may have, in bytes. */
export const MAX_LINE_BYTES: number = 16 * 1024 * 1024;

/** A reason why bytes are no usable text; the caller adds the file's name. */
export class TextProblem extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.name = "TextProblem";
    this.line = line;
  }
}

/** Takes a line, without its end; the bytes change after the call. */
export type LineSink = (bytes: Uint8Array, start: number, end: number) => void;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

/**
 * Cuts a stream of chunks into lines, and refuses what no log has: binary data, invalid UTF-8,
 * carriage returns inside a line, endless lines.
 */
export class LineScanner {
  private lines = 0;
  /** The start of a line whose end is still to come. */
  private carry: Uint8Array = new Uint8Array(4096);
  private carried = 0;
  private ascii = true;
  private readonly decoder: TextDecoder = new TextDecoder("utf-8", { fatal: true });
  private readonly sink: LineSink;

  constructor(sink: LineSink) {
    this.sink = sink;
  }

  /** @throws TextProblem when the bytes so far can't be those of a usable text file. */
  push(chunk: Uint8Array): void {
    this.checkEncoding(chunk);
    let start = this.lines === 0 && this.carried === 0 ? skipMark(chunk) : 0;
    if (this.carried > 0 && this.carry[this.carried - 1] === CARRIAGE_RETURN) {
      if (chunk.length > 0 && chunk[0] !== LINE_FEED) this.refuseCarriageReturn();
    }
    const { length } = chunk;
    for (let index = start; index < length; index++) {
      const byte = chunk[index];
      if (byte >= SPACE) continue;
      if (byte === LINE_FEED) {
        this.endLine(chunk, start, index);
        start = index + 1;
      } else if (byte <= 1) {
        throw new TextProblem("binary data, not text", this.lines + 1);
      } else if (byte === CARRIAGE_RETURN && index + 1 < length && chunk[index + 1] !== LINE_FEED) {
        this.refuseCarriageReturn();
      }
    }
    this.carryOver(chunk, start, length);
  }

  /** Ends the text, and hands over a last line without an end. @throws TextProblem as `push`. */
  finish(): void {
    if (this.carried > 0 && this.carry[this.carried - 1] === CARRIAGE_RETURN) {
      this.refuseCarriageReturn();
    }
    if (!this.ascii) this.decode(undefined);
    if (this.carried > 0) this.countLine();
    if (this.carried > 0) this.sink(this.carry, 0, this.carried);
    this.carried = 0;
  }

  private endLine(chunk: Uint8Array, start: number, end: number): void {
    if (this.carried > 0) {
      this.carryOver(chunk, start, end);
      const whole = this.carried;
      this.carried = 0;
      this.deliver(this.carry, 0, whole);
    } else {
      if (end - start > MAX_LINE_BYTES) this.refuseLength();
      this.deliver(chunk, start, end);
    }
  }

  private deliver(bytes: Uint8Array, start: number, end: number): void {
    this.countLine();
    const isReturned = end > start && bytes[end - 1] === CARRIAGE_RETURN;
    this.sink(bytes, start, isReturned ? end - 1 : end);
  }

  private countLine(): void {
    this.lines++;
    if (this.lines > MAX_ROWS) {
      throw new TextProblem("the file has more than 100 million lines; cut it", null);
    }
  }

  /** Copies the start of a line, since the chunk's memory may be used again by the stream. */
  private carryOver(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.carried + end - start;
    if (needed > MAX_LINE_BYTES) this.refuseLength();
    if (needed > this.carry.length) {
      const wider = new Uint8Array(2 * needed);
      wider.set(this.carry.subarray(0, this.carried));
      this.carry = wider;
    }
    this.carry.set(chunk.subarray(start, end), this.carried);
    this.carried = needed;
  }

  private refuseLength(): never {
    throw new TextProblem("the line is longer than 16 MiB", this.lines + 1);
  }

  private refuseCarriageReturn(): never {
    throw new TextProblem(
      "a carriage return without a line feed after it; lines must end in LF or CR LF",
      this.lines + 1,
    );
  }

  private checkEncoding(chunk: Uint8Array): void {
    this.ascii &&= isAscii(chunk);
    if (!this.ascii) this.decode(chunk);
  }

  private decode(chunk: Uint8Array | undefined): void {
    try {
      this.decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      const isBinary = chunk?.includes(0) === true;
      const remedy = "not UTF-8 text; convert it, for instance with iconv -t UTF-8";
      throw new TextProblem(isBinary ? "binary data, not text" : remedy, null);
    }
  }
}

/** Length of the byte order mark at the start of a file, if there is one. */
function skipMark(chunk: Uint8Array): number {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
}
