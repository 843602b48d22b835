import { isAscii } from "node:buffer";
import { TextDecoder } from "node:util";

import { MAX_ROWS } from "./trace-rows.ts";

/** The longest line a trace may have, in bytes. */
export const MAX_LINE_BYTES: number = 16 * 1024 * 1024;

/** What one pass over the bytes of a text file shows. */
export interface LineCensus {
  /** Lines, blank ones and an unfinished last one included. */
  readonly lines: number;
  /** Bytes of the longest line, without its end. */
  readonly longest: number;
  /** Whether any line ends in CR LF. */
  readonly carriageReturns: boolean;
  /** The first line of more than spaces and tabs, without mark and end; null if there is none. */
  readonly firstLine: string | null;
}

/** A reason why bytes are no usable text; the caller adds the file's name. */
export class TextProblem extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.name = "TextProblem";
    this.line = line;
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

/**
 * Counts lines in a stream of chunks and refuses what the SQL line reader behind it would misread
 * in silence: binary data, invalid UTF-8, carriage returns inside a line, endless lines.
 */
export class LineScanner {
  private lines = 0;
  private longest = 0;
  private lineBytes = 0;
  private lineHasText = false;
  private afterCarriageReturn = false;
  private carriageReturns = false;
  private firstLine: string | null = null;
  private head: Uint8Array[] = [];
  private ascii = true;
  private readonly decoder: TextDecoder = new TextDecoder("utf-8", { fatal: true });

  /** @throws TextProblem when the bytes so far can't be those of a usable text file. */
  push(chunk: Uint8Array): void {
    this.checkEncoding(chunk);
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte > SPACE) {
        if (this.afterCarriageReturn) this.refuseCarriageReturn();
        this.lineHasText = true;
      } else if (byte === LINE_FEED) {
        this.endLine(chunk.subarray(start, index), true);
        start = index + 1;
      } else if (byte <= 1) {
        throw new TextProblem("binary data, not text", this.lines + 1);
      } else {
        if (this.afterCarriageReturn) this.refuseCarriageReturn();
        if (byte === CARRIAGE_RETURN) this.afterCarriageReturn = true;
      }
    }
    this.continueLine(chunk.subarray(start));
  }

  /** Ends the text. @throws TextProblem as `push` does. */
  finish(): LineCensus {
    if (this.afterCarriageReturn) this.refuseCarriageReturn();
    if (!this.ascii) this.decode(undefined);
    if (this.lineBytes > 0) this.endLine(new Uint8Array(0), false);
    const { lines, longest, carriageReturns, firstLine } = this;
    return { lines, longest, carriageReturns, firstLine };
  }

  private continueLine(part: Uint8Array): void {
    this.lineBytes += part.length;
    if (this.lineBytes > MAX_LINE_BYTES) {
      throw new TextProblem("the line is longer than 16 MiB", this.lines + 1);
    }
    // The chunk's memory may be used again by the stream, so the start of the file is copied.
    if (this.firstLine === null && part.length > 0) this.head.push(part.slice());
  }

  private endLine(part: Uint8Array, finished: boolean): void {
    this.continueLine(part);
    this.carriageReturns ||= finished && this.afterCarriageReturn;
    this.lines++;
    this.longest = Math.max(this.longest, this.lineBytes);
    if (this.lines > MAX_ROWS) {
      throw new TextProblem("the file has more than 100 million lines; cut it", null);
    }
    if (this.firstLine === null) this.takeFirstLine();
    this.lineHasText = false;
    this.lineBytes = 0;
    this.afterCarriageReturn = false;
  }

  private takeFirstLine(): void {
    if (this.lineHasText) {
      const text = Buffer.concat(this.head).toString("utf8");
      const line = text.replace(/^\uFEFF/u, "").replace(/\r$/u, "");
      // A byte order mark may be all there is.
      if (!/^[ \t]*$/u.test(line)) this.firstLine = line;
    }
    this.head = [];
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
      throw new TextProblem("not UTF-8 text; convert it, for instance with iconv -t UTF-8", null);
    }
  }
}
