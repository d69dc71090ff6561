import {
  CircleMinus,
  CirclePlus,
  Droplet,
  Hand,
  Lasso,
  type LucideIcon,
  Move,
  Paintbrush,
  Pentagon,
  Stamp,
} from 'lucide-react';
import type { PaintEffect, PaintMode } from './paintStore.ts';

export interface Choice<Value> {
  readonly value: Value;
  readonly title: string;
  readonly note: string;
  readonly icon: LucideIcon;
}

export const effects: readonly Choice<PaintEffect>[] = [
  {
    value: 'add',
    title: 'Add',
    note: 'adds to the matte; alt or the eraser end subtracts',
    icon: CirclePlus,
  },
  {
    value: 'subtract',
    title: 'Subtract',
    note: 'takes from the matte; alt or the eraser end adds',
    icon: CircleMinus,
  },
  { value: 'soft', title: 'Soft', note: 'blurs the matte where you paint', icon: Droplet },
  { value: 'smudge', title: 'Smudge', note: 'drags the matte along', icon: Hand },
  {
    value: 'clone',
    title: 'Clone',
    note: 'lays the plate from elsewhere over the comp; alt and a click set where from',
    icon: Stamp,
  },
];

export const effectOf = (effect: PaintEffect): Choice<PaintEffect> =>
  effects.find(({ value }) => value === effect) ?? effects[0];

export const modes: readonly Choice<PaintMode>[] = [
  { value: 'brush', title: 'Brush', note: 'shift draws straight lines', icon: Paintbrush },
  { value: 'lasso', title: 'Lasso', note: 'an area drawn freehand', icon: Lasso },
  {
    value: 'polygon',
    title: 'Polygon',
    note: 'a click a corner; the first corner, Enter or a double click closes',
    icon: Pentagon,
  },
  {
    value: 'move',
    title: 'Move strokes',
    note: 'drag strokes or their points; a double click on the line sets a point, Delete takes it away',
    icon: Move,
  },
];

/** Why an effect cannot be had in a shape: a smudge goes from somewhere to somewhere, and an area has no way. */
export const modeObstacle = (effect: PaintEffect, mode: PaintMode): string | undefined =>
  effect === 'smudge' && (mode === 'lasso' || mode === 'polygon')
    ? 'Only the brush smudges: an area has no way along which the matte could be dragged'
    : undefined;
