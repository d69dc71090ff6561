import { type NumberParameter, type ParameterGroup, percent } from '../parameters.ts';
import { GradeControls } from './GradeControls.tsx';
import { wheelPaths } from './gradeWheels.ts';

export const signedPercent = (path: string, label: string, note: string): NumberParameter => ({
  ...percent(path, label, [-1, 1], note),
  step: 0.01,
  digits: 0,
});

/** The artist's grade of the matched swap. */
export const gradeGroup: ParameterGroup = {
  title: 'Grade',
  parameters: [
    {
      kind: 'number',
      path: 'grade.exposure',
      label: 'Exposure',
      min: -4,
      max: 4,
      step: 0.02,
      scale: 1,
      unit: 'st',
      digits: 2,
      note: 'Stops of light',
    },
    signedPercent('grade.temperature', 'Temperature', 'Below zero cooler, above warmer'),
    signedPercent('grade.tint', 'Tint', 'Below zero greener, above more magenta'),
    { ...percent('grade.contrast', 'Contrast', [0, 2], 'About middle grey'), step: 0.01 },
    { ...percent('grade.saturation', 'Saturation', [0, 2], 'Of all colours; nothing at zero'), step: 0.01 },
  ],
  Extra: GradeControls,
  extraPaths: [
    ...wheelPaths,
    'grade.curves.master',
    'grade.curves.red',
    'grade.curves.green',
    'grade.curves.blue',
  ],
};
