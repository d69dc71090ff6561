import { create } from 'zustand';
import { useSession } from '../state/session.ts';

/** By clip: the face that is worked on where an artist chose another than the swapped one. */
export const useTracks = create<{ readonly chosen: Readonly<Record<string, number>> }>(() => ({
  chosen: {},
}));

export const chooseTrack = (clip: string, track: number): void =>
  useTracks.setState(({ chosen }) => ({ chosen: { ...chosen, [clip]: track } }));

/**
 * The face that commands and tools work on: the one chosen, else the one that is swapped, else the only
 * one, else that of a list which comes first.
 *
 * @param there tracks that can be worked on, the likeliest first
 */
export function trackInHand(clip: string, there: readonly number[]): number | null {
  const { chosen } = useTracks.getState();
  const swapped = useSession.getState().looks[clip]?.track ?? null;
  const wanted = [chosen[clip], swapped].find(
    (track) => track !== null && track !== undefined && there.includes(track),
  );
  return wanted ?? there[0] ?? null;
}
