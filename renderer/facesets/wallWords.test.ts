import { describe, expect, it } from 'vitest';
import type { Clip } from '../../preload/contract/index.ts';
import { cellText, facesetTitle, measures, poseText, roleOf } from './wallWords.ts';

const clip = (id: string, name: string, role: Clip['role']): Clip =>
  ({ id, name, role }) as Partial<Clip> as Clip;
const clips = [clip('one-1', 'Take 1.mov', 'source'), clip('two-2', 'shot_010.%04d.exr', 'plate')];
const info = (name: string, ...of: string[]) => ({ name, count: 1, included: 1, clips: of });

describe('what a faceset is', () => {
  it('says its name, else the role of its clips', () => {
    expect(roleOf(info('source-one-1', 'two-2'), clips)).toBe('source');
    expect(roleOf(info('hero', 'two-2'), clips)).toBe('plate');
    expect(roleOf(info('hero', 'one-1', 'two-2'), clips)).toBeNull();
    expect(roleOf(info('platelets', 'gone'), clips)).toBeNull();
  });

  it('is called by its clips', () => {
    expect(facesetTitle(info('source-x', 'one-1', 'two-2'), clips)).toBe('Take 1, shot_010.%04d');
    expect(facesetTitle(info('hero', 'gone-3'), clips)).toBe('gone-3');
    expect(facesetTitle(info('hero'), clips)).toBe('hero');
  });
});

describe('poses in words', () => {
  it('say which way', () => {
    const face = { yaw: 12.4, pitch: -5.2, roll: -3.4 } as Parameters<typeof poseText>[0];
    expect(poseText(face)).toBe('12° right, 5° down, roll −3°');
    expect(poseText({ ...face, yaw: -0.3, pitch: 0.2, roll: -0.4 })).toBe('0°, 0°, roll 0°');
    expect(cellText({ yaw: [-30, -15], pitch: [0, 15] })).toBe('15–30° left, 0–15° up');
  });

  it('write angles with a proper minus', () => {
    expect(measures.yaw.text(-12.3)).toBe('−12°');
  });
});
