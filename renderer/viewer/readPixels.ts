import type { Size } from './viewport.ts';

/** Code values 0…255 of a picture's pixels. */
export interface Patch extends Size {
  /** in the picture */
  readonly left: number;
  readonly top: number;
  /** RGBA, row by row */
  readonly data: Uint8ClampedArray;
}

let canvas: OffscreenCanvas | undefined;

/** Reads `side` × `side` pixels around a pixel of the picture, as they were decoded. Outside is black. */
export function readPixels(picture: ImageBitmap, x: number, y: number, side: number): Patch {
  canvas ??= new OffscreenCanvas(1, 1);
  if (canvas.width !== side) {
    canvas.width = side;
    canvas.height = side;
  }
  // read back at once and often: it must not live on the GPU
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('the page has no 2D canvas');
  const left = x - Math.floor(side / 2);
  const top = y - Math.floor(side / 2);
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, side, side);
  context.drawImage(picture, -left, -top);
  return { left, top, width: side, height: side, data: context.getImageData(0, 0, side, side).data };
}

/** The pixel of a picture under a place of the plate; null outside. A proxy has fewer pixels than the plate. */
export function pixelUnder(
  place: { x: number; y: number },
  plate: Size,
  picture: Size,
): { x: number; y: number } | null {
  const x = Math.floor((place.x * picture.width) / plate.width);
  const y = Math.floor((place.y * picture.height) / plate.height);
  return x >= 0 && y >= 0 && x < picture.width && y < picture.height ? { x, y } : null;
}
