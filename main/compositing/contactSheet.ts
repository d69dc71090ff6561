import sharp, { type OverlayOptions } from 'sharp';
import type { Frame } from '../media/index.ts';
import type { CompositeResult } from './types.ts';

/** A small picture to show: 8 bits, 1 or 3 channels interleaved. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** One frame of a contact sheet. */
export interface SheetRow {
  readonly frame: number;
  readonly plate: Picture;
  readonly swap: Picture;
  readonly comp: Picture;
  readonly matte: Picture;
}

export interface SheetOptions {
  /** width of each picture, pixels; its height follows from the plate */
  readonly cellWidth?: number;
  readonly title?: string;
}

const CELL_WIDTH = 360;
const GAP = 6;
const GUTTER = 52;
const HEADER = 30;
const TITLE = 34;
const PAPER = '#17181a';
const INK = '#c9ccd1';
const FAINT = '#80858d';
const columns = ['plate', 'swap', 'comp', 'matte'] as const;

/**
 * What a contact sheet keeps of a frame: plate, swap, comp and matte, already reduced, so that a sheet of
 * a long film holds little. The swap is black unless the composite was asked for its swap layer.
 */
export function sheetRow(plate: Frame, result: CompositeResult): SheetRow {
  const { width, height } = plate;
  const empty = { width, height, data: new Uint8Array(width * height * 3) };
  return {
    frame: plate.index,
    plate: reduced(plate, 3),
    swap: reduced(result.swapLayer ?? empty, 3),
    comp: reduced(result.frame, 3),
    matte: reduced(result.matte, 1),
  };
}

/**
 * A PNG with one row a frame: plate, swap, comp, matte side by side, each with its true aspect, under
 * their names and beside the frame's number. Code values are shown as they are (as sRGB).
 *
 * @throws RangeError without rows
 */
export async function contactSheet(rows: readonly SheetRow[], options: SheetOptions = {}): Promise<Buffer> {
  if (rows.length === 0) throw new RangeError('A contact sheet needs at least one frame.');
  const cellWidth = Math.min(options.cellWidth ?? CELL_WIDTH, 4 * rows[0].plate.width);
  const heights = rows.map(({ plate }) => Math.max(1, Math.round((cellWidth * plate.height) / plate.width)));
  const top = HEADER + (options.title === undefined ? 0 : TITLE);
  const width = GUTTER + columns.length * (cellWidth + GAP);
  const height = top + heights.reduce((sum, h) => sum + h + GAP, 0);
  const layers: OverlayOptions[] = [];
  const words: string[] = [];
  const write = (x: number, y: number, text: string, size: number, ink: string, anchor: string) =>
    words.push(
      `<text x="${x}" y="${y}" font-size="${size}" fill="${ink}" text-anchor="${anchor}">${escaped(text)}</text>`,
    );

  if (options.title !== undefined) write(GUTTER, 26, options.title, 17, INK, 'start');
  columns.forEach((name, i) => {
    write(GUTTER + i * (cellWidth + GAP) + 2, top - 10, name, 14, FAINT, 'start');
  });
  let y = top;
  for (const [i, row] of rows.entries()) {
    write(GUTTER - 10, y + heights[i] / 2 + 5, String(row.frame), 14, FAINT, 'end');
    for (const [k, name] of columns.entries()) {
      const { data, width: w, height: h, channels } = row[name];
      const input = await sharp(data, { raw: { width: w, height: h, channels } })
        .resize(cellWidth, heights[i], { fit: 'fill', kernel: 'cubic' })
        .toColourspace('srgb')
        .png()
        .toBuffer();
      layers.push({ input, left: GUTTER + k * (cellWidth + GAP), top: y });
    }
    y += heights[i] + GAP;
  }
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter, Helvetica, Arial, DejaVu Sans, sans-serif">${words.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: PAPER } })
    .composite([...layers, { input: Buffer.from(text), left: 0, top: 0 }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** A picture as 8 bits, averaged down by whole pixels while it stays twice as wide as a cell. */
function reduced(
  picture: { readonly width: number; readonly height: number; readonly data: Uint8Array | Uint16Array },
  channels: 1 | 3,
): Picture {
  const { data, width: stride } = picture;
  const step = Math.max(1, Math.floor(picture.width / (2 * CELL_WIDTH)));
  const width = Math.floor(picture.width / step);
  const height = Math.max(1, Math.floor(picture.height / step));
  const scale = (data.BYTES_PER_ELEMENT === 1 ? 1 : 1 / 257) / (step * step);
  const out = new Uint8Array(width * height * channels);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++, o++) {
        let sum = 0;
        for (let i = 0; i < step; i++) {
          for (let j = 0; j < step; j++) {
            sum += data[((y * step + i) * stride + x * step + j) * channels + c];
          }
        }
        out[o] = sum * scale + 0.5;
      }
    }
  }
  return { width, height, channels, data: out };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
