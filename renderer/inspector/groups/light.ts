import { type NumberParameter, type ParameterGroup, percent } from '../parameters.ts';
import { signedPercent } from './grade.ts';
import { LightPlace } from './LightPlace.tsx';

const plain = (
  path: string,
  label: string,
  [min, max]: readonly [number, number],
  unit: string,
  note: string,
): NumberParameter => ({
  kind: 'number',
  path,
  label,
  min,
  max,
  step: 0.05,
  scale: 1,
  unit,
  digits: 2,
  note,
});

/** A lit and a shadowed side. */
export const lightGroup: ParameterGroup = {
  title: 'Light',
  parameters: [
    plain('light.amount', 'Amount', [-4, 4], 'st', 'Stops between the lit and the shadowed side'),
    { ...plain('light.angle', 'Angle', [-180, 180], '°', 'Where the light comes from'), step: 1, digits: 0 },
    percent(
      'light.width',
      'Fall-off',
      [0.02, 2],
      'Width of the way from shadow to light, of the face’s square',
    ),
    percent('light.x', 'Across', [0, 1], 'Where the middle lies, from the left of the face’s square'),
    percent('light.y', 'Down', [0, 1], 'Where the middle lies, from the top of the face’s square'),
    signedPercent('light.warmth', 'Warmth', 'Colour of the lit side: below zero cooler, above warmer'),
  ],
  Extra: LightPlace,
};
