import type { Provider } from '../engine/index.ts';
import { MatteFiles, OccluderMasks, PersonMatte } from '../matting/index.ts';
import type { MaskSources } from './handAt.ts';

export interface MaskOptions {
  /** folder of what was followed of the clip's occluders */
  readonly followed: string;
  /** size of the plate, pixels */
  readonly plate: { readonly width: number; readonly height: number };
  /** where paths of matte files that are not absolute begin: the project's */
  readonly folder?: string;
  /** where the person network runs; the processor without it */
  readonly provider?: Provider;
}

/** The mattes of a clip that come from elsewhere than the swap network. Networks are loaded when asked for. */
export function openMasks({ followed, plate, folder, provider }: MaskOptions): MaskSources {
  const occluders = new OccluderMasks({ folder: followed, plate });
  const people = new PersonMatte(provider);
  const files = new MatteFiles({ plate, ...(folder ? { folder } : {}) });
  return {
    occluders: (objects, n, place, size) => occluders.occluders(objects, n, place, size),
    person: (frame, place, size) => people.person(frame, place, size),
    file: (file, n, place, size) => files.file(file, n, place, size),
    refresh: () => files.refresh(),
    close: async () => {
      await Promise.all([people.close(), files.close()]);
    },
  };
}
