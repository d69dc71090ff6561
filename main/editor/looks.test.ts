import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Clip,
  type ClipLook,
  defaultSettings,
  frameKey,
  noWork,
  type SwapUse,
} from '../../preload/contract/index.ts';
import type { ClipAnalysis } from '../faces/index.ts';
import { newClip } from '../project/index.ts';
import type { KeptAnalysis } from './analysisStore.ts';
import { Looks } from './looks.ts';

let folder: string;
let use: SwapUse | null;
/** what else the clip has */
let more: Partial<Clip>;
let analysis: KeptAnalysis | null;
let changes: ClipLook[][];
let looks: Looks;
const clip = newClip('/shots/plate.mp4', 'abcdef0123456789');

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  folder = await mkdtemp(join(tmpdir(), 'understudy-looks-'));
  use = { model: 'm', checkpoint: null, track: null, settings: defaultSettings };
  more = {};
  const tracks = [{ id: 1, count: 10, meanSize: 100, identity: new Float32Array(128) }];
  analysis = { analysis: { tracks } as unknown as ClipAnalysis, version: 'one' };
  changes = [];
  const project = {
    get document() {
      return { clips: [{ ...clip, ...more, swap: use }] } as never;
    },
    folder,
    followedFolder: ({ id }: { id: string }) => join(folder, 'occluders', id),
    modelFolder: (name: string) => join(folder, name),
  };
  const analyses = { get: async () => analysis, folder: (id: string) => join(folder, id) };
  looks = new Looks(project, analyses, (changed) => void changes.push(changed));
});
afterEach(async () => {
  looks.close();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const path = (step: number): string =>
  join(folder, 'm', 'checkpoints', `step-${String(step).padStart(8, '0')}.ckpt`);
const checkpoint = async (step: number): Promise<void> => {
  await mkdir(join(folder, 'm', 'checkpoints'), { recursive: true });
  await writeFile(path(step), `weights of ${step}`);
};
const look = async (): Promise<ClipLook> => {
  await looks.refresh();
  return looks.list()[0];
};

describe('files that a clip names', () => {
  const matte = () => join(folder, 'matte.mp4');
  const named = (): Partial<Clip> => ({
    work: [{ ...noWork(1), matteFile: { path: 'matte.mp4', start: 0, mode: 'replace' } }],
  });

  it('change its pictures when they are written anew, once somebody says so', async () => {
    await checkpoint(40);
    more = named();
    await writeFile(matte(), 'one');
    const before = await look();
    expect(before.files).toEqual([{ path: 'matte.mp4', stamp: expect.stringMatching(/./) }]);
    await writeFile(matte(), 'another');
    expect((await look()).files).toEqual(before.files);
    changes = [];
    await looks.refreshFiles();
    expect(changes.length).toBe(1);
    const after = changes[0][0];
    expect(after.files).not.toEqual(before.files);
    // the network and where faces lie are the same
    expect(after.key).toBe(before.key);
    expect(looks.of(clip.id)?.base?.stamps.files).toContain(after.files?.[0].stamp);
    const worked = { ...clip, ...more, swap: use };
    expect(frameKey(after, worked, 3)).not.toBe(frameKey(before, worked, 3));
  });

  it('are told of when they go and come, a picture that is matched to as well', async () => {
    await checkpoint(40);
    const colour = { ...defaultSettings.colour, reference: 'picture' as const, referencePicture: 'a.png' };
    use = { ...(use as SwapUse), settings: { ...defaultSettings, colour } };
    const before = await look();
    expect(before.files).toEqual([{ path: 'a.png', stamp: '' }]);
    await writeFile(join(folder, 'a.png'), 'a picture');
    await looks.refreshFiles();
    const after = looks.list()[0];
    const worked = { ...clip, swap: use };
    expect(frameKey(after, worked, 3)).not.toBe(frameKey(before, worked, 3));
  });

  it('are looked at when a clip begins to name others', async () => {
    await checkpoint(40);
    looks.documentChanged();
    expect(looks.documentChanged()).toBe(false);
    more = named();
    expect(looks.documentChanged()).toBe(true);
    expect(looks.documentChanged()).toBe(false);
  });
});

describe('the look of a clip', () => {
  it('says in turn what is missing', async () => {
    use = null;
    expect((await look()).reason).toMatch(/no model yet/);
    use = { model: 'm', checkpoint: null, track: null, settings: defaultSettings };
    analysis = null;
    expect((await look()).reason).toMatch(/faces of this clip have not been found/);
    analysis = { analysis: { tracks: [] } as unknown as ClipAnalysis, version: 'none' };
    expect((await look()).reason).toMatch(/No face was found/);
    analysis = {
      analysis: { tracks: [{ id: 2, count: 1, meanSize: 1 }] } as unknown as ClipAnalysis,
      version: 'two',
    };
    expect((await look()).reason).toMatch(/"m" has no checkpoint yet/);
    await checkpoint(40);
    expect(await look()).toMatchObject({ reason: null, checkpoint: 40 });
    use = { ...use, checkpoint: 30 };
    expect(await look()).toMatchObject({
      key: '',
      reason: expect.stringMatching(/no checkpoint of step 30/),
    });
    use = { ...use, checkpoint: 40, track: 7 };
    expect((await look()).reason).toMatch(/no track 7. Its tracks are 2/);
  });

  it('has a key that changes with model and faces, and not with what artists set', async () => {
    await checkpoint(40);
    const keys = [(await look()).key];
    expect((await look()).key).toBe(keys[0]);
    expect(changes).toHaveLength(1);
    if (use) use = { ...use, settings: { ...use.settings, opacity: 0.5 } };
    expect((await look()).key).toBe(keys[0]);
    expect(changes).toHaveLength(1);
    if (analysis) analysis = { ...analysis, version: 'found anew' };
    keys.push((await look()).key);
    // trained anew under the same name: the same step, another file
    await unlink(path(40));
    await writeFile(path(40), 'other weights, of another length');
    keys.push((await look()).key);
    expect(new Set(keys).size).toBe(3);
    expect(changes).toHaveLength(3);
  });

  it('follows the newest checkpoint calmly, and at once when training has ended', async () => {
    await checkpoint(40);
    expect((await look()).checkpoint).toBe(40);
    await checkpoint(50);
    expect((await look()).checkpoint).toBe(40);
    // fires after the calm minute; its refresh reads the disk
    await vi.advanceTimersByTimeAsync(60_000);
    await looks.refresh();
    expect(looks.list()[0].checkpoint).toBe(50);
    await checkpoint(60);
    expect((await look()).checkpoint).toBe(50);
    await looks.showNewest('m');
    expect(looks.list()[0].checkpoint).toBe(60);
    await checkpoint(70);
    await unlink(path(60));
    // what is shown was thinned out: there is no reason to wait
    expect((await look()).checkpoint).toBe(70);
  });
});
