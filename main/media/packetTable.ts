import type { PacketTable } from './types.ts';

/** A coded picture as the container lists it. */
export interface Packet {
  readonly pts: number;
  readonly duration: number;
  readonly isKey: boolean;
  /** an edit list hides it: decoded, not shown */
  readonly hidden: boolean;
  /** bytes from the start of the file, and how many; NaN where the container does not say */
  readonly position: number;
  readonly size: number;
}

/**
 * Where the coded pictures lie in the file, for a decoder that is fed with them; `packets` in order of
 * decoding. Undefined when the container leaves something out.
 */
export function packetTable(packets: readonly Packet[], configuration: Uint8Array): PacketTable | undefined {
  const count = packets.length;
  if (configuration.length === 0 || count === 0) return undefined;
  if (packets.some(({ position, size }) => !(position >= 0) || !(size > 0))) return undefined;
  const shown = Array.from(packets.keys()).sort((a, b) => packets[a].pts - packets[b].pts);
  const rank = new Uint32Array(count);
  const frame = new Int32Array(count).fill(-1);
  let number = 0;
  for (const [place, packet] of shown.entries()) {
    rank[packet] = place;
    if (!packets[packet].hidden) frame[packet] = number++;
  }
  return {
    configuration,
    rank,
    frame,
    position: Float64Array.from(packets, ({ position }) => position),
    size: Uint32Array.from(packets, ({ size }) => size),
    isKey: Uint8Array.from(packets, ({ isKey }) => (isKey ? 1 : 0)),
  };
}

/** The bytes of ffprobe's hexadecimal dump in one line of its compact format. */
export function dumpedBytes(line: string): Uint8Array {
  const rows = [...line.matchAll(/\\n[0-9a-f]{8}: ((?:[0-9a-f]{2,4} )+)/g)];
  return new Uint8Array(Buffer.from(rows.map((row) => row[1].replaceAll(' ', '')).join(''), 'hex'));
}

/** Place, in order of decoding, of the keyframe from which the packet at `place` can be decoded. */
export function entryBefore({ isKey, rank }: PacketTable, place: number): number {
  for (let entry = place; entry > 0; entry--) {
    // pictures shown before a keyframe but stored after it lean on the group before
    if (isKey[entry] && rank[entry] <= rank[place]) return entry;
  }
  return 0;
}

/** What an H.264 picture is to others, by its NAL units (ITU-T H.264 §7.4.1). */
export function h264Role(picture: Uint8Array, lengthBytes: number): 'entry' | 'reference' | 'disposable' {
  let role: 'reference' | 'disposable' = 'disposable';
  let at = 0;
  while (at + lengthBytes < picture.length) {
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + picture[at + i];
    const header = picture[at + lengthBytes];
    const type = header & 31;
    if (type === 5) return 'entry';
    if (type <= 5 && header >> 5 !== 0) role = 'reference';
    at += lengthBytes + length;
  }
  return role;
}
