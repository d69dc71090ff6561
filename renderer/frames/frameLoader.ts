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

/** The server's look of the clip is no longer the one asked for; the page hears of the new one in a moment. */
export class StaleLook extends Error {}

/**
 * Fetches an encoded picture. With `lasting` only one that the server calls immutable counts: any other is
 * of another look than the address says.
 *
 * @throws FrameError, StaleLook, AbortError
 */
export async function fetchPicture(url: string, signal: AbortSignal, lasting: boolean): Promise<Blob> {
  const answer = await fetch(url, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new FrameError({ message: 'The picture did not arrive', remedy: 'Understudy tries again.' });
  });
  if (!answer.ok) throw new FrameError(await refusal(answer));
  if (lasting && !answer.headers.get('cache-control')?.includes('immutable')) throw new StaleLook();
  return answer.blob();
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
