import { PICTURE_KEY } from '../../preload/contract/index.ts';

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
  return { blob: await answer.blob(), key: answer.headers.get(PICTURE_KEY) };
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
