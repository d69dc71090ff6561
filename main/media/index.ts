export { type OpenOptions, openClip } from './clip.ts';
export { contentHash } from './contentHash.ts';
export { type Encoder, type EncoderOptions, openEncoder } from './encoder.ts';
export type { VideoCodec } from './encoderArguments.ts';
export type { FfmpegReport, FfmpegSearch, FfmpegTools, PixelFormat } from './ffmpegTools.ts';
export {
  type Capabilities,
  capabilities,
  describeFfmpeg,
  ffmpegTools,
  findFfmpeg,
  useFfmpeg,
} from './ffmpegTools.ts';
export { indexFrames } from './frameIndex.ts';
export { installFfmpeg, installLine } from './installFfmpeg.ts';
export { type ProbeOptions, probe } from './probe.ts';
export { addToTimecode } from './timecode.ts';
export type * from './types.ts';
