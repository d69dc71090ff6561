export { hasAlpha, type OpenOptions, openClip } from './clip.ts';
export { contentHash } from './contentHash.ts';
export { type PictureSize, pictureSize } from './displayPicture.ts';
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
export { fileStamp } from './fileStamp.ts';
export { indexFrames } from './frameIndex.ts';
export {
  type FrameStore,
  type FrameStoreOptions,
  openFrameStore,
  type PictureOptions,
  type Thumbnail,
} from './frameStore.ts';
export { installFfmpeg, installLine } from './installFfmpeg.ts';
export type { PicturePriority } from './pictureDecoding.ts';
export { type ProbeOptions, probe } from './probe.ts';
export { type BuildProxiesOptions, buildProxies } from './proxies.ts';
export type { FrameRange } from './proxyFolder.ts';
export { type SoundTrack, soundTrack } from './soundTrack.ts';
export { addToTimecode } from './timecode.ts';
export type * from './types.ts';
export { type Waveform, waveform } from './waveform.ts';
