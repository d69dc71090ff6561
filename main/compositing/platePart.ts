import { apply, invert } from '../common/index.ts';
import type { Frame } from '../media/index.ts';
import type { FacePlace, Plane } from './types.ts';

/** A rectangle of the plate, whole pixels. */
export interface PlatePart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Values of a plate's depth. */
export type PlateData = Uint8Array | Uint16Array;

/** The finished frame and its matte where they may differ from the plate and from nothing. */
export interface CompositePart {
  readonly part: PlatePart;
  /** RGB interleaved */
  readonly data: PlateData;
  readonly matte: PlateData;
}

/** Plate pixels that an edge blend looks at around a matte, and one for rounding. */
const RIM = 4;

/** What the squares of faces cover of a plate: mattes and all that is painted end within. Null without a face. */
export function partOf(
  faces: readonly { readonly place: Pick<FacePlace, 'alignment'> }[],
  { width, height }: { readonly width: number; readonly height: number },
): PlatePart | null {
  if (faces.length === 0) return null;
  const corners = faces.flatMap(({ place }) => {
    const toPlate = invert(place.alignment);
    return [0, 1, 2, 3].map((i) => apply(toPlate, i & 1, i >> 1));
  });
  const span = (values: readonly number[], most: number): [start: number, end: number] => [
    Math.min(most - 1, Math.max(0, Math.floor(Math.min(...values)) - RIM)),
    Math.max(1, Math.min(most, Math.ceil(Math.max(...values)) + RIM)),
  ];
  const [x, right] = span(
    corners.map((corner) => corner[0]),
    width,
  );
  const [y, bottom] = span(
    corners.map((corner) => corner[1]),
    height,
  );
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** The values of a picture within a part of it, row by row. */
export function cutData<T extends PlateData>(data: T, width: number, channels: number, part: PlatePart): T {
  const row = part.width * channels;
  const length = row * part.height;
  const out = (data instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length)) as T;
  for (let y = 0; y < part.height; y++) {
    const from = ((part.y + y) * width + part.x) * channels;
    out.set(data.subarray(from, from + row), y * row);
  }
  return out;
}

/** The whole frame of which a part was composited. */
export function wholeFrame(plate: Frame, { part, data }: Pick<CompositePart, 'part' | 'data'>): Frame {
  const out = plate.data.slice();
  paste(out, plate.width, 3, part, data);
  return { ...plate, data: out };
}

/** The whole matte of which a part is known; nothing shows beyond it. */
export function wholeMatte(
  { width, height, data: { BYTES_PER_ELEMENT } }: Frame,
  known: CompositePart | null,
): Plane {
  const data = BYTES_PER_ELEMENT === 1 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  if (known) paste(data, width, 1, known.part, known.matte);
  return { width, height, data };
}

function paste(into: PlateData, width: number, channels: number, part: PlatePart, data: PlateData): void {
  const row = part.width * channels;
  for (let y = 0; y < part.height; y++) {
    into.set(data.subarray(y * row, (y + 1) * row), ((part.y + y) * width + part.x) * channels);
  }
}
