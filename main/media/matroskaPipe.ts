/** Raw pictures as ffmpeg names them, and the code that Matroska and ffmpeg's reader know them by. */
const codes = {
  rgb24: [0x52, 0x47, 0x42, 24], // "RGB" and its bits
  rgb48le: [0x52, 0x47, 0x42, 48],
  rgba: [0x52, 0x47, 0x42, 0x41], // "RGBA"
  rgba64le: [0x52, 0x42, 0x41, 64], // "RBA" and its bits
} as const;

export type PipePixelFormat = keyof typeof codes;

/**
 * Raw pictures with a time each, for ffmpeg's stdin: its rawvideo reader knows only constant rates.
 * The least of Matroska (RFC 9559): a header, a segment of unknown length, one cluster per picture with
 * its time in nanoseconds.
 */
export class MatroskaPipe {
  /** to be written before the first picture */
  readonly header: Uint8Array;

  constructor(width: number, height: number, pixelFormat: PipePixelFormat) {
    const fourcc = element('2eb524', Buffer.from(codes[pixelFormat]));
    const video = element('e0', number('b0', width), number('ba', height), fourcc);
    const codec = element('86', Buffer.from('V_UNCOMPRESSED'));
    const track = element('ae', number('d7', 1), number('73c5', 1), number('83', 1), codec, video);
    const app = Buffer.from('understudy');
    this.header = Buffer.concat([
      element(
        '1a45dfa3',
        ...[number('4286', 1), number('42f7', 1), number('42f2', 4), number('42f3', 8)],
        ...[element('4282', Buffer.from('matroska')), number('4287', 4), number('4285', 2)],
      ),
      Buffer.from('1853806701ffffffffffffff', 'hex'), // segment, length unknown
      element('1549a966', number('2ad7b1', 1), element('4d80', app), element('5741', app)), // ticks of 1 ns
      element('1654ae6b', track),
    ]);
  }

  /** What precedes the bytes of one picture. */
  before(nanoseconds: number, pictureBytes: number): Uint8Array {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(nanoseconds));
    const stamp = element('e7', time);
    const block = Buffer.concat([id('a3'), length(pictureBytes + 4), Buffer.from([0x81, 0, 0, 0x80])]);
    const inside = stamp.length + block.length + pictureBytes;
    return Buffer.concat([id('1f43b675'), length(inside), stamp, block]);
  }
}

export function id(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** A length in eight bytes: the marker bit, then 56 bits. */
export function length(bytes: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE((1n << 56n) | BigInt(bytes));
  return out;
}

export function element(name: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([id(name), length(body.length), body]);
}

export function number(name: string, value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return element(name, out);
}
