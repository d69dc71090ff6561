import { type Clip, trackAt } from '../../preload/contract/index.ts';

/**
 * Why the face that was to be swapped is not there although it was found: somebody deleted it or joined it
 * to another.
 *
 * @param there tracks after splits, joins and deletions
 * @returns null where that is not so
 */
export function goneTrack(
  { swap, segments }: Pick<Clip, 'swap' | 'segments'>,
  there: readonly { readonly id: number }[],
): string | null {
  if (segments.length === 0) return null;
  if (there.length === 0) {
    return 'Every face of this clip was deleted. Restore Deleted Tracks in the menu Faces brings them back.';
  }
  const track = swap?.track ?? null;
  if (track === null || there.some(({ id }) => id === track)) return null;
  const moved = segments.find(({ from }) => from === track);
  if (!moved) return null;
  const to = trackAt(segments, track, moved.start);
  return to === 0
    ? `Face ${track}, which was swapped, was deleted. Choose another face under Swap, or restore it in the menu Faces.`
    : `Face ${track}, which was swapped, was joined to face ${to}. Choose that under Swap.`;
}
