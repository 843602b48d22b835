import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, readTraceError, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const INFORMATION = "for comparison only, since they are no service times";

const nginxLine = (msec: string, upstream: string, seconds: string): string =>
  `::1 [10/Oct/2025:13:55:36 +0200] ${msec} "GET / HTTP/2.0" 200 ${upstream} ${seconds}`;
const envoyLine = (start: string, duration: number): string =>
  `[${start}] "POST /api/v1/locations HTTP/2" 204 - 154 0 ${duration} 100 "10.0.35.28" "nsq"2"http" "cc21" "locations" "tcp://10.0.2.1:80"`;
const albLine = (times: string, created: string, agent = "curl/7.46.0"): string =>
  `http 2025-07-02T22:23:09.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 ${times} 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "${agent}" - - arn:aws:tg "Root=1-58337262" "-" "-" 0 ${created} "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`;

describe("nginx", () => {
  const nginx = { format: "nginx" } as const;
  const agent = "Mozilla/5.0 (a, b) \\x22x\\x22";
  const combined = (time: string, seconds: string, request = "POST /v1/chat HTTP/1.1"): string =>
    `10.0.0.1 - - [${time}] "${request}" 200 612 "-" "${agent}" ${seconds}`;

  it("takes the time a request took back from $msec, which two clocks on a line may hold", async () => {
    const logFormat =
      '$remote_addr [$time_local] $msec "$request" $status $upstream_addr $upstream_response_time $request_time';
    const text = [
      nginxLine("1760097336.500", "10.0.0.2:80 0.100", "0.250"),
      nginxLine(
        "1760097336.750",
        "10.0.0.2:80, 10.0.0.3:80 : unix:/run/a 0.100, 0.300 : -",
        "0.750",
      ),
      nginxLine("1760097340.000", "- -", "0.000"),
    ].join("\n");
    const rows = await readTrace(
      folder.write("msec.log", text),
      traceSection({ ...nginx, logFormat }),
    );
    expect([...rows.arrivals]).toEqual([0, 0.25, 4]);
    expect(rows.durations).toHaveLength(0);
    expect(rows.notes).toEqual([
      "rows were not in arrival order: 1 row sorted",
      "arrivals start at 1760097336 s, which is Unix time: t = 0 is the earliest, 2025-10-10T11:55:36Z",
      `logged durations, waiting included: median 0.25 s, p99 0.75 s; ${INFORMATION}`,
    ]);
  });

  it("reads combined and $request_time by default, and says what whole seconds cost", async () => {
    const text = [
      combined("10/Oct/2025:13:55:36 -0700", "0.250"),
      combined("10/Oct/2025:13:55:37 -0700", "1.000", "GET /a\\x22b HTTP/1.1"),
      combined("31/Oct/2025:00:00:00 +0000", "0.000"),
    ].join("\r\n");
    const rows = await readTrace(folder.write("access.log", text), traceSection(nginx));
    // From 10 October 20:55:35.75 UTC to the end of the 30th: 20 days and 3 h 4 min 24.25 s.
    expect([...rows.arrivals]).toEqual([0, 0.25, 20 * 86_400 + 11_064.25]);
    expect(rows.notes.at(-1)).toBe(
      "the log's clock has a 1 s tick, so arrivals are up to 1 s early: log a finer time, or spread them with `workload.trace.dequantize: true`",
    );
  });

  it("spreads whole seconds over their second, the ends in the order of the lines", async () => {
    const lines = Array.from({ length: 40 }, (_, index) =>
      combined(`10/Oct/2025:13:55:0${Math.floor(index / 4)} +0000`, "0.000"),
    );
    const path = folder.write("second.log", lines.join("\n"));
    const rows = await readTrace(path, traceSection({ ...nginx, dequantize: true }), 7);
    const offsets = rows.arrivals.map((time, row) => time - Math.floor(row / 4));
    expect(offsets.every((offset) => offset >= 0 && offset < 1)).toBe(true);
    expect(new Set(offsets).size).toBe(40);
    expect(rows.notes.at(-1)).toBe(
      "spread the ends of requests uniformly inside the 1 s tick of the log (seed 7)",
    );
  });

  it("reads a format written as JSON", async () => {
    const logFormat = '{"time":"$time_iso8601","rt":$request_time,"path":"$uri"}';
    const text = '{"time":"2025-10-10T13:55:36+00:00","rt":0.500,"path":"/a \\"b"}\n';
    const rows = await readTrace(
      folder.write("json.log", text),
      traceSection({ ...nginx, logFormat }),
    );
    expect(rows.arrivals).toHaveLength(1);
  });

  it("says where the first line departs from the format, and which format it is", async () => {
    const path = folder.write(
      "plain.log",
      '10.0.0.1 - - [10/Oct/2025:13:55:36 -0700] "GET /" 200 1\n',
    );
    const error = await readTraceError(path, nginx);
    expect(error.message).toContain(
      'line 1: departs from the log format at character 55: "1", where a field and " \\"" should be; the format read is $remote_addr',
    );
    expect(error.message).toContain("set `workload.trace.logFormat`");
  });

  it("lists later lines of another form, and leaves them out on request", async () => {
    const good = combined("10/Oct/2025:13:55:36 +0000", "0.250");
    const text = [good, "garbage", combined("10/Foo/2025:13:55:36 +0000", "1"), good].join("\n");
    const path = folder.write("mixed.log", text);
    const error = await readTraceError(path, nginx);
    expect(error.problems.map(({ line, message }) => [line, message.slice(0, 60)])).toEqual([
      [2, 'departs from the log format at character 1: "garbage", where'],
      [3, "$time_local must be a timestamp like 2023-11-16 18:15:46.680"],
    ]);
    const rows = await readTrace(path, traceSection({ ...nginx, onError: "skip" }));
    expect(rows).toMatchObject({ read: 4, skipped: 2 });
    expect(rows.notes[0]).toBe(
      "skipped 2 of 4 rows: 1 with another form than the log format, 1 with an unreadable timestamp",
    );
  });

  it("refuses a format without the times it needs", async () => {
    const path = folder.write("x.log", "1\n");
    const error = await readTraceError(path, { ...nginx, logFormat: "$msec $status" });
    expect(error.message).toContain(
      "`workload.trace.logFormat` must hold $request_time and one of",
    );
  });
});

describe("envoy", () => {
  const envoy = { format: "envoy" } as const;

  it("reads the default format, whose clients may write quotes", async () => {
    const text = [
      envoyLine("2016-04-15T20:17:00.310Z", 226),
      envoyLine("2016-04-15T20:17:00.110Z", 1000),
    ];
    const rows = await readTrace(folder.write("envoy.log", text.join("\n")), traceSection(envoy));
    expect([...rows.arrivals]).toEqual([0, 0.2]);
    expect(rows.notes).toEqual([
      "rows were not in arrival order: 1 row sorted",
      `logged durations, waiting included: median 0.226 s, p99 1 s; ${INFORMATION}`,
    ]);
  });

  it("reads JSON by its keys, a missing duration included", async () => {
    const text = [
      '{"start_time":"2020-11-25T21:26:18.409Z","duration":12,"path":"/"}',
      '{"start_time":"2020-11-25T21:26:19.409Z","duration":null,"path":"/"}',
    ].join("\n");
    const rows = await readTrace(folder.write("envoy.json", text), traceSection(envoy));
    expect([...rows.arrivals]).toEqual([0, 1]);
    expect(rows.notes).toEqual([
      `logged durations, waiting included: median 0.012 s, p99 0.012 s; ${INFORMATION}`,
    ]);
  });

  it("reads a format of its own, with Unix time", async () => {
    const logFormat = "%REQ(X-ID)% %START_TIME(%s.%3f)% %DURATION%\\n";
    const text = "a 1700000000.250 5\nb 1700000001.500 5\n";
    const rows = await readTrace(
      folder.write("own.log", text),
      traceSection({ ...envoy, logFormat }),
    );
    expect([...rows.arrivals]).toEqual([0, 1.25]);
  });
});

describe("alb", () => {
  const alb = { format: "alb" } as const;
  it("takes when a request was made, not when it was answered", async () => {
    const text = [
      albLine("0.001 0.250 0.049", "2025-07-02T22:22:48.364000Z"),
      albLine("0.001 20.000 0.000", "2025-07-02T22:22:48.114000Z", 'a \\"b\\" c'),
    ].join("\n");
    const rows = await readTrace(folder.write("alb.log.gz", gzipSync(text)), traceSection(alb));
    expect([...rows.arrivals]).toEqual([0, 0.25]);
    expect(rows.notes.at(-1)).toBe(
      `logged durations, waiting included: median 0.3 s, p99 20 s; ${INFORMATION}`,
    );
  });

  it("keeps requests that no target answered unless told otherwise", async () => {
    const text = [
      albLine("0.001 0.250 0.049", "2025-07-02T22:22:48.364000Z"),
      albLine("-1 -1 -1", "2025-07-02T22:22:49.364000Z"),
    ].join("\n");
    const path = folder.write("minus.log", text);
    const kept = await readTrace(path, traceSection(alb));
    expect([...kept.arrivals]).toEqual([0, 1]);
    expect(kept.notes[0]).toBe(
      "changed rows: 1 with a processing time of -1 (no answer from a target): kept",
    );
    const left = await readTrace(path, traceSection({ ...alb, failed: "skip" }));
    expect(left).toMatchObject({ read: 2, skipped: 1 });
  });

  it("refuses lines of before 2018, which lack the time", async () => {
    const path = folder.write("old.log", "http 2017-08-10T18:25:56Z app/x 1.2.3.4:5 - 0 0 0 200\n");
    const error = await readTraceError(path, alb);
    expect(error.problems).toEqual([
      {
        row: 1,
        line: 1,
        message: "expected at least 22 fields up to request_creation_time, got 9",
      },
    ]);
  });
});
