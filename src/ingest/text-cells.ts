import { parseNumber, POWERS_OF_TEN, readDecimalText } from "./decimal.ts";
import type { RowCells } from "./row-cells.ts";

/** Cells that are texts already: of a log line, or of a record that the SQL engine returns. */
export class TextCells implements RowCells {
  mantissa = 0;
  decimals = 0;
  /** By slot; null where there is nothing. */
  readonly texts: (string | null)[] = [null, null, null, null, null, null];

  /** Takes the texts of a row, by slot, without the spaces around them. */
  take(texts: readonly (string | null)[]): void {
    for (let slot = 0; slot < this.texts.length; slot++) {
      const text = texts[slot] ?? null;
      this.texts[slot] = text === null ? null : text.trim();
    }
  }

  decimal(slot: number): boolean {
    const text = this.texts[slot];
    return text !== null && readDecimalText(text, this);
  }

  number(slot: number): number {
    if (this.decimal(slot)) return this.mantissa / POWERS_OF_TEN[this.decimals];
    const text = this.texts[slot];
    return text === null ? NaN : parseNumber(text);
  }

  text(slot: number): string | null {
    return this.texts[slot];
  }

  list(): readonly unknown[] | null {
    return null;
  }
}
