import { type ParameterGroup, percent } from '../parameters.ts';

/** Detail, blur and grain brought to the plate's. */
export const textureGroup: ParameterGroup = {
  title: 'Texture',
  parameters: [
    percent('sharpness', 'Sharpness', [0, 1], 'How far the swap’s detail is brought to the plate’s'),
    percent('grain', 'Grain', [0, 2], 'Share of the plate’s own grain and skin texture laid over the swap'),
  ],
};
