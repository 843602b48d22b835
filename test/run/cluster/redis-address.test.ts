import { describe, expect, it } from "vitest";
import { parseRedisAddress } from "../../../src/run/cluster/redis-address.ts";

describe("parseRedisAddress", () => {
  it.each([
    ["redis://queue", "redis://queue", false, 0],
    ["redis://queue:6380/", "redis://queue:6380", false, 0],
    ["rediss://team:s%2Fe@queue:6380/2", "rediss://…@queue:6380/2", true, 2],
    ["redis://:se@queue/15", "redis://…@queue/15", false, 15],
    ["redis://team:se%40t@[::1]:6379", "redis://…@[::1]:6379", false, 0],
    ["redis://team:s@e@queue", "redis://…@queue", false, 0],
    ["redis://queue?family=6&password=se", "redis://queue", false, 0],
  ])("shows %s as %s", (text, shown, isTls, database) => {
    expect(parseRedisAddress(text)).toMatchObject({ shown, isTls, database });
  });

  it.each([
    "",
    "queue:6379",
    "http://queue",
    "redis://",
    "redis:///2",
    "redis://team:sec/ret@queue",
    "redis://team:12/sec@queue",
    "redis://team:12?sec@queue",
    "redis://team:12#sec@queue",
    "redis://team:12#sec",
    "redis://team:sec%zz@queue",
    "redis://queue/sec",
    "redis://queue/1/2",
  ])("refuses %j, and shows nothing of it", (text) => {
    expect(() => parseRedisAddress(text)).toThrow(/^--redis (?!.*(sec|12))/);
  });
});
