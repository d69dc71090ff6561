import { type ParameterGroup, percent } from '../parameters.ts';
import { ColourReference } from './ColourReference.tsx';

/** How the swap takes on the colour of the plate. */
export const colourGroup: ParameterGroup = {
  title: 'Colour',
  parameters: [
    {
      kind: 'choice',
      path: 'colour.method',
      label: 'Match',
      options: [
        { value: 'mk', label: 'Monge-Kantorovich' },
        { value: 'reinhard', label: 'Reinhard Lab' },
        { value: 'lct', label: 'Linear covariance' },
        { value: 'idt', label: 'Iterative distribution' },
        { value: 'sot', label: 'Sliced transport' },
        { value: 'light', label: 'Spatial light' },
        { value: 'none', label: 'None' },
      ],
      note: 'How the swap takes on the colour of the plate',
    },
    percent('colour.strength', 'Strength', [0, 1], 'How much of the match is applied'),
    {
      kind: 'number',
      path: 'colour.smoothing',
      label: 'Smoothing',
      min: 0,
      max: 50,
      step: 0.5,
      scale: 1,
      unit: 'fr',
      digits: 1,
      note: 'Frames over which the colour is averaged, against flicker of the network; more falls behind a plate that changes',
    },
    {
      kind: 'toggle',
      path: 'colour.weighted',
      label: 'By the matte',
      note: 'Only what the matte shows is measured; off: hair and background count too',
    },
  ],
  Extra: ColourReference,
  extraPaths: ['colour.reference', 'colour.cells', 'colour.referenceFrame', 'colour.referencePicture'],
};
