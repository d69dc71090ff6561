import type { ParameterGroup } from '../parameters.ts';
import { colourGroup } from './colour.ts';
import { matteGroup } from './matte.ts';
import { mixGroup } from './mix.ts';
import { textureGroup } from './texture.ts';

/** Everything of a composite that can be set, in the order a compositor works: matte, colour, texture, mix. */
export const parameterGroups: readonly ParameterGroup[] = [matteGroup, colourGroup, textureGroup, mixGroup];
