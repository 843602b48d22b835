import type { RedisAddress } from "./redis-address.ts";

/** A symptom, and what it says with what can be done about it. */
type Symptom = readonly [
  pattern: RegExp,
  advice: (address: Pick<RedisAddress, "isTls" | "database">) => string,
];

/** The first that matches tells; the words are those of Redis 7, Valkey 8, Node and OpenSSL 3. */
const SYMPTOMS: readonly Symptom[] = [
  [/WRONGPASS|invalid password/i, () => "the user or password is wrong; escape / : @ # % in them"],
  [
    /NOAUTH|Authentication required/i,
    () => "it asks for a password: redis://user:password@host, or redis://:password@host",
  ],
  [/NOPERM/, () => "give its user the right: ~tailcap:* &tailcap:* +@all -@dangerous +info"],
  [
    /DB index|invalid DB/i,
    ({ database }) => `it has no database ${database}: name another at the end of the URL`,
  ],
  [/^OOM /, () => "give it more memory: maxmemory"],
  [
    /ALTNAME/,
    () => "its certificate is for another host: use a name that is in it, or have it issued anew",
  ],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, () => "have its certificate renewed"],
  [
    /CERTIFICATE_REQUIRED|certificate required|HANDSHAKE_FAILURE/i,
    () => "it asks for a certificate of ours, which tailcap can't give: set tls-auth-clients no",
  ],
  [
    /SELF_SIGNED|UNABLE_TO_|CERT_/,
    () => "to trust its CA, name the CA's PEM file in the variable NODE_EXTRA_CA_CERTS",
  ],
  [/wrong version number|WRONG_VERSION/i, () => "it speaks no TLS: redis:// instead of rediss://"],
  [/ENOTFOUND|EAI_AGAIN/, () => "check the name of the host"],
  [/ECONNREFUSED/, () => "start one there, or correct host and port"],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|no answer/,
    ({ isTls }) =>
      isTls
        ? "check host, port and firewall; if it speaks no TLS, redis:// instead of rediss://"
        : "check host, port and firewall",
  ],
  [
    /ECONNRESET|EPIPE|connection (?:is|was) closed|disconnected before/i,
    ({ isTls }) =>
      isTls
        ? "it hung up: check the port, and that it speaks TLS"
        : "it hung up: if it speaks TLS, rediss:// instead of redis://",
  ],
  [/RESP type|protocol error/i, () => "what answers there isn't Redis: check host and port"],
];

/**
 * Says what is wrong with a Redis and what to do about it, in a line without secrets.
 *
 * @param error - Of the client.
 */
export function troubleWith(error: unknown, address: RedisAddress): string {
  const cause = causeOf(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = SYMPTOMS.find(([pattern]) => pattern.test(code) || pattern.test(cause));
  return known === undefined ? cause : `${cause}; ${known[1](address)}`;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // An AggregateError, of a host with several addresses, has no text of its own.
  const text = error.message || ("code" in error ? String(error.code) : error.name);
  const [line] = text.split("\n");
  // Redis's own words on a missing password go on about its protocol.
  return line
    .replace(/^NOAUTH HELLO must.*$/, "NOAUTH")
    .replace(/^Socket timeout\. .* in (\d+)\d{3}ms\.$/, "no answer within $1 s")
    .replace(/( Please report this)?\.$/, "");
}
