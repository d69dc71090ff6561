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
