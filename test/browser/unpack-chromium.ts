import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A browser that tests can start, or why there is none. */
export type FoundBrowser =
  | {
      readonly executablePath: string;
      /** Environments to start it in, to be tried one after the other. */
      readonly environments: readonly Readonly<Record<string, string>>[];
    }
  | { readonly missing: string };

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Finds the browser of CHROME_PATH, or unpacks the Chromium that is among the development
 * dependencies; it is built for Linux on x64 only.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const given = process.env["CHROME_PATH"];
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) return { missing: `CHROME_PATH names no file: ${given}` };
    return { executablePath: given, environments: [{}] };
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    const machine = `${process.platform} on ${process.arch}`;
    return { missing: `no Chromium comes with the tests for ${machine}: set CHROME_PATH` };
  }
  const folder = join(root, "node_modules", ".cache", "tailcap-chromium");
  if (!existsSync(join(folder, "chromium"))) await unpackInto(folder);
  const fonts = writeFontConfiguration(folder);
  const libraries = join(folder, "al2023", "lib");
  return {
    executablePath: join(folder, "chromium"),
    // A bare system lacks NSS, which is unpacked too; where there is one, it is the better fit.
    environments: [fonts, { ...fonts, LD_LIBRARY_PATH: libraries }],
  };
}

/** Unpacks beside the folder and renames at the end: it is never seen half-unpacked. */
async function unpackInto(folder: string): Promise<void> {
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const before = { ...process.env };
  // The package reads both when it is loaded: where to unpack, and whether libraries are wanted.
  process.env["TMPDIR"] = temporary;
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs20.x";
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
  } finally {
    // It sets more of them for what it takes to be its own machine.
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  }
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(join(folder, "chromium"))) throw error;
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * The pictures are laid out for the widths of Helvetica and Arial; Arimo has the same, and is the
 * one font that every machine with the tests has.
 */
function writeFontConfiguration(folder: string): Readonly<Record<string, string>> {
  const fonts = join(root, "node_modules", "@expo-google-fonts", "arimo");
  const file = join(folder, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<dir>${fonts}</dir><cachedir>${join(folder, "font-cache")}</cachedir>` +
      ["Helvetica", "Arial", "sans-serif"].map(aliasOf).join("") +
      `</fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: file };
}

function aliasOf(family: string): string {
  const preferred = "<prefer><family>Arimo</family></prefer>";
  return `<alias binding="same"><family>${family}</family>${preferred}</alias>`;
}
