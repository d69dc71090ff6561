import { describe, expect, it } from 'vitest';
import { PROJECT_VERSION, ProjectDocument } from '../../preload/contract/index.ts';
import { migrate, migrations } from './migrations.ts';

/** A project as the command line of 0.1.0 wrote it. */
const first = {
  version: 1,
  name: 'Shot 12',
  created: '2026-11-20T08:00:00.000Z',
  clips: [
    { id: 'franck-3d8fa7ca', path: '../media/franck.mp4', contentHash: '3d8fa7ca00112233' },
    { id: 'plate-00ff00ff', path: 'D:\\plates\\plate.%04d.png', contentHash: '00ff00ff00ff00ff' },
  ],
  consent: [{ performer: 'Anna', hash: 'a'.repeat(64), filed: '2026-11-20T09:00:00.000Z' }],
};

describe('migrations', () => {
  it('bring a project of the first format up to date', () => {
    const before = structuredClone(first);
    const document = ProjectDocument.parse(migrate(first));
    expect(first).toEqual(before);
    expect(document).toMatchObject({ version: PROJECT_VERSION, name: 'Shot 12', consent: first.consent });
    expect(document.clips.map(({ name, role }) => [name, role])).toEqual([
      ['franck.mp4', 'unset'],
      ['plate.%04d.png', 'unset'],
    ]);
    expect(document.clips).toMatchObject(first.clips);
  });

  it('tick in the matte what its shape was made of, and leave the rest of the settings to the artist', () => {
    const settings = (shape: string) => ({ opacity: 0.5, matte: { shape, erode: 0.1, feather: 0.2 } });
    const clip = {
      ...{ id: 'plate-00ff00ff', path: '../plate.mp4', contentHash: '00ff00ff00ff00ff', name: 'Plate' },
      ...{ role: 'plate', in: 3, out: null, timecode: null, markers: [], tracks: [{ id: 1, name: 'Anna' }] },
    };
    const swap = { model: 'anna', checkpoint: null, track: 1 };
    const second = {
      ...{ version: 2, name: 'Shot 12', created: first.created, consent: [], performers: [], renders: [] },
      clips: [
        ...['learned', 'hull', 'both'].map((shape) => ({
          ...clip,
          swap: { ...swap, settings: settings(shape) },
        })),
        { ...clip, swap: null },
      ],
    };
    const { clips } = ProjectDocument.parse(migrate(second));
    expect(clips.map((one) => [one.swap?.settings.matte.learned, one.swap?.settings.matte.hull])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [undefined, undefined],
    ]);
    expect(clips[0]?.swap?.settings).toMatchObject({ opacity: 0.5, matte: { erode: 0.1, feather: 0.2 } });
    expect(clips[0]).toMatchObject({ in: 3, tracks: [{ id: 1, name: 'Anna' }], work: [], segments: [] });
  });

  it('lead from every version to the next without a gap', () => {
    const versions = Object.keys(migrations).map(Number);
    expect(versions).toEqual(Array.from({ length: PROJECT_VERSION - 1 }, (_, index) => index + 1));
  });

  it('do not hide what is wrong with a file', () => {
    const wrong = migrate({ ...first, clips: ['franck.mp4'] });
    expect(ProjectDocument.safeParse(wrong).error?.issues[0].path).toEqual(['clips', 0]);
    expect(ProjectDocument.safeParse(migrate({ version: 1 })).success).toBe(false);
  });

  it('leave a file of today alone', () => {
    const today = migrate(first);
    expect(migrate(today)).toBe(today);
  });
});
