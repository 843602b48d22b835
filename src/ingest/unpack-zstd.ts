import { Decompress } from "fzstd";

/** A reason why bytes are no zstd file that can be read; the caller adds the file's name. */
export class ZstdProblem extends Error {}

/** Of fzstd's `ZstdErrorCode`, the one that isn't about damaged data. */
const WINDOW_TOO_LARGE = 1;

/**
 * Decompresses zstd piece by piece; Node has a decompressor of its own only from version 22.15 on.
 * Checksums of frames aren't compared.
 *
 * @throws ZstdProblem if the data is damaged, ends early or needs more memory than there is.
 */
export async function* unpackZstd(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = [];
  const decompress = new Decompress((piece) => pieces.push(piece));
  const push = (chunk: Uint8Array, isLast: boolean): Uint8Array[] => {
    pieces = [];
    try {
      decompress.push(chunk, isLast);
    } catch (error) {
      throw explain(error);
    }
    return pieces;
  };
  for await (const chunk of chunks) yield* push(chunk, false);
  yield* push(new Uint8Array(0), true);
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === WINDOW_TOO_LARGE) {
    return new ZstdProblem("the zstd data needs too much memory; compress it without --long");
  }
  return new ZstdProblem("the zstd data is damaged or ends early; fetch it again");
}
