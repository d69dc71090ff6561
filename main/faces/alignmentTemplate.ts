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
 * Columns: mesh point, u, v, depth (in face-space units, away from the viewer), weight. Brows and mouth
 * corners move with expression and count less than eye corners and the bridge of the nose.
 */
const table: readonly (readonly [point: number, u: number, v: number, depth: number, weight: number])[] = [
  [70, 0.2093, 0.27544, 0.10294, 0.5],
  [300, 0.7907, 0.27544, 0.10294, 0.5],
  [63, 0.23898, 0.24201, 0.0601, 0.5],
  [293, 0.76102, 0.24201, 0.0601, 0.5],
  [105, 0.28734, 0.22488, 0.02712, 0.5],
  [334, 0.71266, 0.22488, 0.02712, 0.5],
  [66, 0.35121, 0.22788, -0.00269, 0.5],
  [296, 0.64879, 0.22788, -0.00269, 0.5],
  [107, 0.42424, 0.23784, -0.01863, 0.7],
  [336, 0.57576, 0.23784, -0.01863, 0.7],
  [46, 0.22657, 0.28748, 0.07294, 0.5],
  [276, 0.77343, 0.28748, 0.07294, 0.5],
  [53, 0.25548, 0.26173, 0.04276, 0.5],
  [283, 0.74452, 0.26173, 0.04276, 0.5],
  [52, 0.29836, 0.24936, 0.01898, 0.5],
  [282, 0.70164, 0.24936, 0.01898, 0.5],
  [65, 0.35678, 0.25361, 0.00203, 0.5],
  [295, 0.64322, 0.25361, 0.00203, 0.5],
  [55, 0.43508, 0.27929, -0.00803, 0.7],
  [285, 0.56492, 0.27929, -0.00803, 0.7],
  [33, 0.27455, 0.34991, 0.09145, 2],
  [263, 0.72545, 0.34991, 0.09145, 2],
  [133, 0.4147, 0.35806, 0.065, 2],
  [362, 0.5853, 0.35806, 0.065, 2],
  [130, 0.26048, 0.35237, 0.09761, 1],
  [359, 0.73952, 0.35237, 0.09761, 1],
  [243, 0.4252, 0.35888, 0.06008, 1],
  [463, 0.5748, 0.35888, 0.06008, 1],
  [98, 0.41639, 0.56565, -0.01736, 1],
  [327, 0.58361, 0.56565, -0.01736, 1],
  [129, 0.39715, 0.53263, 0.00278, 1],
  [358, 0.60285, 0.53263, 0.00278, 1],
  [48, 0.4066, 0.53142, -0.05565, 0.7],
  [278, 0.5934, 0.53142, -0.05565, 0.7],
  [122, 0.47141, 0.36911, -0.03028, 1],
  [351, 0.52859, 0.36911, -0.03028, 1],
  [196, 0.4731, 0.40066, -0.06264, 1],
  [419, 0.5269, 0.40066, -0.06264, 1],
  [236, 0.4528, 0.44769, -0.06761, 0.7],
  [456, 0.5472, 0.44769, -0.06761, 0.7],
  [61, 0.37562, 0.68242, 0.02893, 0.7],
  [291, 0.62438, 0.68242, 0.02893, 0.7],
  [168, 0.5, 0.32463, -0.01867, 1.5],
  [6, 0.5, 0.3607, -0.04229, 2],
  [197, 0.5, 0.3931, -0.06974, 2],
  [195, 0.5, 0.42572, -0.09951, 1.5],
  [5, 0.5, 0.46102, -0.1298, 1],
  [4, 0.5, 0.50432, -0.14384, 1],
  [1, 0.5, 0.53848, -0.13435, 1],
  [2, 0.5, 0.57208, -0.05967, 1.2],
];

export const alignmentTemplate = {
  /** indices into the mesh */
  points: table.map((row) => row[0]),
  /** u, v of each point */
  positions: table.flatMap((row) => [row[1], row[2]]),
  depths: table.map((row) => row[3]),
  weights: table.map((row) => row[4]),
} as const;
