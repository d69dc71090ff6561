import { describe, expect, it } from 'vitest';
import { dumpedBytes, entryBefore, h264Role, type Packet, packetTable } from './packetTable.ts';

const packet = (pts: number, more: Partial<Packet> = {}): Packet => ({
  ...{ pts, duration: 1, isKey: false, hidden: false, position: 100 + pts, size: 10 },
  ...more,
});

describe('packetTable', () => {
  it('numbers what is shown and ranks all', () => {
    // decoding order I P B B, with a keyframe before it that an edit list hides
    const packets = [packet(-5, { hidden: true, isKey: true }), packet(0), packet(3), packet(1), packet(2)];
    const table = packetTable(packets, Uint8Array.of(1))!;
    expect([...table.rank]).toEqual([0, 1, 4, 2, 3]);
    expect([...table.frame]).toEqual([-1, 0, 3, 1, 2]);
    expect(entryBefore(table, 4)).toBe(0);
  });

  it('enters before a keyframe whose leading pictures come after it', () => {
    // I0 P2 B1, then I5 with B3 and B4 that are shown before it, then P6
    const order = [0, 2, 1, 5, 3, 4, 6];
    const packets = order.map((pts) => packet(pts, { isKey: pts === 0 || pts === 5 }));
    const table = packetTable(packets, Uint8Array.of(1))!;
    expect(order.map((_, place) => entryBefore(table, place))).toEqual([0, 0, 0, 3, 0, 0, 3]);
  });

  it('is none where the container leaves something out', () => {
    expect(packetTable([packet(0)], new Uint8Array())).toBeUndefined();
    expect(packetTable([packet(0, { position: Number.NaN })], Uint8Array.of(1))).toBeUndefined();
    expect(packetTable([packet(0, { size: 0 })], Uint8Array.of(1))).toBeUndefined();
  });
});

it('h264Role reads every unit of a picture', () => {
  const unit = (header: number, length = 5): number[] => [
    0,
    0,
    0,
    length,
    header,
    ...Array(length - 1).fill(9),
  ];
  const role = (...units: number[][]): string => h264Role(Uint8Array.from(units.flat()), 4);
  expect(role(unit(0x67), unit(0x68), unit(0x65, 40))).toBe('entry');
  expect(role(unit(0x06), unit(0x41))).toBe('reference');
  expect(role(unit(0x06), unit(0x01), unit(0x01))).toBe('disposable');
  expect(role(unit(0x01), unit(0x21))).toBe('reference');
});

it('dumpedBytes reads the hexadecimal and not the letters beside it', () => {
  const line = 'stream|extradata=\\n00000000: 0164 0028 ff  .d.(0000 12|\\n00000010: 67  g\\n|b=1';
  expect([...dumpedBytes(line)]).toEqual([1, 0x64, 0, 0x28, 0xff, 0x67]);
});
