import { describe, expect, it } from "vitest";

import { suggestName } from "../../src/ingest/suggest-name.ts";

describe("suggestName", () => {
  it("finds the nearest name, letter case apart", () => {
    expect(suggestName("TIMESTAMP", ["time", "Timestamp"])).toBe("Timestamp");
    expect(suggestName("input_lenght", ["output_length", "input_length"])).toBe("input_length");
    expect(suggestName("t", ["T", "x"])).toBe("T");
  });

  it("stays silent when nothing is near", () => {
    expect(suggestName("arrival", ["prompt", "model"])).toBeNull();
    expect(suggestName("arrival", [])).toBeNull();
  });
});
