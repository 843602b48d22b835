import type { TableBuilder } from "./benchmark-table.ts";

/** True of what hey prints. */
export function isHey(text: string): boolean {
  return /^\s*Average:\s+[\d.]+ secs/mu.test(text) && /^\s*Requests\/sec:/mu.test(text);
}

/** Reads what hey prints (0.1.4, 2020), in seconds: a closed loop of unknown size. */
export function readHey(text: string, source: string, table: TableBuilder): void {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);
  const latency = number(/^\s*Average:\s+([\d.]+) secs/mu);
  const throughput = number(/^\s*Requests\/sec:\s+([\d.]+)/mu);
  const found = text.matchAll(/^\s*([\d.]+)%? in ([\d.]+) secs/gmu);
  table.add(
    {
      source,
      // Little's law: hey doesn't print how many workers it had.
      load: { loop: "closed", concurrency: Math.max(1, Math.round(latency * throughput)) },
      latency,
      quantiles: Array.from(found, ([, percent, seconds]) => [
        Number(percent) / 100,
        Number(seconds),
      ]),
      throughput,
    },
    {},
  );
}

/** True of what wrk or wrk2 prints. */
export function isWrk(text: string): boolean {
  return /threads and \d+ connections/u.test(text) && /^\s*Requests\/sec:/mu.test(text);
}

const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const TIME = /^([\d.]+)(us|ms|s|m|h)$/u;

/**
 * Reads what wrk (4.x) or wrk2 prints. wrk keeps its connections busy, a closed loop; wrk2 sends at
 * equal gaps and counts latency from when a request was due.
 */
export function readWrk(text: string, source: string, table: TableBuilder): void {
  const throughput = Number(/^\s*Requests\/sec:\s+([\d.]+)/mu.exec(text)?.[1] ?? NaN);
  const connections = Number(/threads and (\d+) connections/u.exec(text)?.[1] ?? NaN);
  const mean = /^#\[Mean\s+=\s+([\d.]+)/mu.exec(text)?.[1];
  const average = secondsOf(/^\s*Latency\s+(\S+)\s+\S+\s+\S+\s+\S+%/mu.exec(text)?.[1] ?? "");
  const latency = mean === undefined ? average : Number(mean) / 1e3;
  if (latency === null || !(throughput > 0)) {
    table.skip(source, "has no mean latency or no requests per second");
    return;
  }
  const isOpen = /Thread calibration|HdrHistogram/u.test(text);
  const rows = text.matchAll(/^\s*([\d.]+)%\s+([\d.]+(?:us|ms|s|m|h))\s*$/gmu);
  const quantiles = Array.from(rows, ([, percent, time]) => {
    return [Number(percent) / 100, secondsOf(time) ?? NaN] as const;
  });
  table.add(
    {
      source,
      load: isOpen
        ? { loop: "open", rate: throughput, cv: 0 }
        : { loop: "closed", concurrency: connections },
      latency,
      quantiles: quantiles.filter(([share]) => share < 1),
      throughput,
    },
    {},
  );
}

function secondsOf(text: string): number | null {
  const match = TIME.exec(text);
  return match === null ? null : Number(match[1]) * SECONDS[match[2]];
}
