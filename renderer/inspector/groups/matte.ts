import { type ParameterGroup, percent } from '../parameters.ts';
import { MatteControls, sideRows } from './MatteControls.tsx';

/** What the matte starts from, how it is shaped before anything is painted, and what is done to all of it. */
export const matteGroup: ParameterGroup = {
  title: 'Matte',
  parameters: [
    { kind: 'toggle', path: 'matte.learned', label: 'Learned mask', note: 'The mask the network learned' },
    { kind: 'toggle', path: 'matte.hull', label: 'Hull', note: 'The outline of the face' },
    {
      kind: 'toggle',
      path: 'matte.person',
      label: 'Person',
      note: 'Only where a person is seen: keeps the matte off the background',
    },
    {
      kind: 'toggle',
      path: 'matte.occluders',
      label: 'Occluders',
      note: 'Objects that were painted and followed are cut out',
    },
    {
      kind: 'choice',
      path: 'matte.outline',
      label: 'Outline',
      options: [
        { value: 'silhouette', label: 'Silhouette' },
        { value: 'convex', label: 'Convex' },
      ],
      note: 'Whether the hull follows the hollows of a profile',
    },
    percent(
      'matte.brow',
      'Brow',
      [-0.5, 0.5],
      'Moves the hull’s edge above the brows up or down; out beyond the Learned mask only where that is off',
    ),
    percent(
      'matte.cheek',
      'Cheek',
      [-0.5, 0.5],
      'Moves the hull’s edge beside the face out or in; out beyond the Learned mask only where that is off',
    ),
    percent(
      'matte.jaw',
      'Jaw',
      [-0.5, 0.5],
      'Moves the hull’s edge below the mouth down or up; out beyond the Learned mask only where that is off',
    ),
    percent('matte.erode', 'Erode', [-0.25, 0.4], 'Shrinks the automatic matte; below zero it grows'),
    percent('matte.feather', 'Feather', [0, 0.5], 'Width of the soft edge, inside the automatic matte'),
    percent(
      'matte.grow',
      'Grow',
      [-0.2, 0.2],
      'Grows the matte with all that is painted; below zero it shrinks',
    ),
    percent('matte.soften', 'Soften', [0, 0.1], 'Softens the matte with all that is painted'),
  ],
  extraPaths: sideRows.map(({ path }) => path),
  Extra: MatteControls,
};
