import { UserError } from '../common/index.ts';
import type { TrackSummary } from './analysisFile.ts';
import { SAME_PERSON, similarityOf } from './identity.ts';

/**
 * The track to work on: the one asked for, else in a further clip of a performer the one most like them,
 * else the one that fills most of the shot (frames × size).
 *
 * @throws UserError when the clip shows no face, or not the track asked for
 */
export function chooseTrack(
  { tracks }: { readonly tracks: readonly TrackSummary[] },
  path: string,
  track?: number,
  person?: Float32Array,
): TrackSummary {
  if (tracks.length === 0) {
    throw new UserError(
      `No face was found in ${path}.`,
      'Use a clip in which the performer is in the shot, at least about 40 px wide and not turned away.',
    );
  }
  if (track !== undefined) {
    const found = tracks.find(({ id }) => id === track);
    if (found) return found;
    const known = tracks.map(({ id }) => id).join(', ');
    throw new UserError(`${path} has no track ${track}.`, `Its tracks are ${known}.`, { exitCode: 2 });
  }
  const weight = (one: TrackSummary): number => {
    const likeness = person ? similarityOf(person, one.identity) : 1;
    return (likeness >= SAME_PERSON ? 1 : 0.001) * one.count * one.meanSize;
  };
  return [...tracks].sort((a, b) => weight(b) - weight(a))[0];
}
