/**
 * Rows of a CSV text that arrives in pieces: fields in double quotes may hold commas, line breaks
 * and doubled quotes (RFC 4180). Empty lines are left out.
 */
export async function* readCsvRows(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly string[]> {
  const scanner = new CsvScanner();
  for await (const chunk of chunks) yield* scanner.scan(chunk);
  yield* scanner.scan("\n");
}

/** Where a scan is between two pieces of a text. */
class CsvScanner {
  private row: string[] = [];
  private field = "";
  private isQuoted = false;
  // A quote inside quotes may be the first of two, which the next character tells.
  private wasQuote = false;

  *scan(text: string): Generator<readonly string[]> {
    let at = 0;
    while (at < text.length) {
      if (this.wasQuote) {
        this.wasQuote = false;
        this.isQuoted = text[at] === '"';
        if (this.isQuoted) {
          this.field += '"';
          at++;
        }
      } else if (this.isQuoted) at = this.takeQuoted(text, at);
      else if (text[at] === "\n") {
        at++;
        if (this.row.length > 0 || this.field !== "") yield this.endRow();
      } else at = this.takePlain(text, at);
    }
  }

  private takeQuoted(text: string, from: number): number {
    const quote = text.indexOf('"', from);
    this.field += text.slice(from, quote === -1 ? text.length : quote);
    this.wasQuote = quote !== -1;
    return quote === -1 ? text.length : quote + 1;
  }

  private takePlain(text: string, from: number): number {
    const first = text[from];
    if (first === ",") {
      this.row.push(this.field);
      this.field = "";
      return from + 1;
    }
    if (first === "\r") return from + 1;
    if (first === '"' && this.field === "") {
      this.isQuoted = true;
      return from + 1;
    }
    let end = from + 1;
    while (end < text.length && !",\r\n".includes(text[end])) end++;
    this.field += text.slice(from, end);
    return end;
  }

  private endRow(): readonly string[] {
    const row = [...this.row, this.field];
    this.row = [];
    this.field = "";
    return row;
  }
}
