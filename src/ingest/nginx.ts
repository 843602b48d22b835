import type { InspectedFile } from "./inspect-file.ts";
import { LogCells } from "./log-cells.ts";
import { formatLog } from "./log-format.ts";
import { parseTemplate } from "./log-template.ts";
import type { LogTemplate } from "./log-template.ts";
import { ARRIVAL, ELAPSED } from "./row-cells.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";

/** `combined`, which nginx writes unless told otherwise, and the time that a request took. */
const NGINX_FORMAT =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent ' +
  '"$http_referer" "$http_user_agent" $request_time';

/** Variables that say when a line was written, the most precise first. */
const CLOCKS = ["msec", "time_iso8601", "time_local"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const TIME_LOCAL =
  /^([0-9]{2})\/([A-Z][a-z]{2})\/([0-9]{4}):([0-9]{2}:[0-9]{2}:[0-9]{2}) ([+-][0-9]{4})$/u;

/**
 * Access logs of nginx by their `log_format`.
 *
 * A line is written when the request has ended, so it came `$request_time` before. That time has
 * the wait and the client's reading in it: it is reported, never taken for a service time. Lists in
 * `$upstream_…` variables (a request that was passed on several times) are one request.
 *
 * @param format - As nginx has it; null for `combined` and `$request_time`.
 * @throws TraceError when the format lacks a time, or the file is of another one.
 * @see https://nginx.org/en/docs/http/ngx_http_log_module.html
 */
export function formatNginx(
  file: InspectedFile,
  format: string | null,
  onError: "error" | "skip",
): RowFormat {
  const written = format ?? NGINX_FORMAT;
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file, not a log of nginx; use `format: columns`");
  }
  const template = parseTemplate(written, /\$\{?([a-z0-9_]+)\}?/gu, patternOf);
  const clock = CLOCKS.find((name) => has(template, name));
  if (template === null || clock === undefined || !has(template, "request_time")) {
    throw fileError(
      file.path,
      "`workload.trace.logFormat` must hold $request_time and one of $msec, $time_iso8601 and " +
        "$time_local, with a text between any two variables",
    );
  }
  const layout = layOut(
    {
      name: `$${clock}`,
      kind: clock === "msec" ? "number" : "timestamp",
      tick: clock === "msec" ? null : 1,
    },
    { elapsed: { name: "$request_time", perSecond: 1, isLead: true } },
  );
  const cells = new LogCells(template, [clock, "request_time"], ([time, elapsed], texts) => {
    texts[ARRIVAL] = clock === "time_local" ? toIso(time) : time;
    texts[ELAPSED] = elapsed;
  });
  return formatLog(file, layout, cells, written, onError);
}

function has(template: LogTemplate | null, name: string): boolean {
  return template?.fields.some((field) => field.name === name) === true;
}

/** Times and what is listed for each server that a request was passed to hold spaces and commas. */
function patternOf(name: string): RegExp | null {
  if (name === "msec" || name === "request_time") return /[0-9.-]+/uy;
  if (!name.startsWith("upstream_")) return null;
  return /[^\s,"]*(?:(?:, | : )[^\s,"]*)*/uy;
}

/** `10/Oct/2025:13:55:36 -0700` as ISO 8601; other texts as they are. */
function toIso(text: string): string {
  const match = TIME_LOCAL.exec(text);
  const month = MONTHS.indexOf(match?.[2] ?? "") + 1;
  if (match === null || month === 0) return text;
  return `${match[3]}-${String(month).padStart(2, "0")}-${match[1]}T${match[4]}${match[5]}`;
}
