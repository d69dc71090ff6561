import { type NumberParameter, type ParameterGroup, percent } from '../parameters.ts';

const times = (path: string, label: string, note: string): NumberParameter => ({
  ...percent(path, label, [0.5, 2], note),
  step: 0.002,
});

/** Where the swapped face lies against the plate's; the matte stays. Also by hand, with the Fit tool. */
export const fitGroup: ParameterGroup = {
  title: 'Fit',
  parameters: [
    {
      ...percent('fit.x', 'Move X', [-0.5, 0.5], 'To the face’s right on the picture; of the face’s square'),
      step: 0.001,
    },
    { ...percent('fit.y', 'Move Y', [-0.5, 0.5], 'Downwards; of the face’s square'), step: 0.001 },
    times('fit.scale', 'Scale', 'About the middle of the face'),
    {
      kind: 'number',
      path: 'fit.rotate',
      label: 'Rotate',
      min: -45,
      max: 45,
      step: 0.1,
      scale: 1,
      unit: '°',
      digits: 1,
      note: 'Clockwise, about the middle of the face',
    },
    times('fit.stretchX', 'Width', 'Stretches the face across'),
    times('fit.stretchY', 'Height', 'Stretches the face from forehead to chin'),
  ],
};
