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
  ],
};
