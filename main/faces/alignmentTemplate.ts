/**
 * Where the stable points of a frontal, neutral face lie in face space, and how far they can be trusted.
 *
 * Derived from the mesh of the 45 neutral portraits of the Face Research Lab London Set (DeBruine & Jones
 * 2017, figshare 5047666, CC BY 4.0): each person's mesh aligned to the mean by a weighted similarity in
 * the picture plane (generalised Procrustes), the median taken point by point, made symmetrical by
 * averaging with its mirror image, then scaled so that face space is a square 1.72 times as wide as the
 * points with the mean chin at v = 0.92 (the mesh's upper edge on the forehead then lies at 0.08). Only
 * numbers averaged over all people are kept here.
 *
 * Columns: mesh point, u, v, depth (in face-space units, away from the viewer), weight in the alignment,
 * weight in the fit of the pose. The alignment hangs on the eye corners, which neither expression nor a
 * small nod moves against the skull as seen; brows, nose and mouth corners steady size and direction. The
 * pose needs the nose, which stands out in depth.
 */
const table: readonly (readonly [
  point: number,
  u: number,
  v: number,
  depth: number,
  weight: number,
  poseWeight: number,
])[] = [
  [70, 0.2093, 0.27406, 0.04667, 0.5, 0.5],
  [300, 0.7907, 0.27406, 0.04667, 0.5, 0.5],
  [63, 0.2381, 0.24137, 0.00568, 0.5, 0.5],
  [293, 0.7619, 0.24137, 0.00568, 0.5, 0.5],
  [105, 0.2873, 0.22318, -0.02797, 0.5, 0.5],
  [334, 0.7127, 0.22318, -0.02797, 0.5, 0.5],
  [66, 0.35165, 0.22628, -0.05853, 0.5, 0.5],
  [296, 0.64835, 0.22628, -0.05853, 0.5, 0.5],
  [107, 0.42389, 0.23543, -0.07381, 0.7, 0.7],
  [336, 0.57611, 0.23543, -0.07381, 0.7, 0.7],
  [46, 0.22685, 0.28654, 0.01879, 0.5, 0.5],
  [276, 0.77315, 0.28654, 0.01879, 0.5, 0.5],
  [53, 0.25556, 0.26129, -0.011, 0.5, 0.5],
  [283, 0.74444, 0.26129, -0.011, 0.5, 0.5],
  [52, 0.29866, 0.24794, -0.03526, 0.5, 0.5],
  [282, 0.70134, 0.24794, -0.03526, 0.5, 0.5],
  [65, 0.35728, 0.25157, -0.05332, 0.5, 0.5],
  [295, 0.64272, 0.25157, -0.05332, 0.5, 0.5],
  [55, 0.43408, 0.27761, -0.06345, 0.7, 0.7],
  [285, 0.56592, 0.27761, -0.06345, 0.7, 0.7],
  [33, 0.27401, 0.34825, 0.03824, 8, 2],
  [263, 0.72599, 0.34825, 0.03824, 8, 2],
  [133, 0.41447, 0.35676, 0.01051, 8, 2],
  [362, 0.58553, 0.35676, 0.01051, 8, 2],
  [130, 0.26026, 0.35042, 0.0442, 4, 1],
  [359, 0.73974, 0.35042, 0.0442, 4, 1],
  [243, 0.4252, 0.35718, 0.00552, 4, 1],
  [463, 0.5748, 0.35718, 0.00552, 4, 1],
  [98, 0.41591, 0.56374, -0.07249, 0.15, 1],
  [327, 0.58409, 0.56374, -0.07249, 0.15, 1],
  [129, 0.39735, 0.53113, -0.05175, 0.15, 1],
  [358, 0.60265, 0.53113, -0.05175, 0.15, 1],
  [48, 0.4065, 0.52966, -0.11123, 0.1, 0.7],
  [278, 0.5935, 0.52966, -0.11123, 0.1, 0.7],
  [122, 0.47166, 0.36746, -0.0855, 0.5, 1],
  [351, 0.52834, 0.36746, -0.0855, 0.5, 1],
  [196, 0.47332, 0.40051, -0.11815, 0.5, 1],
  [419, 0.52668, 0.40051, -0.11815, 0.5, 1],
  [236, 0.45318, 0.44714, -0.12308, 0.35, 0.7],
  [456, 0.54682, 0.44714, -0.12308, 0.35, 0.7],
  [61, 0.37536, 0.68209, -0.02615, 0.35, 0.35],
  [291, 0.62464, 0.68209, -0.02615, 0.35, 0.35],
  [168, 0.5, 0.32271, -0.07313, 0.75, 1.5],
  [6, 0.5, 0.35872, -0.09733, 1, 2],
  [197, 0.5, 0.39285, -0.12563, 1, 2],
  [195, 0.5, 0.42607, -0.1545, 0.75, 1.5],
  [5, 0.5, 0.46086, -0.1854, 0.15, 1],
  [4, 0.5, 0.5033, -0.19901, 0.15, 1],
  [1, 0.5, 0.53666, -0.18953, 0.15, 1],
  [2, 0.5, 0.5699, -0.11652, 0.2, 1.2],
];

export const alignmentTemplate = {
  /** indices into the mesh */
  points: table.map((row) => row[0]),
  /** u, v of each point */
  positions: table.flatMap((row) => [row[1], row[2]]),
  depths: table.map((row) => row[3]),
  weights: table.map((row) => row[4]),
  poseWeights: table.map((row) => row[5]),
} as const;
