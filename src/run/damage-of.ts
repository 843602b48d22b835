import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a header page that are read: more than its fields take. */
const HEAD = 256;
/** Places of the fields, as LMDB 1.0 lays them out (`MDB_page`, `MDB_meta` and `MDB_db` of mdb.c). */
const MAGIC = { at: 24, value: 0xbeefc0de };
const PAGE_SIZE = 48;
const LAST_PAGE = 144;
const TRANSACTION = 152;

/**
 * Says what is wrong with a file of LMDB that would kill the process: LMDB maps it into memory and
 * trusts it, and one that was copied in part ends before the last page that its newer header names.
 *
 * @param file - A `data.mdb`.
 * @returns Null if nothing is, or it is missing or empty.
 */
export function damageOf(file: string): string | null {
  if (!existsSync(file)) return null;
  const handle = openSync(file, "r");
  try {
    if (fstatSync(handle).size === 0) return null;
    const first = readHead(handle, 0);
    if (first === null) return "isn't one of LMDB";
    const pageSize = first.getUint32(PAGE_SIZE, true);
    const second = readHead(handle, pageSize) ?? first;
    const newer = transactionOf(second) > transactionOf(first) ? second : first;
    // The size after the headers: another process may be making the file longer.
    const { size } = fstatSync(handle);
    const needed = pageSize * (Number(newer.getBigUint64(LAST_PAGE, true)) + 1);
    return size < needed ? "is cut short" : null;
  } finally {
    closeSync(handle);
  }
}

function readHead(handle: number, position: number): DataView | null {
  const bytes = new DataView(new ArrayBuffer(HEAD));
  const isWhole = readSync(handle, bytes, 0, HEAD, position) === HEAD;
  return isWhole && bytes.getUint32(MAGIC.at, true) === MAGIC.value ? bytes : null;
}

function transactionOf(head: DataView): number {
  return Number(head.getBigUint64(TRANSACTION, true));
}
