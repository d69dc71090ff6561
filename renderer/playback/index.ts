// Where the artist is in the clip and how it runs: clock, shuttle, sound, timecode, the transport bar.
export { type ClipFacts, currentFacts, useClipFacts } from './clipFacts.ts';
export { constantTimes, type FrameTimes, variableTimes } from './clock.ts';
export { jumpTo, needsClip, withFacts } from './moves.ts';
export { rangeWith } from './rangeCommands.ts';
export { startPlayback } from './startPlayback.ts';
export { stopsOf } from './stops.ts';
export { type FrameSupply, supplyFrames } from './supply.ts';
export { TransportBar } from './TransportBar.tsx';
export {
  countOf,
  formatDuration,
  formatTimecode,
  framesPerDay,
  labelOf,
  type TimecodeBase,
  timecodeBase,
} from './timecode.ts';
export { useTransport, useTransportPreferences } from './transport.ts';
