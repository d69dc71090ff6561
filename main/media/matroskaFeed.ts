import { element, id, length, number } from './matroskaPipe.ts';

/** Coded pictures for ffmpeg's stdin: the least of Matroska (RFC 9559), times in milliseconds. */
export const MatroskaFeed = {
  /** What comes first: the codec by Matroska's name, its configuration record, the stored size in pixels. */
  header(codec: string, configuration: Uint8Array, width: number, height: number): Uint8Array {
    const video = element('e0', number('b0', width), number('ba', height));
    const kind = element('86', Buffer.from(codec));
    const track = [number('d7', 1), number('73c5', 1), number('83', 1), kind, element('63a2', configuration)];
    const app = Buffer.from('understudy');
    return Buffer.concat([
      element(
        '1a45dfa3',
        ...[number('4286', 1), number('42f7', 1), number('42f2', 4), number('42f3', 8)],
        ...[element('4282', Buffer.from('matroska')), number('4287', 4), number('4285', 2)],
      ),
      Buffer.from('1853806701ffffffffffffff', 'hex'), // segment, length unknown
      element('1549a966', number('2ad7b1', 1_000_000), element('4d80', app), element('5741', app)),
      element('1654ae6b', element('ae', ...track, video)),
    ]);
  },

  /** One picture as a cluster of its own. */
  packet(milliseconds: number, bytes: Uint8Array, isKey: boolean): Uint8Array {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(milliseconds));
    const stamp = element('e7', time);
    const block = Buffer.concat([
      id('a3'),
      length(bytes.length + 4),
      Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0]),
    ]);
    const inside = stamp.length + block.length + bytes.length;
    return Buffer.concat([id('1f43b675'), length(inside), stamp, block, bytes]);
  },
};
