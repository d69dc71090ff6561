import { type ParameterGroup, percent } from '../parameters.ts';

/** Detail, blur and grain brought to the plate's. */
export const textureGroup: ParameterGroup = {
  title: 'Texture',
  parameters: [
    percent('sharpness', 'Sharpness', [0, 1], 'How far the swap’s detail is brought to the plate’s'),
    percent(
      'blur',
      'Blur',
      [-1, 1],
      'Beyond the match: 100 % blurs over 2 % of the face’s square; below zero it sharpens',
    ),
    percent(
      'motionBlur',
      'Motion blur',
      [0, 2],
      'Along the way the face moves, as far as the plate shows it: 100 % is a shutter of 180°',
    ),
    percent('grain', 'Grain', [0, 2], 'Share of the plate’s own grain and skin texture laid over the swap'),
  ],
};
