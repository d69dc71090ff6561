export * from './clip.ts';
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
export type * from './types.ts';
