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
  /** shape of a pixel as shown, width : height; undefined where the file says nothing or 1:1 */
  readonly sampleAspect?: Rational;
  /** the stored picture is mirrored left to right before it is rotated */
  readonly mirrored?: boolean;
  /** log2 of how many luma samples share a chroma sample, across and down; of the stored picture */
  readonly chromaShift?: readonly [across: number, down: number];
  /** of interlaced pictures: which field is shown first */
  readonly fieldOrder?: 'top' | 'bottom';
  /** stored as red, green and blue rather than luma and chroma */
  readonly rgb?: boolean;
  /** seconds at which the container's clock starts, and the picture in it (sound is placed by these) */
  readonly containerStart?: number;
  readonly videoStart?: number;
  /** seconds per tick of the picture's times in the container */
  readonly timeBase?: Rational;
  /** short names of the container format, as ffprobe lists them: "mov,mp4,m4a,3gp,3g2,mj2" */
  readonly container?: string;
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

/** Where a film's coded pictures lie, in order of decoding: place p is the p-th of them. */
export interface PacketTable {
  /** the decoder configuration record of the container (ISO/IEC 14496-15) */
  readonly configuration: Uint8Array;
  /** bytes from the start of the file, and how many */
  readonly position: Float64Array;
  readonly size: Uint32Array;
  /** place in order of showing, hidden pictures counted too */
  readonly rank: Uint32Array;
  /** number of the frame, −1 when an edit list hides it */
  readonly frame: Int32Array;
  /** 1 where decoding can start */
  readonly isKey: Uint8Array;
}

/** The n ↔ time table of a clip. */
export interface FrameIndex {
  /** seconds per tick */
  readonly timeBase: Rational;
  /** presentation time of every frame in ticks, ascending; index = frame number */
  readonly pts: Float64Array;
  /** numbers of the frames from which decoding can start, ascending */
  readonly keyframes: Uint32Array;
  /** false when times are missing or repeat: frames are then reached by counting from the start */
  readonly seekable: boolean;
  /** ticks the last frame is shown */
  readonly lastDuration: number;
  /** read from the container's packets, or counted from what the decoder really gave */
  readonly origin: 'packets' | 'decoder' | 'numbers';
  /** of H.264 in mp4 and mov */
  readonly packets?: PacketTable;
}

/** Frames of an opened clip. `info.frameCount`, `frameRate` and `variableRate` are exact. */
export interface OpenClip extends FrameSource {
  readonly index: FrameIndex;
  /** how many frames the container says there are: more than `info.frameCount` when the file is cut off */
  readonly claimedFrames: number;
  /** ends its decoders and drops cached frames; the clip may be used again afterwards */
  close(): Promise<void>;
}
