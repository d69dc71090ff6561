/**
 * Parts of the face by their points, in the numbering of MediaPipe's canonical mesh. "Right" and "left" are
 * the performer's own, as a director says them: the right eye lies at the picture's left.
 */
export interface FacePart {
  readonly id: string;
  readonly title: string;
  /** on the chip */
  readonly short: string;
  /** lines drawn strong, which a click takes hold of; the first point again closes one */
  readonly contours: readonly (readonly number[])[];
  /** points that move with it beside those of its contours */
  readonly also: readonly number[];
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

export const faceParts: readonly FacePart[] = [
  {
    id: 'rightBrow',
    title: 'Right brow',
    short: 'R brow',
    contours: [
      [70, 63, 105, 66, 107],
      [46, 53, 52, 65, 55],
    ],
    also: [],
  },
  {
    id: 'leftBrow',
    title: 'Left brow',
    short: 'L brow',
    contours: [
      [300, 293, 334, 296, 336],
      [276, 283, 282, 295, 285],
    ],
    also: [],
  },
  {
    id: 'rightEye',
    title: 'Right eye',
    short: 'R eye',
    contours: [
      [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 33],
      [469, 470, 471, 472, 469],
    ],
    also: [468, 130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190],
  },
  {
    id: 'leftEye',
    title: 'Left eye',
    short: 'L eye',
    contours: [
      [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 263],
      [474, 475, 476, 477, 474],
    ],
    also: [473, 359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414],
  },
  {
    id: 'nose',
    title: 'Nose',
    short: 'Nose',
    contours: [
      [168, 6, 197, 195, 5, 4, 1],
      [48, 64, 98, 97, 2, 326, 327, 294, 278],
    ],
    also: [
      122, 196, 3, 51, 45, 44, 19, 94, 125, 141, 351, 419, 248, 281, 275, 274, 354, 370, 236, 456, 134, 363,
      220, 440, 115, 344, 131, 360, 49, 279, 102, 331, 129, 358, 219, 439, 218, 438, 237, 457, 239, 459, 241,
      461, 242, 462, 238, 458, 79, 309, 166, 392, 59, 289, 75, 305, 60, 290, 20, 250, 99, 328, 240, 460, 235,
      455, 217, 437, 174, 399, 198, 420, 209, 429,
    ],
  },
  {
    id: 'lips',
    title: 'Lips',
    short: 'Lips',
    contours: [
      [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 61],
      [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78],
    ],
    also: [
      76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89,
      179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
    ],
  },
  {
    id: 'jaw',
    title: 'Jaw',
    short: 'Jaw',
    contours: [
      [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454],
    ],
    also: [],
  },
];

/** The rest of the outline: temples and forehead. Drawn lighter; not a part of its own. */
export const upperOutline: readonly number[] = [
  454, 356, 389, 251, 284, 332, 297, 338, 10, 109, 67, 103, 54, 21, 162, 127, 234,
];

const pointsById = new Map(
  faceParts.map(({ id, contours, also }) => [id, [...new Set([...contours.flat(), ...also])]]),
);

/** All points of the face, irises too. */
export const wholeFace: readonly number[] = span(0, 477);

/** The points of a part. */
export const pointsOf = (part: string): readonly number[] => pointsById.get(part) ?? [];
