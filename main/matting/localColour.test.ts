import { expect, it } from 'vitest';
import { cutObject } from './cutObject.ts';
import { localColours, localEvidence, localSeparability } from './localColour.ts';

const [width, height] = [120, 60];
const places = Int32Array.from({ length: width * height }, (_, at) => at);

/** A dark upright rod before something bright on the left and something as dark as itself on the right. */
function scene(rod: number, dark: number) {
  const data = new Uint8Array(3 * width * height);
  const distance = new Float32Array(width * height);
  for (let at = 0; at < width * height; at++) {
    const x = at % width;
    const grain = 3 * Math.sin(x * 7.3 + Math.floor(at / width) * 3.1);
    distance[at] = 4 - Math.abs(x + 0.5 - rod);
    data.fill((distance[at] > 0 ? 44 : x < dark ? 190 : 48) + grain, 3 * at, 3 * at + 3);
  }
  return { picture: { width, height, data }, distance };
}

it('tells an object from what is beside it by the colours of the place, and knows where it cannot', () => {
  const { picture, distance } = scene(60, 60);
  const local = localColours(picture, distance);
  const evidence = localEvidence(picture, local, places);
  const row = 30 * width;
  expect(evidence[row + 60]).toBeGreaterThan(0);
  expect(evidence[row + 50]).toBeLessThan(-2);
  const told = localSeparability(evidence, distance, picture, 0.5);
  // far from the rod nothing is known of the place
  expect(told[row + 5]).toBe(128);
  const lit = scene(30, 120);
  const evidenceLit = localEvidence(lit.picture, localColours(lit.picture, lit.distance), places);
  const bright = localSeparability(evidenceLit, lit.distance, picture, 0.5);
  const same = scene(90, 10);
  const evidenceThere = localEvidence(same.picture, localColours(same.picture, same.distance), places);
  const dark = localSeparability(evidenceThere, same.distance, picture, 0.5);
  expect(bright[row + 30]).toBeGreaterThan(200);
  expect(dark[row + 90]).toBeLessThan(140);

  // where colours cannot tell, the cut keeps to where the object was carried and does not run over
  const carried = same.distance.map((value) => (value > 0 ? 255 : 0));
  const found = cutObject(
    {
      picture: same.picture,
      // all that is dark looks like the rod
      colour: same.distance.map((_, at) => (same.picture.data[3 * at] < 100 ? 3 : -3)),
      separable: 0.9,
      telling: dark,
      usual: null,
    },
    {
      carried: Uint8Array.from(carried),
      certainty: new Float32Array(width * height).fill(1),
      present: true,
    },
  );
  let wide = 0;
  for (let x = 0; x < width; x++) if (found[row + x] >= 128) wide++;
  expect(wide).toBeGreaterThanOrEqual(6);
  expect(wide).toBeLessThanOrEqual(12);
});
