import { expect, it } from 'vitest';
import { soundFormat } from './soundTrack.ts';
import { PeakFinder } from './waveform.ts';

it('the sound is written in the best format that ffmpeg has', () => {
  const type = (...encoders: string[]): string => soundFormat({ encoders: new Set(encoders) }).type;
  expect(type('aac', 'libopus', 'pcm_s16le')).toMatch(/opus/);
  expect(type('aac', 'pcm_s16le')).toMatch(/mp4/);
  expect(type('pcm_s16le')).toBe('audio/wav');
});

it('peaks do not depend on how the bytes come', () => {
  const bytes = Buffer.alloc(2 * 960 * 3 + 200);
  for (let i = 0; i < bytes.length / 2; i++) bytes.writeInt16LE(((i * 7919) % 65536) - 32768, 2 * i);
  const whole = new PeakFinder();
  whole.add(bytes);
  const odd = new PeakFinder();
  for (let i = 0; i < bytes.length; i += 333) odd.add(bytes.subarray(i, i + 333));
  const peaks = whole.peaks();
  expect(peaks.length).toBe(8);
  expect(odd.peaks()).toEqual(peaks);
  expect(Math.min(...peaks)).toBe(-128);
  expect(Math.max(...peaks)).toBe(127);
});
