/** The face in one picture: what the scopes measure. */
export interface FaceRegion {
  readonly width: number;
  readonly height: number;
  /** RGBA code values, row by row */
  readonly pixels: Uint8ClampedArray;
  /** of each pixel: the matte, 0…255 */
  readonly weights: Uint8Array;
}

/** Most pixels across a region: a scope shows no more, and a slider wants to be followed. */
export const MOST = 224;
/** Share of the box about the matte that is added to every side. */
const MARGIN = 0.02;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Sized = CanvasImageSource & { readonly width: number; readonly height: number };

const canvases = new Map<string, OffscreenCanvasRenderingContext2D>();

/** Read back at once and often: they must not live on the GPU. */
function contextOf(name: string, width: number, height: number): OffscreenCanvasRenderingContext2D {
  let context = canvases.get(name);
  if (!context) {
    const made = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!made) throw new Error('the page has no 2D canvas');
    context = made;
    canvases.set(name, context);
  }
  if (context.canvas.width !== width || context.canvas.height !== height) {
    context.canvas.width = width;
    context.canvas.height = height;
  }
  // single pixels and not means of several: a scope shows the code values there are
  context.imageSmoothingEnabled = false;
  return context;
}

/** Where a matte is, as shares of its picture, and its values there; null where it shows nothing. */
export interface MatteBox {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly weights: Uint8Array;
}

export function matteBox(matte: Sized): MatteBox | null {
  const across = Math.min(240, matte.width);
  const down = Math.max(1, Math.round((across * matte.height) / matte.width));
  const coarse = contextOf('coarse', across, down);
  coarse.drawImage(matte, 0, 0, across, down);
  const box = boxOf(coarse.getImageData(0, 0, across, down).data, across, down);
  if (!box) return null;
  const pixelsAcross = box.width * matte.width;
  const pixelsDown = box.height * matte.height;
  const scale = Math.min(1, MOST / Math.max(pixelsAcross, pixelsDown));
  const width = Math.max(1, Math.round(pixelsAcross * scale));
  const height = Math.max(1, Math.round(pixelsDown * scale));
  const pixels = cut(matte, box, width, height);
  const weights = new Uint8Array(width * height);
  for (let i = 0; i < weights.length; i++) weights[i] = pixels[4 * i]!;
  return { box, width, height, weights };
}

/** The part of a picture where the matte is. */
export function regionOf(picture: Sized, { box, width, height, weights }: MatteBox): FaceRegion {
  return { width, height, weights, pixels: cut(picture, box, width, height) };
}

function cut(picture: Sized, box: Box, width: number, height: number): Uint8ClampedArray {
  const context = contextOf('cut', width, height);
  const { width: w, height: h } = picture;
  context.drawImage(picture, box.left * w, box.top * h, box.width * w, box.height * h, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** The box about all that is not black, as shares of the picture; null of a black one. */
export function boxOf(rgba: Uint8ClampedArray, width: number, height: number): Box | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 4) {
      // JPEG leaves a little in the black
      if (rgba[o]! < 8) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) return null;
  const low = (at: number, count: number): number => Math.max(0, (at - 1) / count - MARGIN);
  const high = (at: number, count: number): number => Math.min(1, (at + 2) / count + MARGIN);
  const [x, y] = [low(left, width), low(top, height)];
  return { left: x, top: y, width: high(right, width) - x, height: high(bottom, height) - y };
}
