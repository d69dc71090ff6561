/**
 * Where the stable points of a frontal, neutral face lie in face space, and how far they can be trusted.
 *
 * Derived from the mesh of the 45 neutral portraits of the Face Research Lab London Set (DeBruine & Jones
 * 2017, figshare 5047666, CC BY 4.0): each person's mesh aligned to the mean by a weighted similarity in
 * the picture plane (generalised Procrustes), the median taken point by point, made symmetrical by
 * averaging with its mirror image, then scaled so that face space is a square 1.72 times as wide as the
 * points with the mean chin at v = 0.905, which leaves room for an open mouth (the upper edge of the mesh,
 * on the forehead, then lies at 0.06). Only numbers averaged over all people are kept here.
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
  [70, 0.2093, 0.25906, 0.04667, 0.5, 0.5],
  [300, 0.7907, 0.25906, 0.04667, 0.5, 0.5],
  [63, 0.2381, 0.22637, 0.00568, 0.5, 0.5],
  [293, 0.7619, 0.22637, 0.00568, 0.5, 0.5],
  [105, 0.2873, 0.20818, -0.02797, 0.5, 0.5],
  [334, 0.7127, 0.20818, -0.02797, 0.5, 0.5],
  [66, 0.35165, 0.21128, -0.05853, 0.5, 0.5],
  [296, 0.64835, 0.21128, -0.05853, 0.5, 0.5],
  [107, 0.42389, 0.22043, -0.07381, 0.7, 0.7],
  [336, 0.57611, 0.22043, -0.07381, 0.7, 0.7],
  [46, 0.22685, 0.27154, 0.01879, 0.5, 0.5],
  [276, 0.77315, 0.27154, 0.01879, 0.5, 0.5],
  [53, 0.25556, 0.24629, -0.011, 0.5, 0.5],
  [283, 0.74444, 0.24629, -0.011, 0.5, 0.5],
  [52, 0.29866, 0.23294, -0.03526, 0.5, 0.5],
  [282, 0.70134, 0.23294, -0.03526, 0.5, 0.5],
  [65, 0.35728, 0.23657, -0.05332, 0.5, 0.5],
  [295, 0.64272, 0.23657, -0.05332, 0.5, 0.5],
  [55, 0.43408, 0.26261, -0.06345, 0.7, 0.7],
  [285, 0.56592, 0.26261, -0.06345, 0.7, 0.7],
  [33, 0.27401, 0.33325, 0.03824, 8, 2],
  [263, 0.72599, 0.33325, 0.03824, 8, 2],
  [133, 0.41447, 0.34176, 0.01051, 8, 2],
  [362, 0.58553, 0.34176, 0.01051, 8, 2],
  [130, 0.26026, 0.33542, 0.0442, 4, 1],
  [359, 0.73974, 0.33542, 0.0442, 4, 1],
  [243, 0.4252, 0.34218, 0.00552, 4, 1],
  [463, 0.5748, 0.34218, 0.00552, 4, 1],
  [98, 0.41591, 0.54874, -0.07249, 0.15, 1],
  [327, 0.58409, 0.54874, -0.07249, 0.15, 1],
  [129, 0.39735, 0.51613, -0.05175, 0.15, 1],
  [358, 0.60265, 0.51613, -0.05175, 0.15, 1],
  [48, 0.4065, 0.51466, -0.11123, 0.1, 0.7],
  [278, 0.5935, 0.51466, -0.11123, 0.1, 0.7],
  [122, 0.47166, 0.35246, -0.0855, 0.5, 1],
  [351, 0.52834, 0.35246, -0.0855, 0.5, 1],
  [196, 0.47332, 0.38551, -0.11815, 0.5, 1],
  [419, 0.52668, 0.38551, -0.11815, 0.5, 1],
  [236, 0.45318, 0.43214, -0.12308, 0.35, 0.7],
  [456, 0.54682, 0.43214, -0.12308, 0.35, 0.7],
  [61, 0.37536, 0.66709, -0.02615, 0.35, 0.35],
  [291, 0.62464, 0.66709, -0.02615, 0.35, 0.35],
  [168, 0.5, 0.30771, -0.07313, 0.75, 1.5],
  [6, 0.5, 0.34372, -0.09733, 1, 2],
  [197, 0.5, 0.37785, -0.12563, 1, 2],
  [195, 0.5, 0.41107, -0.1545, 0.75, 1.5],
  [5, 0.5, 0.44586, -0.1854, 0.15, 1],
  [4, 0.5, 0.4883, -0.19901, 0.15, 1],
  [1, 0.5, 0.52166, -0.18953, 0.15, 1],
  [2, 0.5, 0.5549, -0.11652, 0.2, 1.2],
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
