import {
  encodeFloats,
  type Occluder,
  type OccluderGraph,
  type OccluderView,
} from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { coveredArea, OccluderMasks, outlineOf } from '../matting/index.ts';
import type { Current } from './current.ts';

/** A painted object, by the face it covers. */
export interface OccluderPlace {
  readonly clip: string;
  readonly track: number;
  readonly occluder: string;
}

export interface OccluderService {
  /** every object before a face on a frame, muted ones too */
  at(clip: string, track: number, frame: number): Promise<OccluderView[]>;
  /** how an object was followed through its range */
  graph(place: OccluderPlace): Promise<OccluderGraph>;
  /** throws what was followed away and follows it afresh */
  again(place: OccluderPlace): Promise<void>;
}

export function occluderService(current: Current): OccluderService {
  const listed = (clip: string, track: number): readonly Occluder[] =>
    current
      .get()
      .clips.entry(clip)
      .work.find((one) => one.track === track)?.occluders ?? [];
  const find = ({ clip, track, occluder }: OccluderPlace): Occluder => {
    const found = listed(clip, track).find(({ id }) => id === occluder);
    if (found) return found;
    throw new UserError('This object is not in the project any more.', 'Choose another one in the list.');
  };
  const masksOf = async (clip: string): Promise<OccluderMasks> => {
    const { clips, following } = current.get();
    const { info } = await clips.open(clip);
    return new OccluderMasks({ folder: following.folder(clip), plate: info, store: following.store(clip) });
  };
  return {
    async at(clip, track, frame) {
      const masks = await masksOf(clip);
      const shown = listed(clip, track).filter(({ start, end }) => frame >= start && frame <= end);
      return Promise.all(
        shown.map(async (occluder): Promise<OccluderView> => {
          const known = await masks.at(occluder, frame);
          if (!known) return { occluder: occluder.id, state: 'unknown', outline: [], certainty: null };
          const { mask, certainty, painted } = known;
          const state = painted ? 'painted' : 'followed';
          return { occluder: occluder.id, state, outline: outlineOf(mask), certainty };
        }),
      );
    },
    async graph(place) {
      const occluder = find(place);
      const masks = await masksOf(place.clip);
      const { info } = await current.get().clips.open(place.clip);
      const { start } = occluder;
      const count = Math.max(0, Math.min(occluder.end, info.frameCount - 1) - start + 1);
      const certainty = new Float32Array(count).fill(Number.NaN);
      const area = new Float32Array(count).fill(Number.NaN);
      for (let k = 0; k < count; k++) {
        const known = await masks.at(occluder, start + k);
        if (!known) continue;
        certainty[k] = known.certainty;
        area[k] = coveredArea(known.mask);
      }
      return {
        occluder: occluder.id,
        start,
        certainty: encodeFloats(certainty),
        area: encodeFloats(area),
      };
    },
    async again(place) {
      await current.get().following.again(place.clip, find(place));
    },
  };
}
