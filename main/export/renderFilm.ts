import type { ReportProgress } from '../common/index.ts';
import { type CompositeResult, compositeFrame, type Plane } from '../compositing/index.ts';
import { type Encoder, type Frame, openEncoder, type VideoCodec } from '../media/index.ts';
import { type SwappedFrame, type SwapSource, swappedFrames } from './swappedFrames.ts';

export interface RenderOptions extends SwapSource {
  readonly out: string;
  readonly codec: VideoCodec;
  /** also write the matte here, lossless */
  readonly matteOut?: string;
  readonly onProgress?: ReportProgress;
  /** frames to show as they are finished, with their swap layer: for a contact sheet */
  readonly show?: {
    readonly frames: ReadonlySet<number>;
    readonly onFrame: (swapped: SwappedFrame, comp: CompositeResult) => void | Promise<void>;
  };
}

export interface RenderResult {
  readonly out: string;
  readonly frames: number;
  /** frames in which at least one face was swapped */
  readonly swapped: number;
}

/**
 * Composites the frames [start, end) of a plate and encodes them with the plate's sound, rate, colour tags
 * and timecode. Frames without the face come out as the plate. The film appears under its name only when
 * it is complete.
 *
 * @throws UserError when the disk is full, the codec is not there, or a frame cannot be decoded
 */
export async function renderFilm(options: RenderOptions): Promise<RenderResult> {
  const { clip, start, end, settings, transfer, signal, onProgress } = options;
  const range = { start, end };
  const encoder = await openEncoder({
    path: options.out,
    like: clip.info,
    codec: options.codec,
    range,
    ...(clip.info.audio && options.codec !== 'png16' ? { audioFrom: clip.info.path } : {}),
  });
  let matte: Encoder | undefined;
  let swapped = 0;
  let frames = 0;
  try {
    if (options.matteOut) {
      matte = await openEncoder({ path: options.matteOut, like: clip.info, codec: 'ffv1', range });
    }
    for await (const frame of swappedFrames(options)) {
      signal?.throwIfAborted();
      const shown = options.show?.frames.has(frame.plate.index) === true;
      const comp = compositeFrame(frame.plate, frame.faces, settings, { transfer, wantSwapLayer: shown });
      if (shown) await options.show?.onFrame(frame, comp);
      await Promise.all([encoder.write(comp.frame), matte?.write(greyFrame(frame.plate, comp.matte))]);
      if (frame.faces.length > 0) swapped++;
      frames++;
      onProgress?.({ stage: 'Rendering', done: frames, total: end - start });
    }
    await encoder.finish();
    await matte?.finish();
  } catch (error) {
    await Promise.all([encoder.abort(), matte?.abort()]);
    throw error;
  }
  return { out: options.out, frames, swapped };
}

/** A plane as an RGB picture of equal channels, the form encoders take. */
function greyFrame(like: Frame, plane: Plane): Frame {
  const data =
    plane.data instanceof Uint8Array ? new Uint8Array(like.data.length) : new Uint16Array(like.data.length);
  for (let i = 0, o = 0; i < plane.data.length; i++) {
    const value = plane.data[i];
    data[o++] = value;
    data[o++] = value;
    data[o++] = value;
  }
  return { ...like, data };
}
