import { ClusterError } from "./cluster-error.ts";

/** Where a Redis is, as a user has written it. */
export interface RedisAddress {
  /** For the client, with all secrets. */
  readonly url: string;
  /** For people: without user, password and options. */
  readonly shown: string;
  readonly isTls: boolean;
  /** Number of the database. */
  readonly database: number;
}

const FORM = "redis://user:password@host:6379/0";
const ESCAPES =
  "in a user or password write / as %2F, : as %3A, @ as %40, ? as %3F, # as %23, % as %25";

/**
 * Reads the URL of a Redis. What is wrong with it is said without showing it, since where its
 * password begins and ends is then anyone's guess.
 *
 * @param text - `redis://` or, with TLS, `rediss://`, with user, password and database as needed.
 * @throws ClusterError if it isn't one.
 */
export function parseRedisAddress(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isTls = url?.protocol === "rediss:";
  if (url === null || !(isTls || url.protocol === "redis:") || url.hostname === "") {
    throw new ClusterError(
      `--redis must be a URL such as ${FORM}, or rediss:// for TLS; ${ESCAPES}`,
    );
  }
  const { hash, host, href, pathname, search } = url;
  // An unescaped / ? or # in a password makes the rest of the URL a path, a query or a fragment.
  if (`${pathname}${search}${hash}`.includes("@") || hash !== "" || !isEscaped(url)) {
    throw new ClusterError(`--redis has a character that must be escaped: ${ESCAPES}`);
  }
  const database = /^\/?(\d{0,5})$/.exec(pathname)?.[1];
  if (database === undefined) {
    throw new ClusterError(`--redis must end in the number of a database, such as ${FORM}`);
  }
  const secret = url.username + url.password === "" ? "" : "…@";
  const shown = `${url.protocol}//${secret}${host}${pathname === "/" ? "" : pathname}`;
  return { url: href, shown, isTls, database: Number(database) };
}

function isEscaped({ password, username }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
