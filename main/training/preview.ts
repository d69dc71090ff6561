import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../common/index.ts';
import type { HostTensors } from '../engine/index.ts';
import { plainFace } from './augment.ts';
import type { LoadedFaces } from './loader.ts';

/** Runs the preview network: weights and the two sides' faces in, drawings out (see `previewProgram`). */
export type PreviewRunner = (weights: HostTensors, inputs: HostTensors) => Promise<HostTensors>;

export const PREVIEW_FILE = 'preview.png';
/** what the columns of a preview show, left to right */
export const previewColumns = ['source', 'sourceDrawn', 'plate', 'plateDrawn', 'swap'] as const;

/** smallest side of a face in the picture, pixels */
const MIN_CELL = 128;

/** The faces a run's previews show, the same ones every time: NHWC, RGB 0…1. */
export interface PreviewFaces {
  readonly rows: number;
  readonly resolution: number;
  readonly inputs: { readonly source: Float32Array; readonly plate: Float32Array };
}

/** Picks faces spread evenly over yaw, from left to right, on both sides. */
export async function pickPreviewFaces(
  source: LoadedFaces,
  plate: LoadedFaces,
  resolution: number,
  rows: number,
): Promise<PreviewFaces> {
  const draw = async (faces: LoadedFaces): Promise<Float32Array> => {
    const out = new Float32Array(rows * resolution * resolution * 3);
    const picked = spreadOverYaw(
      faces.entries.map(({ pose }) => pose[0]),
      rows,
    );
    for (const [i, face] of picked.entries()) {
      const [slot] = await faces.hold([face]);
      const length = resolution * resolution * 3;
      plainFace(faces.face(slot), resolution, out.subarray(i * length, (i + 1) * length));
      faces.release([face]);
    }
    return out;
  };
  return { rows, resolution, inputs: { source: await draw(source), plate: await draw(plate) } };
}

/** Indices of `count` faces at even steps of the sorted yaws (repeating when there are fewer). */
export function spreadOverYaw(yaws: readonly number[], count: number): number[] {
  const order = yaws.map((_, i) => i).sort((a, b) => yaws[a] - yaws[b] || a - b);
  return Array.from({ length: count }, (_, i) => order[Math.floor(((i + 0.5) * order.length) / count)]);
}

/** each kept preview is this much further into the run than the one before */
const KEEP_RATIO = 1.25;

/**
 * Draws the grid and writes it as PNG: `preview.png`, always the latest, and some kept under `previews/`,
 * at ever wider steps, so that a long run shows how it went in a few dozen pictures.
 *
 * @returns path of the latest
 */
export async function writePreview(
  folder: string,
  step: number,
  faces: PreviewFaces,
  weights: HostTensors,
  run: PreviewRunner,
): Promise<string> {
  const drawn = await run(weights, { ...faces.inputs });
  const columns = previewColumns.map((name) => drawn[name] ?? faces.inputs[name as 'source' | 'plate']);
  const png = await drawGrid(columns, faces.rows, faces.resolution);
  const kept = join(folder, 'previews');
  const names = await readdir(kept).catch(() => [] as string[]);
  const last = Math.max(0, ...names.map((name) => Number.parseInt(name, 10)).filter((n) => n <= step));
  if (step >= last * KEEP_RATIO)
    await writeFileAtomic(join(kept, `${String(step).padStart(8, '0')}.png`), png);
  const latest = join(folder, PREVIEW_FILE);
  await writeFileAtomic(latest, png);
  return latest;
}

/**
 * Lays pictures out as a grid.
 *
 * @param columns one array per column: rows × resolution² × 3, 0…1
 * @returns PNG
 */
export async function drawGrid(
  columns: readonly ArrayLike<number>[],
  rows: number,
  resolution: number,
): Promise<Buffer> {
  const width = columns.length * resolution;
  const pixels = new Uint8Array(width * rows * resolution * 3);
  columns.forEach((values, column) => {
    for (let y = 0, i = 0; y < rows * resolution; y++) {
      let o = (y * width + column * resolution) * 3;
      for (let x = 0; x < resolution * 3; x++)
        pixels[o++] = Math.max(0, Math.min(255, Math.round(values[i++] * 255)));
    }
  });
  const enlarge = Math.max(1, Math.ceil(MIN_CELL / resolution));
  return await sharp(pixels, { raw: { width, height: rows * resolution, channels: 3 } })
    .resize({ width: width * enlarge, kernel: 'cubic' })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
