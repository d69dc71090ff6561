import { decodeFloats, encodeFloats, type Occluder, type Stroke } from '../../preload/contract/index.ts';

/** Size of a plate, pixels. */
export interface PlateSize {
  readonly width: number;
  readonly height: number;
}

/** How what lies in pixels of one plate is laid on another: by the ratio of their widths, about the middle. */
export interface PlateFit {
  /** 1 between plates of one size, where nothing is changed */
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

export function fitPlates(from: PlateSize, to: PlateSize): PlateFit {
  const scale = to.width / from.width;
  return { scale, dx: 0, dy: (to.height - scale * from.height) / 2 };
}

const isSame = ({ scale, dx, dy }: PlateFit): boolean => scale === 1 && dx === 0 && dy === 0;

/** A stroke on the other plate. One of the face stays as it is: it follows whichever face it lies on. */
export function strokeOnto(stroke: Stroke, fit: PlateFit): Stroke {
  if (stroke.space === 'face' || isSame(fit)) return stroke;
  const { scale, dx, dy } = fit;
  const points = decodeFloats(stroke.points).map((value, at) =>
    at % 3 === 2 ? value : value * scale + (at % 3 === 0 ? dx : dy),
  );
  return {
    ...stroke,
    points: encodeFloats(points),
    radius: Math.min(4000, stroke.radius * scale),
    from: stroke.from && [stroke.from[0] * scale, stroke.from[1] * scale],
  };
}

/** An object on the other plate: what was painted of it, and its soft edge. */
export function occluderOnto(occluder: Occluder, fit: PlateFit): Occluder {
  if (isSame(fit)) return occluder;
  return {
    ...occluder,
    feather: Math.min(100, occluder.feather * fit.scale),
    keys: occluder.keys.map((key) => ({
      ...key,
      strokes: key.strokes.map((stroke) => strokeOnto(stroke, fit)),
    })),
  };
}

/** What happened to things in pixels of the plate, as it is said of them; null between plates of one size. */
export function fitWords(from: PlateSize, to: PlateSize): string | null {
  if (isSame(fitPlates(from, to))) return null;
  const sizes = `from ${from.width} × ${from.height} to ${to.width} × ${to.height}`;
  // a cut of another shape leaves out what lies above and below, or adds to it
  const sameShape = Math.abs(to.height - (to.width / from.width) * from.height) < 1;
  return sameShape
    ? `scaled ${sizes}`
    : `scaled ${sizes} about the middle: the shape of the picture is another`;
}
