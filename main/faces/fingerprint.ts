import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { ClipInfo } from '../media/index.ts';

const EDGE = 1 << 20;

/**
 * Tells one clip from another by content: size of picture, number of frames, length of the file and its
 * first and last mebibyte. The path does not count, so a clip may be moved. Of a sequence the first and
 * last file count.
 */
export async function fingerprintOf(info: ClipInfo): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([info.width, info.height, info.frameCount, info.frameRate, info.bitDepth]));
  for (const file of filesOf(info)) await addEdges(hash, file);
  return hash.digest('hex').slice(0, 32);
}

function filesOf(info: ClipInfo): string[] {
  if (info.kind !== 'sequence') return [info.path];
  const first = info.firstNumber ?? 0;
  const name = (n: number) =>
    info.path.replace(/%(0?)(\d*)d/, (_, zero: string, width: string) =>
      zero ? String(n).padStart(Number(width), '0') : String(n),
    );
  return [name(first), name(first + info.frameCount - 1)];
}

/** A file that cannot be read adds nothing: the clip itself will say so when it is decoded. */
async function addEdges(hash: ReturnType<typeof createHash>, file: string): Promise<void> {
  const size = await stat(file).then(
    (s) => (s.isFile() ? s.size : -1),
    () => -1,
  );
  if (size < 0) return;
  hash.update(String(size));
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(EDGE, size));
    for (const position of new Set([0, Math.max(0, size - EDGE)])) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
