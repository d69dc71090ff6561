import { goTo, usePlayback } from '../state/playback.ts';
import { type ClipFacts, currentFacts } from './clipFacts.ts';
import { nextStop, stopsOf } from './stops.ts';

/** For commands that act on the clip in view. */
export const needsClip = {
  enabled: (): boolean => currentFacts() !== null,
  unavailable: (): string =>
    usePlayback.getState().clip === null
      ? 'Choose a clip in the browser first'
      : 'The clip’s file is missing: link it anew in the browser',
};

/** Does something with the clip in view, if there is one. */
export function withFacts(work: (facts: ClipFacts, frame: number) => void | Promise<void>): void {
  const facts = currentFacts();
  if (facts) void work(facts, usePlayback.getState().frame);
}

/** Stops and goes to a frame of the clip. */
export function jumpTo(frame: number): void {
  withFacts(({ frames }) => {
    usePlayback.setState({ speed: 0 });
    goTo(Math.min(Math.max(0, Math.round(frame)), frames - 1));
  });
}

export const step = (by: number): void => withFacts((_, frame) => jumpTo(frame + by));

/** A second ahead or back by the clip's own times. */
export function stepSecond(way: 1 | -1): void {
  withFacts(({ times }, frame) => {
    const there = times.frameAt(Math.max(0, times.secondsAt(frame) + way));
    // at rates below one frame a second it is at least one frame
    jumpTo(there === frame ? frame + way : there);
  });
}

export function jumpToStop(way: 1 | -1): void {
  withFacts(({ frames, faces, clip }, frame) => {
    const stops = stopsOf(frames, faces?.cuts ?? [], clip.markers, clip.in, clip.out);
    jumpTo(nextStop(stops, frame, way));
  });
}
