import type { ParameterGroup } from '../parameters.ts';
import { colourGroup } from './colour.ts';
import { fitGroup } from './fit.ts';
import { gradeGroup } from './grade.ts';
import { lightGroup } from './light.ts';
import { matteGroup } from './matte.ts';
import { mixGroup } from './mix.ts';
import { textureGroup } from './texture.ts';

/** Everything of a composite that can be set, in the order a compositor works: matte, colour, grade, light, fit, texture, mix. */
export const parameterGroups: readonly ParameterGroup[] = [
  matteGroup,
  colourGroup,
  gradeGroup,
  lightGroup,
  fitGroup,
  textureGroup,
  mixGroup,
];
