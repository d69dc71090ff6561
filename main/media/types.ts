/** A fraction, as containers state rates: 24000/1001. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/** Colour tags exactly as ffprobe names them; undefined where the file carries none. */
export interface ColourTags {
  readonly range?: string;
  readonly primaries?: string;
  readonly transfer?: string;
  readonly matrix?: string;
}

export interface AudioInfo {
  readonly codec: string;
  readonly channels: number;
  readonly sampleRate: number;
}

/** What `probe` tells of a video file, a numbered image sequence or a still. */
export interface ClipInfo {
  /** absolute path; of a sequence the printf pattern, e.g. /shots/a.%04d.png */
  readonly path: string;
  readonly kind: 'video' | 'sequence' | 'still';
  /** size as shown, after rotation metadata, pixels */
  readonly width: number;
  readonly height: number;
  /** clockwise degrees the decoder turns the stored picture by */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly frameRate: Rational;
  readonly variableRate: boolean;
  /** exact for sequences and indexed clips, the container's claim before that */
  readonly frameCount: number;
  /** seconds */
  readonly duration: number;
  readonly codec: string;
  readonly pixelFormat: string;
  /** bits per component as stored: 8, 10, 12, 16 */
  readonly bitDepth: number;
  readonly colour: ColourTags;
  readonly interlaced: boolean;
  readonly timecode?: string;
  readonly audio: AudioInfo | null;
  /** first file number of a sequence */
  readonly firstNumber?: number;
}

/** One decoded picture: RGB interleaved, row-major, full range, `width * height * 3` values. */
export interface Frame {
  /** position in the clip, from 0 */
  readonly index: number;
  /** presentation time, seconds from the first frame */
  readonly time: number;
  readonly width: number;
  readonly height: number;
  /** 8: Uint8Array 0…255; 16: Uint16Array 0…65535 (10- and 12-bit sources are scaled up) */
  readonly data: Uint8Array | Uint16Array;
}

/** Frames of one clip at the source's bit depth. */
export interface FrameSource {
  readonly info: ClipInfo;
  /** frames [start, end) in order; decodes ahead of the reader */
  frames(range?: { start?: number; end?: number; signal?: AbortSignal }): AsyncIterable<Frame>;
  /** exactly frame n */
  frame(n: number): Promise<Frame>;
}
