import { PICTURE_KEY, PICTURE_PART, type PicturePart } from '../../preload/contract/index.ts';

/** Why a picture cannot be shown, in the server's words. */
export interface FrameFailure {
  readonly message: string;
  readonly remedy: string | null;
}

export class FrameError extends Error {
  readonly remedy: string | null;

  constructor({ message, remedy }: FrameFailure) {
    super(message);
    this.remedy = remedy;
  }
}

/** A picture and the key it was made under. */
export interface Fetched {
  /** encoded; or the pixels of a part, to be laid over the plate's */
  readonly picture: Blob | PartPixels;
  /** null where the server does not say: a plate's */
  readonly key: string | null;
}

export interface PartPixels {
  readonly box: PicturePart['box'];
  readonly pixels: ImageData;
}

/**
 * Fetches an encoded picture. While an edit is on its way it may be of another key than the address asks
 * for: its `key` says which, and the browser itself keeps it only under the right one.
 *
 * @throws FrameError, AbortError
 */
export async function fetchPicture(url: string, signal: AbortSignal): Promise<Fetched> {
  const answer = await fetch(url, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new FrameError({ message: 'The picture did not arrive', remedy: 'Understudy tries again.' });
  });
  if (!answer.ok) throw new FrameError(await refusal(answer));
  const key = answer.headers.get(PICTURE_KEY);
  const part = answer.headers.get(PICTURE_PART);
  if (part === null) return { picture: await answer.blob(), key };
  const { box, size } = JSON.parse(part) as PicturePart;
  const values = new Uint8ClampedArray(await answer.arrayBuffer());
  return { picture: { box, pixels: new ImageData(values, ...size) }, key };
}

let inside: OffscreenCanvas | null = null;

/** A picture of which only a part came, the rest being the plate's. */
export function completePicture(
  plate: ImageBitmap,
  { pixels, box: [x, y, width, height] }: PartPixels,
): ImageBitmap {
  const canvas = new OffscreenCanvas(plate.width, plate.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('the page has no 2D canvas');
  context.drawImage(plate, 0, 0);
  // pixels can be put, but not scaled as they are put
  if (inside?.width !== pixels.width || inside.height !== pixels.height)
    inside = new OffscreenCanvas(pixels.width, pixels.height);
  inside.getContext('2d', { alpha: false })?.putImageData(pixels, 0, 0);
  context.drawImage(inside, x * plate.width, y * plate.height, width * plate.width, height * plate.height);
  return canvas.transferToImageBitmap();
}

/** Decodes as it is: the code values on the screen are those of the file. Runs beside the page's thread. */
export function decodePicture(blob: Blob): Promise<ImageBitmap> {
  return createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
}

async function refusal(answer: Response): Promise<FrameFailure> {
  const said = (await answer.json().catch(() => null)) as Partial<FrameFailure> | null;
  return {
    message: said?.message ?? `The server answered ${answer.status}`,
    remedy: said?.remedy ?? null,
  };
}
