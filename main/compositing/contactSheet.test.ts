import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { compositeFrame } from './compositeFrame.ts';
import { contactSheet, sheetRow } from './contactSheet.ts';
import { flatSwap, ovalFace } from './fixtures.ts';
import { CompositeSettings } from './settings.ts';

const bare = CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0 });

function row(index: number, width: number, height: number, depth: 8 | 16) {
  const data = depth === 8 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  const plate = { index, time: 0, width, height, data: data.fill(depth === 8 ? 64 : 64 * 257) };
  const face = {
    place: ovalFace(height * 0.8, width / 2, height / 2),
    output: flatSwap(16, [1, 0, 0]),
    statistics: null,
  };
  return sheetRow(plate, compositeFrame(plate, [face], bare, { transfer: 'bt709', wantSwapLayer: true }));
}

describe('contact sheet', () => {
  it.each([
    [400, 300, 8],
    [1920, 800, 16],
    [300, 500, 8],
  ] as const)(
    'shows plate, swap, comp and matte of %i × %i at %i bits with their aspect',
    async (w, h, depth) => {
      const rows = [row(3, w, h, depth), row(12, w, h, depth)];
      const png = await contactSheet(rows, { cellWidth: 200, title: 'A & B <test>' });
      const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const cell = Math.round((200 * h) / w);
      const across = (info.width - 4 * 200) / 4;
      expect(across).toBeLessThan(40);
      // the pictures lie one after the other at the right edge, with a gap after each
      const gap = 6;
      const left = (k: number) => info.width - (4 - k) * (200 + gap);
      const centre = (k: number, r: number): number[] => {
        const y = info.height - (2 - r) * (cell + gap) + Math.round(cell / 2);
        const o = 3 * (y * info.width + left(k) + 100);
        return [...data.subarray(o, o + 3)];
      };
      for (const r of [0, 1]) {
        expect(centre(0, r)).toEqual([64, 64, 64]);
        expect(centre(1, r)).toEqual([255, 0, 0]);
        expect(centre(2, r)).toEqual([255, 0, 0]);
        expect(centre(3, r)).toEqual([255, 255, 255]);
      }
    },
  );

  it('needs a frame', async () => {
    await expect(contactSheet([])).rejects.toThrow(RangeError);
  });
});
