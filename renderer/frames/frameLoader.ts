import { PICTURE_KEY, PICTURE_PART } from '../../preload/contract/index.ts';

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

/** An encoded picture and the key it was made under. */
export interface Fetched {
  readonly blob: Blob;
  /** null where the server does not say: a plate's */
  readonly key: string | null;
  /** x, y, width and height as shares of the plate's where it is a part of the picture; null: it is all of it */
  readonly part: PicturePart | null;
}

export type PicturePart = readonly [x: number, y: number, width: number, height: number];

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
  const part = answer.headers.get(PICTURE_PART);
  return {
    blob: await answer.blob(),
    key: answer.headers.get(PICTURE_KEY),
    part: part === null ? null : (JSON.parse(part) as PicturePart),
  };
}

/** A picture of which only a part came, the rest being the plate's. @param inside is closed */
export function completePicture(
  plate: ImageBitmap,
  inside: ImageBitmap,
  [x, y, width, height]: PicturePart,
): ImageBitmap {
  const canvas = new OffscreenCanvas(plate.width, plate.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('the page has no 2D canvas');
  context.drawImage(plate, 0, 0);
  context.drawImage(inside, x * plate.width, y * plate.height, width * plate.width, height * plate.height);
  inside.close();
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
