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
 * Columns: mesh point, u, v, depth (in face-space units, away from the viewer), weight. Brows, mouth
 * corners and the tip of the nose move with expression and count less than eye corners and the bridge.
 */
const table: readonly (readonly [point: number, u: number, v: number, depth: number, weight: number])[] = [
  [70, 0.2093, 0.27423, 0.07793, 0.5],
  [300, 0.7907, 0.27423, 0.07793, 0.5],
  [63, 0.23826, 0.24198, 0.03703, 0.5],
  [293, 0.76174, 0.24198, 0.03703, 0.5],
  [105, 0.28722, 0.22461, 0.0038, 0.5],
  [334, 0.71278, 0.22461, 0.0038, 0.5],
  [66, 0.35176, 0.22731, -0.02669, 0.5],
  [296, 0.64824, 0.22731, -0.02669, 0.5],
  [107, 0.42458, 0.23731, -0.04196, 0.7],
  [336, 0.57542, 0.23731, -0.04196, 0.7],
  [46, 0.22684, 0.28647, 0.04988, 0.5],
  [276, 0.77316, 0.28647, 0.04988, 0.5],
  [53, 0.25511, 0.26111, 0.02044, 0.5],
  [283, 0.74489, 0.26111, 0.02044, 0.5],
  [52, 0.2981, 0.24844, -0.00348, 0.5],
  [282, 0.7019, 0.24844, -0.00348, 0.5],
  [65, 0.35706, 0.25313, -0.02181, 0.5],
  [295, 0.64294, 0.25313, -0.02181, 0.5],
  [55, 0.43425, 0.2791, -0.03155, 0.7],
  [285, 0.56575, 0.2791, -0.03155, 0.7],
  [33, 0.27435, 0.34925, 0.06927, 4],
  [263, 0.72565, 0.34925, 0.06927, 4],
  [133, 0.41443, 0.35712, 0.04174, 4],
  [362, 0.58557, 0.35712, 0.04174, 4],
  [130, 0.26, 0.35138, 0.07527, 2],
  [359, 0.74, 0.35138, 0.07527, 2],
  [243, 0.42512, 0.35807, 0.03689, 2],
  [463, 0.57488, 0.35807, 0.03689, 2],
  [98, 0.41598, 0.56509, -0.04094, 0.5],
  [327, 0.58402, 0.56509, -0.04094, 0.5],
  [129, 0.39704, 0.53237, -0.0201, 0.5],
  [358, 0.60296, 0.53237, -0.0201, 0.5],
  [48, 0.40645, 0.53028, -0.0787, 0.35],
  [278, 0.59355, 0.53028, -0.0787, 0.35],
  [122, 0.47147, 0.36783, -0.05369, 1],
  [351, 0.52853, 0.36783, -0.05369, 1],
  [196, 0.47351, 0.4005, -0.08603, 1],
  [419, 0.52649, 0.4005, -0.08603, 1],
  [236, 0.45276, 0.44765, -0.0906, 0.7],
  [456, 0.54724, 0.44765, -0.0906, 0.7],
  [61, 0.37469, 0.68229, 0.00597, 0.35],
  [291, 0.62531, 0.68229, 0.00597, 0.35],
  [168, 0.5, 0.32385, -0.04135, 1.5],
  [6, 0.5, 0.35923, -0.06579, 2],
  [197, 0.5, 0.39284, -0.09338, 2],
  [195, 0.5, 0.42577, -0.12245, 1.5],
  [5, 0.5, 0.46078, -0.15281, 0.5],
  [4, 0.5, 0.50406, -0.16684, 0.5],
  [1, 0.5, 0.5376, -0.15736, 0.5],
  [2, 0.5, 0.57125, -0.08355, 0.6],
];

export const alignmentTemplate = {
  /** indices into the mesh */
  points: table.map((row) => row[0]),
  /** u, v of each point */
  positions: table.flatMap((row) => [row[1], row[2]]),
  depths: table.map((row) => row[3]),
  weights: table.map((row) => row[4]),
} as const;
