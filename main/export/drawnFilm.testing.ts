import type { SwapNetwork } from '../compositing/index.ts';
import { type DrawnPerformer, drawnClip } from '../faces/facesetFixture.ts';
import type { Frame, FrameSource } from '../media/index.ts';

/** Material for this room's tests: a drawn clip in changing light and a network without any training. */

/** A network that answers every face with its own picture in blue, so that what it saw shows in the comp. */
export function blueNetwork(size = 32): SwapNetwork & { readonly runs: () => number } {
  let runs = 0;
  return {
    size,
    sentence: 'a test network',
    swap: async (faces) => {
      runs++;
      return faces.map(({ data }) => ({
        size,
        swap: data.map((value, i) => (i % 3 === 2 ? 1 : 0.5 * value)),
        mask: new Float32Array(size * size).fill(1),
      }));
    },
    close: async () => {},
    runs: () => runs,
  };
}

/** The drawn clip, each frame darkened by its own share, so that neighbours differ in light. */
export function clipInLight(
  performer: DrawnPerformer,
  light: (n: number) => number,
): FrameSource & { readonly decoded: () => number; readonly seeks: () => number } {
  const clip = drawnClip(performer);
  let decoded = 0;
  let seeks = 0;
  let next = 0;
  const lit = (frame: Frame): Frame => {
    decoded++;
    const { data, index } = frame;
    return { ...frame, data: data.map((value) => value * light(index)) };
  };
  return {
    ...clip,
    decoded: () => decoded,
    seeks: () => seeks,
    async *frames(range) {
      for await (const frame of clip.frames(range)) yield lit(frame);
    },
    async frame(n) {
      if (n !== next) seeks++;
      next = n + 1;
      return lit(await clip.frame(n));
    },
  };
}

/** Bit for bit; element-wise matchers take seconds for this. */
export function sameBits(a: Pick<Frame, 'data'> | undefined, b: Pick<Frame, 'data'> | undefined): boolean {
  return a !== undefined && b !== undefined && bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ data }: Pick<Frame, 'data'>): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
