import { registerGradient } from '@tensorflow/tfjs-core';
import { elementwiseGradients } from './elementwise.ts';
import type { GradientTable } from './gradient.ts';
import { linearGradients } from './linear.ts';
import { reductionGradients } from './reduction.ts';
import { shapeGradients } from './shape.ts';

/** Every tfjs kernel that can be differentiated. */
export const gradientTable: GradientTable = {
  ...elementwiseGradients,
  ...reductionGradients,
  ...linearGradients,
  ...shapeGradients,
};

/**
 * Registers the gradients with tfjs, for every backend. tfjs-core alone brings none, and its own list
 * cannot be imported by Node (the files are ES modules in a CommonJS package). Done anew at every call, as
 * a tfjs bundle loaded meanwhile puts its own in their place.
 */
export function registerGradients(): void {
  for (const [kernelName, { inputsToSave, outputsToSave, saveAllInputs, gradFunc }] of Object.entries(
    gradientTable,
  )) {
    registerGradient({
      kernelName,
      ...(inputsToSave && { inputsToSave: [...inputsToSave] }),
      ...(outputsToSave && { outputsToSave: [...outputsToSave] }),
      ...(saveAllInputs && { saveAllInputs }),
      gradFunc: (dy, saved, attributes) => gradFunc(dy, saved, attributes),
    });
  }
}
