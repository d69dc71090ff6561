import type { FaceObservation } from '../main/faces/index.ts';

/** Distances between mesh points that show expression, each in distances between the outer eye corners. */
const measures = {
  mouth_opening: [[13, 14]],
  mouth_width: [[61, 291]],
  eye_opening: [
    [159, 145],
    [386, 374],
  ],
} as const;

export type Expression = Record<keyof typeof measures, number>;

export function expressionOf({ landmarks }: FaceObservation): Expression {
  const apart = (a: number, b: number): number =>
    Math.hypot(
      landmarks[a * 3] - landmarks[b * 3],
      landmarks[a * 3 + 1] - landmarks[b * 3 + 1],
      landmarks[a * 3 + 2] - landmarks[b * 3 + 2],
    );
  const eyes = apart(33, 263);
  const mean = (pairs: readonly (readonly [number, number])[]): number =>
    pairs.reduce((sum, [a, b]) => sum + apart(a, b), 0) / pairs.length / eyes;
  return {
    mouth_opening: mean(measures.mouth_opening),
    mouth_width: mean(measures.mouth_width),
    eye_opening: mean(measures.eye_opening),
  };
}

/**
 * How the comp's expression follows the plate's over a shot.
 *
 * @returns for each measure `correlation`, and `gain`: how far the comp's moves when the plate's moves by 1
 *   (standard deviations' ratio times the correlation's sign)
 */
export function compareExpressions(
  plate: readonly Expression[],
  comp: readonly Expression[],
): Record<string, { correlation: number; gain: number }> {
  return Object.fromEntries(
    (Object.keys(measures) as (keyof Expression)[]).map((name) => {
      const x = centred(plate.map((one) => one[name]));
      const y = centred(comp.map((one) => one[name]));
      const products = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, value, i) => sum + value * b[i], 0);
      const [xx, yy, xy] = [products(x, x), products(y, y), products(x, y)];
      const correlation = xy / (Math.sqrt(xx * yy) || 1);
      return [name, { correlation, gain: Math.sign(correlation) * Math.sqrt(yy / (xx || 1)) }];
    }),
  );
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
