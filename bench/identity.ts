import { readdirSync } from 'node:fs';
import { analyzeStill, openFaceNetworks, similarityOf } from '../main/faces/index.ts';
import { mediaFile, readPicture } from './faceMedia.ts';

/**
 * Identity on the London set: every person's neutral portrait against everyone's smiling one.
 *
 * `true_above_false`: share of (true, false) pairs of pairs in the right order (area under the curve);
 * `accepted_at_1_in_1000`: share of true pairs above the threshold that lets 1 false pair in 1,000 pass.
 */
export async function benchIdentity(): Promise<Record<string, unknown>> {
  const networks = await openFaceNetworks();
  try {
    const describe = async (kind: string, shot: string) => {
      const people = new Map<string, Float32Array>();
      for (const file of readdirSync(mediaFile('london', kind)).sort()) {
        if (!file.endsWith(`_${shot}.jpg`)) continue;
        const [face] = await analyzeStill(await readPicture(mediaFile('london', kind, file)), networks);
        if (face) people.set(file.slice(0, 3), face.identity);
      }
      return people;
    };
    const neutral = await describe('neutral', '03');
    const smiling = await describe('smiling', '08');
    const same: number[] = [];
    const different: number[] = [];
    for (const [p, a] of neutral) {
      for (const [q, b] of smiling) (p === q ? same : different).push(similarityOf(a, b));
    }
    return { people: neutral.size, ...judge(same, different) };
  } finally {
    await networks.close();
  }
}

export function judge(same: readonly number[], different: readonly number[]) {
  const falling = [...different].sort((a, b) => b - a);
  const allowed = Math.floor(falling.length / 1000);
  const threshold = falling[allowed];
  let ordered = 0;
  for (const s of same) for (const d of different) ordered += s > d ? 1 : s === d ? 0.5 : 0;
  return {
    true_pairs: same.length,
    false_pairs: different.length,
    lowest_true: rounded(Math.min(...same)),
    highest_false: rounded(falling[0]),
    threshold_1_in_1000: rounded(threshold),
    accepted_at_1_in_1000: rounded(same.filter((s) => s > threshold).length / same.length),
    true_above_false: rounded(ordered / (same.length * different.length)),
  };
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
