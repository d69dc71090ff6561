import { describe, expect, it } from 'vitest';
import { matrixOf } from './colour.ts';
import { containerFor, h264PixelFormat, requireEncoder } from './encoderArguments.ts';
import type { Capabilities } from './ffmpegTools.ts';
import type { ClipInfo } from './types.ts';

function plate(more: Partial<ClipInfo> = {}): ClipInfo {
  return {
    path: '/shots/plate.mov',
    kind: 'video',
    width: 1920,
    height: 1080,
    rotation: 0,
    frameRate: { numerator: 24, denominator: 1 },
    variableRate: false,
    frameCount: 10,
    duration: 10 / 24,
    codec: 'h264',
    pixelFormat: 'yuv420p',
    bitDepth: 8,
    colour: {},
    interlaced: false,
    audio: null,
    chromaShift: [1, 1],
    ...more,
  };
}

describe('h264PixelFormat', () => {
  it('is the nearest to the plate', () => {
    expect(h264PixelFormat(plate())).toBe('yuv420p');
    expect(h264PixelFormat(plate({ bitDepth: 12 }))).toBe('yuv420p10le');
    expect(h264PixelFormat(plate({ chromaShift: [1, 0], bitDepth: 10 }))).toBe('yuv422p10le');
    expect(h264PixelFormat(plate({ chromaShift: [0, 0] }))).toBe('yuv444p');
    expect(h264PixelFormat(plate({ chromaShift: [0, 0], rgb: true, bitDepth: 16 }))).toBe('yuv420p10le');
    expect(h264PixelFormat(plate({ chromaShift: [0, 0], pixelFormat: 'gray' }))).toBe('yuv420p');
  });

  it('keeps odd sizes and turned 4:2:2 in 4:4:4', () => {
    expect(h264PixelFormat(plate({ height: 1079 }))).toBe('yuv444p');
    expect(h264PixelFormat(plate({ chromaShift: [1, 0], rotation: 90 }))).toBe('yuv444p');
    expect(h264PixelFormat(plate({ chromaShift: [1, 0], rotation: 180 }))).toBe('yuv422p');
  });
});

describe('matrixOf', () => {
  it('believes the tag, else goes by size and kind', () => {
    expect(matrixOf(plate())).toBe('bt709');
    expect(matrixOf(plate({ colour: { matrix: 'bt2020nc' } }))).toBe('bt2020nc');
    expect(matrixOf(plate({ width: 720, height: 576 }))).toBe('smpte170m');
    expect(matrixOf(plate({ width: 576, height: 1024 }))).toBe('smpte170m');
    expect(matrixOf(plate({ width: 1280, height: 720 }))).toBe('bt709');
    expect(matrixOf(plate({ kind: 'still' }))).toBe('smpte170m');
    expect(() => matrixOf(plate({ colour: { matrix: 'ictcp' } }))).toThrow(/stores its colours as ictcp/);
  });
});

describe('what cannot be written', () => {
  it('is said before anything starts', () => {
    const none: Capabilities = {
      version: '6.0-lean',
      encoders: new Set(['ffv1']),
      filters: new Set(),
      pixelFormats: new Map(),
      hasFpsMode: true,
    };
    expect(() => requireEncoder('ffv1', none)).not.toThrow();
    expect(() => requireEncoder('h264', none)).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: 'This ffmpeg (6.0-lean) lacks the encoder libx264, which H.264 needs.',
        remedy: expect.stringMatching(/FFMPEG_PATH to one, or choose FFV1\.$/),
      }),
    );
    expect(() => requireEncoder('prores4444', none)).toThrow(/prores_ks, which ProRes 4444 needs/);
    expect(() => requireEncoder('prores422', none, true)).toThrow(/no alpha/);
    expect(() => containerFor('/a/b.mkv', 'prores422')).toThrow(/does not end in .mov/);
    expect(containerFor('/a/B.MOV', 'h264')).toBe('mov');
    expect(() => containerFor('/a/b.webm', 'h264')).toThrow(/which kind of film/);
  });
});
