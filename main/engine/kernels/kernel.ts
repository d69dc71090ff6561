import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Symbolic, Tracer } from '../symbolic.ts';

export type KernelInputs = Readonly<Record<string, Symbolic>>;

/** Appends what a tfjs kernel computes to the graph. */
export type Kernel = (
  tracer: Tracer,
  inputs: KernelInputs,
  attributes: NamedAttrMap | undefined,
) => Symbolic | Symbolic[];

export type KernelTable = Readonly<Record<string, Kernel>>;

/** Names the attribute type a kernel receives; tfjs hands them over untyped. */
export const kernel =
  <A>(body: (tracer: Tracer, inputs: KernelInputs, attributes: A) => Symbolic | Symbolic[]): Kernel =>
  (tracer, inputs, attributes) =>
    body(tracer, inputs, attributes as unknown as A);
