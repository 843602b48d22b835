import { describe, expect, it } from "vitest";
import { MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf, splitMark } from "./problems.ts";

describe("names, keys and seeds", () => {
  refuseEach("refuses", [
    [
      MINIMAL,
      "name: tiny",
      "name: ‸Tiny_1",
      "name",
      "must be lower-case letters, digits and dashes",
      "output folder",
    ],
    [MINIMAL, "name: tiny", "name: ‸12", "name", "got 12", "quotes"],
    [MINIMAL, "name: tiny", `name: ‸${"x".repeat(101)}`, "name", "must be lower-case", "100"],
    [MINIMAL, "name: tiny", "name: tiny\ndescription: ‸[a]", "description", "must be a text"],
    [
      MINIMAL,
      "name: tiny",
      "name: tiny\nseed: ‸-1",
      "seed",
      "must be a whole number between 0 and 9007199254740991, got -1",
    ],
    [MINIMAL, "name: tiny", "name: tiny\nseed: ‸1.5", "seed", "must be a whole number"],
    [
      MINIMAL,
      "name: tiny",
      "name: tiny\nseed: ‸12345678901234567890",
      "seed",
      "must be a whole number",
    ],
    [MINIMAL, "name: tiny\n", "‸", "name", "is required", "such as name: chat-burst"],
    [
      MINIMAL,
      "name: tiny",
      "name: tiny\n‸flet: 1",
      "flet",
      "is not a known key; allowed: name, description",
      "did you mean `fleet`?",
    ],
    [
      MINIMAL,
      "price: $1/h",
      "price: $1/h\n  ‸timeout: 3s",
      "fleet.timeout",
      "is not a known key; allowed: replicas, autoscaler, coldStart, warm",
      "`timeout` belongs at client.timeout",
    ],
    [
      MINIMAL,
      "price: $1/h",
      "price: $1/h\n  ‸xyzzy: 3s",
      "fleet.xyzzy",
      "is not a known key",
      "remove it",
    ],
  ]);

  it("points at the parent of a missing key", () => {
    const { text, line, column } = splitMark(
      edit(edit(MINIMAL, "  price: $1/h\n", ""), "fleet:", "‸fleet:"),
    );
    expect(problemsOf(text)).toEqual([
      {
        code: "missing-key",
        path: "fleet.price",
        file: "s.yaml",
        line,
        column,
        message: "fleet.price is required",
        hint: "such as price: $4.10/h",
      },
    ]);
  });
});
