import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a certificate for this machine, and of the private CA that has signed it. */
export interface Certificates {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** Whether certificates can be made here. */
export const HAS_OPENSSL: boolean = spawnSync("openssl", ["version"]).status === 0;

/** Makes a CA and a certificate for localhost that it has signed. */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string): string => join(folder, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const ca = ["-keyout", file("ca.key"), "-out", file("ca.pem")];
  openssl("req", "-x509", ...key, ...ca, "-days", "2", "-subj", "/CN=CA of a test");
  const request = ["-keyout", file("own.key"), "-out", file("own.csr")];
  openssl("req", ...key, ...request, "-subj", "/CN=localhost");
  writeFileSync(file("names"), "subjectAltName=DNS:localhost");
  const signed = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial"];
  const sign = ["-req", "-in", file("own.csr"), ...signed, "-extfile", file("names")];
  openssl("x509", ...sign, "-out", file("own.pem"), "-days", "2");
  return { ca: file("ca.pem"), certificate: file("own.pem"), key: file("own.key") };
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
