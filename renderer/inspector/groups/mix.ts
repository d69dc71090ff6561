import { type ParameterGroup, percent } from '../parameters.ts';

/** How the swap and the plate are mixed. */
export const mixGroup: ParameterGroup = {
  title: 'Mix',
  parameters: [
    percent('opacity', 'Opacity', [0, 1], 'How much of the swap shows'),
    {
      kind: 'choice',
      path: 'blend',
      label: 'Blend',
      options: [
        { value: 'light', label: 'As light' },
        { value: 'gamma', label: 'As code values' },
      ],
      note: 'Linear light, or code values as older compositors mix them',
    },
    {
      kind: 'choice',
      path: 'edge.mode',
      label: 'Edge',
      options: [
        { value: 'feather', label: 'Feather' },
        { value: 'multiband', label: 'Multi-band' },
        { value: 'poisson', label: 'Poisson' },
      ],
      note: 'Feather: the matte alone. Multi-band: coarse detail mixed wider than fine. Poisson: the plate’s colours carried in from the edge, so keep the matte on skin: hair or background under its edge colours the face',
    },
    {
      kind: 'number',
      path: 'edge.bands',
      label: 'Bands',
      min: 1,
      max: 6,
      step: 0.1,
      scale: 1,
      unit: '',
      digits: 1,
      note: 'Multi-band: each more mixes detail twice as coarse, over twice the width',
    },
    percent('edge.strength', 'Edge mix', [0, 1], 'How far Multi-band or Poisson takes the feather’s place'),
  ],
};
