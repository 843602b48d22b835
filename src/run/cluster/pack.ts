import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Plain data, typed arrays and all, as few bytes; `unpack` gives it back to the last bit. */
export function pack(value: unknown): Buffer {
  return deflateRawSync(serialize(value), { level: 1 });
}

/**
 * What `pack` was given.
 *
 * @throws Error if the bytes are damaged.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- as JSON.parse: what it is, the key says
export function unpack(bytes: Buffer): any {
  // oxlint-disable-next-line typescript/no-unsafe-return -- likewise
  return deserialize(inflateRawSync(bytes));
}
