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
export function unpack<Value>(bytes: Buffer): Value {
  return deserialize(inflateRawSync(bytes)) as Value;
}
