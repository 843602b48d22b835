import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HAS_OPENSSL, makeCertificates, type Certificates } from "../run/cluster/certificates.ts";
import { freePort, HAS_REDIS, startRedis, type RedisServer } from "../run/cluster/redis-server.ts";
import { openFolder, PROGRAM, type WorkFolder } from "./tailcap.ts";

const SCENARIO = `
name: tiny
workload: {generate: {duration: 30s, arrivals: {process: poisson, rate: 10/s}}}
service: {kind: serial, time: {distribution: exponential, mean: 90ms}}
fleet: {replicas: 1..3, price: $1/h}
slo: {objectives: [{p95: 800ms}]}
run: {replications: 3, warmup: 2s}
`;

/** With every character that a URL gives a meaning. */
const PASSWORD = "s3cr3t/%:@x#?";
const USER = `team:${encodeURIComponent(PASSWORD)}`;

const HAS_TLS = HAS_REDIS && HAS_OPENSSL && canServeTls();
const reason = HAS_TLS ? "" : " (skipped: needs openssl and a redis-server with TLS)";

describe.skipIf(!HAS_TLS)(`a Redis with TLS and passwords${reason}`, () => {
  let certificates: Certificates;
  let folder: WorkFolder;
  let redis: RedisServer;
  let keys = "";
  let tlsPort = 0;
  let plainPort = 0;

  beforeAll(async () => {
    keys = mkdtempSync(join(tmpdir(), "tailcap-keys-"));
    certificates = makeCertificates(keys);
    folder = openFolder({ "s.yaml": SCENARIO });
    tlsPort = await freePort();
    const { ca, certificate, key } = certificates;
    const tls = ["--tls-port", `${tlsPort}`, "--tls-cert-file", certificate, "--tls-key-file", key];
    const clients = ["--tls-ca-cert-file", ca, "--tls-auth-clients", "no"];
    // No more than what the documentation says a user needs.
    const rights = ["~tailcap:*", "&tailcap:*", "+@all", "-@dangerous", "+info"];
    const team = ["--user", "team", "on", `>${PASSWORD}`, ...rights];
    const nobody = ["--user", "default", "off"];
    redis = await startRedis(false, [...tls, ...clients, ...team, ...nobody]);
    plainPort = Number(new URL(redis.url).port);
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(keys, { recursive: true });
  });

  it("gives the result of a local run, and tells its password to no one", async () => {
    const url = `rediss://${USER}@localhost:${tlsPort}/2`;
    const env = { NODE_EXTRA_CA_CERTS: certificates.ca };
    const worker = spawn(process.execPath, [PROGRAM, "worker", "--jobs=1"], {
      env: { ...process.env, ...env, TAILCAP_REDIS: url },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on("data", (part: Buffer) => (said += part.toString()));
    }
    const args = ["run", "s.yaml", "--out=there", "--executor=bullmq", "--redis", url];
    const there = await folder.tailcap([...args, "--progress=json"], { env });
    await folder.tailcap(["run", "s.yaml", "--out=here", "--quiet"]);
    worker.kill("SIGINT");
    expect(await new Promise((resolve) => worker.once("exit", resolve))).toBe(0);
    expect(said).toContain("ready: engine");
    expect(there.stderr).toContain('"done":9');
    expect(folder.read("there/result.json")).toBe(folder.read("here/result.json"));
    const texts = folder.list().map((file) => folder.read(file));
    const all = [said, there.stdout, there.stderr, ...texts].join("\n");
    expect(all).not.toContain("s3cr3t");
  });

  const wrong: readonly (readonly [string, () => string, RegExp])[] = [
    [
      "a wrong password",
      () => `redis://team:secret@localhost:${plainPort}`,
      /WRONGPASS .*; the user or password is wrong/,
    ],
    [
      "no password",
      () => `redis://localhost:${plainPort}`,
      /NOAUTH; it asks for a password: redis:\/\/user:password@host/,
    ],
    [
      "a certificate of an unknown CA",
      () => `rediss://${USER}@localhost:${tlsPort}`,
      /self-signed certificate in certificate chain; .*NODE_EXTRA_CA_CERTS$/,
    ],
    [
      "no TLS where it is needed",
      () => `redis://${USER}@localhost:${tlsPort}`,
      /it hung up: if it speaks TLS, rediss:\/\/ instead of redis:\/\/$/,
    ],
    [
      "TLS where there is none",
      () => `rediss://${USER}@localhost:${plainPort}`,
      /no answer within 5 s; .*if it speaks no TLS, redis:\/\/ instead of rediss:\/\/$/,
    ],
    [
      "a host without a Redis",
      () => `redis://${USER}@localhost:1/2`,
      /ECONNREFUSED.*; start one there, or correct host and port$/,
    ],
    [
      "a host that there isn't",
      () => `redis://${USER}@redis.invalid`,
      /(ENOTFOUND|EAI_AGAIN) redis\.invalid; check the name of the host$/,
    ],
    [
      "a database that there isn't",
      () => `redis://${USER}@localhost:${plainPort}/99`,
      /it has no database 99: name another at the end of the URL$/,
    ],
    [
      "a password whose / isn't escaped",
      () => `redis://team:${PASSWORD}@localhost:${plainPort}`,
      /^--redis .*in a user or password write \/ as %2F/,
    ],
  ];
  it.concurrent.each(wrong)(
    "is refused in one line by a run and a worker for %s",
    async (_, url, line) => {
      const run = ["run", "s.yaml", "--out=none", "--executor=bullmq"];
      const both = [run, ["worker", "--jobs=1"]];
      const ended = both.map((command) => folder.tailcap([...command, "--redis", url()]));
      for (const { code, stderr, stdout } of await Promise.all(ended)) {
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(/^[^\n]+\n$/);
        expect(stderr.trimEnd()).toMatch(line);
        expect(stderr).not.toMatch(/secret|s3cr3t/);
      }
      expect(folder.list().filter((file) => file.startsWith("none"))).toEqual([]);
    },
  );

  it("is refused for a certificate of another host", async () => {
    const env = { NODE_EXTRA_CA_CERTS: certificates.ca };
    const url = `rediss://${USER}@127.0.0.1:${tlsPort}`;
    const { code, stderr } = await folder.tailcap(["worker", "--redis", url], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /; its certificate is for another host: use a name that is in it, .*\n$/,
    );
  });
});

/** A redis-server that was built without TLS doesn't know the option, one with it not the value. */
function canServeTls(): boolean {
  const args = ["--port", "0", "--tls-auth-clients", "nonsense"];
  const { stderr, stdout } = spawnSync("redis-server", args, { encoding: "utf8" });
  return !`${stdout}${stderr}`.includes("Bad directive");
}
