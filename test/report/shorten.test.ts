import { expect, it } from "vitest";
import { shortenAll } from "../../src/report/shorten.ts";

const within = (length: number) => (text: string) => text.length <= length;

it("leaves texts that fit, and cuts the end off those that do not", () => {
  expect(shortenAll(["short", "much too long"], within(8))).toEqual(["short", "much to…"]);
});

it("cuts where the texts do not differ", () => {
  expect(shortenAll(["common-part-a", "common-part-b"], within(9))).toEqual([
    "comm…rt-a",
    "comm…rt-b",
  ]);
  const inside = ["aaaaaaaa1bbbbbb", "aaaaaaaa2bbbbbb"];
  expect(shortenAll(inside, within(8))).toEqual(["…1bbbbbb", "…2bbbbbb"]);
});

it("numbers what no cut tells apart, and keeps equal texts equal", () => {
  const texts = ["aaaaaaaa1bbbbbbbb", "aaaaaaaa2bbbbbbbb", "aaaaaaaa1bbbbbbbb"];
  expect(shortenAll(texts, within(8))).toEqual(["aaa… (1)", "aaa… (2)", "aaa… (1)"]);
});
