import { createHash, type Hash } from "node:crypto";

/**
 * SHA-256 of plain data: null, undefined, booleans, numbers, strings, arrays, typed arrays and
 * objects of these. Equal data has an equal hash, whatever the order of an object's keys; numbers
 * count by their bits, so 0 and −0 differ, and Infinity is what it is.
 *
 * @returns 64 hexadecimal digits.
 * @throws TypeError for anything else, such as a function.
 */
export function contentHash(value: unknown): string {
  const hash = createHash("sha256");
  feed(hash, value);
  return hash.digest("hex");
}

const number = new DataView(new ArrayBuffer(9));

/** Every value goes in behind a letter for its kind and its length, so that none can be mistaken. */
function feed(hash: Hash, value: unknown): void {
  if (typeof value === "number") {
    number.setUint8(0, KIND_NUMBER);
    number.setFloat64(1, value);
    hash.update(number);
  } else if (typeof value === "string") {
    const bytes = Buffer.from(value);
    hash.update(`s${bytes.length}:`).update(bytes);
  } else if (Array.isArray(value)) {
    hash.update(`a${value.length}:`);
    for (const member of value) feed(hash, member);
  } else if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    hash.update(`${value.constructor.name}${value.byteLength}:`).update(bytes);
  } else if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    hash.update(`o${members.length}:`);
    for (const [key, member] of members) {
      feed(hash, key);
      feed(hash, member);
    }
  } else if (value === null || value === undefined || typeof value === "boolean") {
    hash.update(`${value}:`);
  } else {
    throw new TypeError(`can't hash a ${typeof value}`);
  }
}

const KIND_NUMBER = "n".charCodeAt(0);
