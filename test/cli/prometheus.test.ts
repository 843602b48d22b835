import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";
import { loadScenario, loadTraces } from "../../src/cli/load-scenario.ts";
import type { GenerateSection } from "../../src/scenario/scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "tailcap-prometheus-"));
let scenarios = 0;
const servers: Server[] = [];
const children: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

function scenarioWith(prometheus: string): string {
  const path = join(folder, `s${scenarios++}.yaml`);
  writeFileSync(
    path,
    `name: chat
workload:
  prometheus: ${prometheus}
service: {kind: continuous, step: {base: 6ms}, maxBatchedTokens: 2048, maxSequences: 256}
fleet: {replicas: 1, price: $4/h}
slo: {objectives: [{p95: 8s}]}
`,
  );
  return path;
}

interface Loaded {
  readonly generate: GenerateSection;
  readonly notes: readonly string[];
}

async function load(prometheus: string): Promise<Loaded> {
  const scenario = scenarioWith(prometheus);
  const parsed = await loadScenario({ scenario, set: [], seed: undefined, jobs: undefined });
  const { workload } = parsed.scenario;
  if (!("generate" in workload)) return expect.fail("no generator");
  const [{ notes }] = await loadTraces(parsed, scenario);
  return { generate: workload.generate, notes };
}

const T = 1_763_640_000;

function answer(...values: readonly string[]): object {
  const points = values.map((text, index) => [T + 60 * index, text]);
  const result = [{ metric: {}, values: points }];
  return { status: "success", data: { resultType: "matrix", result } };
}

/** A server that answers like Prometheus; its address, and the queries that came. */
async function serve(reply: (query: URLSearchParams) => string): Promise<[string, URL[]]> {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    asked.push(url);
    response.end(reply(url.searchParams));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") return expect.fail("no port");
  return [`http://127.0.0.1:${address.port}`, asked];
}

describe("workload.prometheus", () => {
  it("reads a saved answer, and several of them from one file or one each", async () => {
    const buckets = {
      status: "success",
      data: {
        resultType: "matrix",
        result: ["100", "+Inf"].map((le) => ({ metric: { le }, values: [[T, "5"]] })),
      },
    };
    const rate = answer("2", "3", "4");
    writeFileSync(join(folder, "rate.json"), JSON.stringify(rate));
    writeFileSync(join(folder, "in.json"), JSON.stringify(buckets));
    writeFileSync(
      join(folder, "all.json"),
      JSON.stringify({ rate, input: buckets, output: buckets }),
    );
    const one = await load("{file: all.json}");
    const each = await load("{file: {rate: rate.json, input: in.json, output: in.json}}");
    expect(each.generate).toEqual(one.generate);
    expect(one.generate).toMatchObject({
      duration: 180,
      arrivals: {
        process: "schedule",
        points: [
          [0, 2],
          [30, 2],
          [90, 3],
          [150, 4],
          [180, 4],
        ],
      },
      input: { distribution: "empirical" },
    });
    expect(one.notes[0]).toMatch(/^all\.json: about 540 requests in 180 s/);
    await expect(load("{file: rate.json}")).rejects.toThrow("workload.generate.input is required");
  });

  it("asks a server for whole steps up to a time, with the step filled in", async () => {
    const [url, asked] = await serve((query) =>
      JSON.stringify(
        query.get("query")?.includes("le") === true
          ? {
              status: "success",
              data: {
                resultType: "matrix",
                result: ["10", "+Inf"].map((le) => ({ metric: { le }, values: [[T, "5"]] })),
              },
            }
          : answer("1", "2"),
      ),
    );
    const { notes } = await load(
      `{url: "${url}/below", preset: vllm, selector: 'job="chat"', range: 10m, step: 30s, end: '2026-11-20T12:00:10Z'}`,
    );
    const [first] = asked;
    expect(first.pathname).toBe("/below/api/v1/query_range");
    expect(Object.fromEntries(first.searchParams)).toEqual({
      query: 'sum(rate(vllm:request_success_total{job="chat"}[30s]))',
      // 12:00:00 and 19 steps before it.
      start: String(Date.UTC(2026, 10, 20, 12) / 1000 - 570),
      end: String(Date.UTC(2026, 10, 20, 12) / 1000),
      step: "30",
    });
    expect(asked).toHaveLength(5);
    expect(notes.at(-1)).toContain("aborted and rejected requests are not in its counts");
  });

  it("says what a server answered instead", async () => {
    const [failing] = await serve(() =>
      JSON.stringify({ status: "error", errorType: "bad_data", error: "parse error" }),
    );
    await expect(load(`{url: "${failing}", rate: up}`)).rejects.toThrow(
      `${failing}: rate Prometheus says bad_data: parse error`,
    );
    const [html] = await serve(() => "<html>");
    await expect(load(`{url: "${html}", rate: up}`)).rejects.toThrow("no JSON: is it Prometheus?");
    await expect(load('{url: "http://127.0.0.1:9", rate: up}')).rejects.toThrow("no answer from");
    await expect(load("{file: none.json}")).rejects.toThrow("no such file");
  });

  it.each([
    ["{}", "must have url or file"],
    ['{url: "http://a:9090"}', "must have preset or rate"],
    ['{url: "prom:9090", preset: vllm}', "must be an address such as http://localhost:9090"],
    ['{url: "http://a", file: b.json, preset: vllm}', "must have url or file, got both"],
    ['{url: "http://a", preset: vllm, range: 30d}', "must be at most 11,000 steps long, got 43200"],
    ['{url: "http://a", preset: vllm, end: noon}', "must be a time with its zone"],
  ])("refuses %s", async (written, message) => {
    await expect(load(written)).rejects.toThrow(message);
  });
});

/** Folder of the programs prometheus and promtool; null if they aren't there. */
function findPrometheus(): string | null {
  const paths = [process.env["PROMETHEUS_BIN"] ?? "", ...(process.env["PATH"] ?? "").split(":")];
  const found = paths
    .filter((path) => path !== "")
    .find((path) => {
      try {
        execFileSync(join(path, "promtool"), ["--version"], { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    });
  return found ?? null;
}

/** Seconds between scrapes, and scrapes: an hour from `T`. */
const SCRAPE = 15;
const SCRAPES = 240;

/** Requests done by a scrape. */
function doneBy(scrape: number): number {
  return 2 * SCRAPE * Math.min(scrape, 120) + 6 * SCRAPE * Math.max(0, scrape - 120);
}

/** Counters of a service whose rate is 2/s for half an hour and 6/s for another, as OpenMetrics. */
function openMetrics(): string {
  const lines: string[] = [];
  const series = (name: string, labels: string, share: number): void => {
    for (let scrape = 0; scrape <= SCRAPES; scrape++) {
      lines.push(`${name}{${labels}} ${share * doneBy(scrape)} ${T + SCRAPE * scrape}`);
    }
  };
  lines.push("# TYPE vllm:request_success counter");
  series("vllm:request_success_total", 'model_name="llama"', 1);
  for (const [name, bounds, mean] of [
    ["vllm:request_prompt_tokens", { "100": 0.25, "1000": 1, "+Inf": 1 }, 400],
    ["vllm:request_generation_tokens", { "10": 0.5, "200": 0.9, "+Inf": 1 }, 80],
  ] as const) {
    lines.push(`# TYPE ${name} histogram`);
    for (const [le, share] of Object.entries(bounds)) {
      series(`${name}_bucket`, `model_name="llama",le="${le}"`, share);
    }
    series(`${name}_count`, 'model_name="llama"', 1);
    series(`${name}_sum`, 'model_name="llama"', mean);
  }
  return [...lines, "# EOF", ""].join("\n");
}

const programs = findPrometheus();

async function startPrometheus(bin: string): Promise<string> {
  const metrics = join(folder, "metrics.txt");
  const data = join(folder, "data");
  writeFileSync(metrics, openMetrics());
  writeFileSync(join(folder, "prometheus.yml"), "{}");
  execFileSync(
    join(bin, "promtool"),
    ["tsdb", "create-blocks-from", "openmetrics", metrics, data],
    {
      stdio: "ignore",
    },
  );
  const [free] = await serve(() => "");
  const port = Number(new URL(free).port);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const child = spawn(
    join(bin, "prometheus"),
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${data}`,
      "--storage.tsdb.retention.time=100y",
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Prometheus did not start");
}

describe.skipIf(programs === null)(
  "a real Prometheus (skipped unless prometheus and promtool are on the PATH or in PROMETHEUS_BIN)",
  () => {
    it("gives back the traffic that it was told of", async () => {
      const url = await startPrometheus(programs ?? "");
      const end = new Date(1000 * (T + 3600)).toISOString();
      const { generate, notes } = await load(
        `{url: "${url}", preset: vllm, selector: 'model_name="llama"', range: 50m, step: 1m, end: '${end}'}`,
      );
      expect(generate.duration).toBe(3000);
      if (generate.arrivals.process !== "schedule") return expect.fail("no schedule");
      // From minute 10 on: 20 minutes at 2/s, then 30 at 6/s.
      const { points } = generate.arrivals;
      const rateAt = (minute: number): number =>
        points.find(([time]) => time === 60 * minute + 30)?.[1] ?? NaN;
      expect([0, 10, 18, 21, 40].map(rateAt)).toEqual(
        [2, 2, 2, 6, 6].map((rate) => expect.closeTo(rate, 6)),
      );
      const { input, output } = generate;
      if (input === null || !("quantiles" in input)) return expect.fail("no law");
      if (output === null || !("quantiles" in output)) return expect.fail("no law");
      expect(input.quantiles).toContainEqual([expect.closeTo(0.25, 6), 100]);
      expect(output.quantiles).toContainEqual([expect.closeTo(0.5, 6), 10]);
      expect(output.quantiles).toContainEqual([expect.closeTo(0.9, 6), 200]);
      expect(notes.join("\n")).toContain("output: 10% are longer than 200");
      // The sums say 400 and 80; the buckets (50.5 + 3 · 550)/4 and so on.
      expect(notes.join("\n")).toContain("input: mean 425 tokens, 6.3% above the true 400");
    }, 60_000);
  },
);
