import type { InspectedFile, TextFile } from "./inspect-file.ts";
import { JsonCells, parseObject } from "./json-cells.ts";
import { LogCells } from "./log-cells.ts";
import { formatLog } from "./log-format.ts";
import { parseTemplate } from "./log-template.ts";
import { readLines } from "./read-lines.ts";
import { ARRIVAL, ELAPSED } from "./row-cells.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut, slotNames } from "./row-layout.ts";
import type { RowLayout } from "./row-layout.ts";
import { fileError } from "./trace-error.ts";

/** What Envoy writes unless told otherwise. */
const ENVOY_FORMAT =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" ' +
  "%RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% " +
  '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" ' +
  '"%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';

/**
 * Access logs of Envoy, as text or as JSON.
 *
 * `%START_TIME%` is when the request came. `%DURATION%` (milliseconds) goes until the last byte was
 * sent, the wait included: it is reported, never taken for a service time.
 *
 * @param format - A format string; null for the default. JSON has keys like `start_time` and
 *   `duration` and needs none.
 * @throws TraceError when the file is of another form.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 */
export function formatEnvoy(
  file: InspectedFile,
  format: string | null,
  onError: "error" | "skip",
): RowFormat {
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file, not a log of envoy; use `format: columns`");
  }
  if (format === null && file.firstLine.trimStart().startsWith("{")) return formatJson(file);
  const written = (format ?? ENVOY_FORMAT).replace(/(?:\\n|\n)$/u, "");
  const template = parseTemplate(
    written,
    /%([A-Z0-9_]+)(?:\([^)%]*(?:%[^)%]*)*\))?(?::[0-9]+)?%/gu,
    () => null,
  );
  const names = new Set(template?.fields.map(({ name }) => name));
  if (template === null || !names.has("START_TIME")) {
    throw fileError(
      file.path,
      "`workload.trace.logFormat` must hold %START_TIME%, with a text between any two operators",
    );
  }
  const wanted = names.has("DURATION") ? ["START_TIME", "DURATION"] : ["START_TIME"];
  const cells = new LogCells(template, wanted, (fields, texts) => {
    texts[ARRIVAL] = fields[0];
    texts[ELAPSED] = fields[1] ?? null;
  });
  return formatLog(file, layoutOf("%START_TIME%", wanted[1] ?? null), cells, written, onError);
}

function formatJson(file: TextFile): RowFormat {
  const keys = Object.keys(parseObject(file.firstLine) ?? {});
  const find = (word: string): string | null =>
    keys.find((key) => key.toLowerCase().replaceAll(/[^a-z]/gu, "") === word) ?? null;
  const start = find("starttime") ?? find("timestamp");
  if (start === null) {
    throw fileError(file.path, "is JSON without a key like start_time for %START_TIME%", 1);
  }
  const layout = layoutOf(start, find("duration"));
  const cells = new JsonCells(slotNames(layout));
  return { layout, read: (collector) => readLines(file, cells, collector) };
}

function layoutOf(start: string, duration: string | null): RowLayout {
  return layOut(
    { name: start, kind: "either", unit: null },
    { elapsed: duration === null ? null : { name: duration, perSecond: 1000, isLead: false } },
  );
}
