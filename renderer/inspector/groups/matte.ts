import { type ParameterGroup, percent } from '../parameters.ts';

/** What the matte starts from and how it is shaped before anything is painted. */
export const matteGroup: ParameterGroup = {
  title: 'Matte',
  parameters: [
    { kind: 'toggle', path: 'matte.learned', label: 'Learned mask', note: 'The mask the network learned' },
    { kind: 'toggle', path: 'matte.hull', label: 'Hull', note: 'The outline of the face' },
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
    percent('matte.erode', 'Erode', [-0.25, 0.4], 'Shrinks the matte; below zero it grows'),
    percent('matte.feather', 'Feather', [0, 0.5], 'Width of the soft edge, inside the matte'),
    percent('matte.brow', 'Brow', [-0.5, 0.5], 'Moves the edge above the brows up or down'),
    percent('matte.jaw', 'Jaw', [-0.5, 0.5], 'Moves the edge below the mouth down or up'),
  ],
};
