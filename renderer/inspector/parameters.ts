import type { ComponentType } from 'react';
import {
  type Clip,
  type CompositeSettings,
  defaultSettings,
  readSetting,
} from '../../preload/contract/index.ts';

/** A number of the composite settings. Values are as stored; `scale` and `unit` are how people read them. */
export interface NumberParameter {
  readonly kind: 'number';
  /** where it lies: "matte.erode" */
  readonly path: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** the least change of a drag, and of an arrow key */
  readonly step: number;
  readonly scale: number;
  readonly unit: string;
  /** digits behind the point, as read */
  readonly digits: number;
  readonly note: string;
}

export interface ChoiceParameter {
  readonly kind: 'choice';
  readonly path: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly note: string;
}

export interface ToggleParameter {
  readonly kind: 'toggle';
  readonly path: string;
  readonly label: string;
  readonly note: string;
}

export type Parameter = NumberParameter | ChoiceParameter | ToggleParameter;

/** What a group's own controls get: the settings at the playhead, and the way to change one. */
export interface GroupProperties {
  readonly clip: Clip;
  readonly settings: CompositeSettings;
  /** see `useSettings` */
  readonly change: (path: string, value: unknown, last: boolean) => void;
}

export interface ParameterGroup {
  readonly title: string;
  readonly parameters: readonly Parameter[];
  /** controls that rows cannot show, below the rows */
  readonly Extra?: ComponentType<GroupProperties>;
  /** what those set */
  readonly extraPaths?: readonly string[];
}

type Range = readonly [min: number, max: number];

/** A number from 0 to 1 that people read as per cent. */
export const percent = (path: string, label: string, [min, max]: Range, note: string): NumberParameter => ({
  kind: 'number',
  path,
  label,
  min,
  max,
  step: 0.005,
  scale: 100,
  unit: '%',
  digits: 1,
  note,
});

export const defaultOf = (path: string): unknown => readSetting(defaultSettings, path);

/** A value moved onto the parameter's grid and into its range. */
export function settle({ min, max, step }: NumberParameter, value: number): number {
  const onGrid = Math.round(value / step) * step;
  // 0.1 + 0.2 must not be written into the project
  return Number(Math.min(max, Math.max(min, onGrid)).toFixed(6));
}

/** As people read it, without the unit: "12.5". */
export const showValue = ({ scale, digits }: NumberParameter, value: number): string =>
  (value * scale).toFixed(digits).replace(/^-(0(?:\.0+)?)$/, '$1');

/**
 * Reads what was typed: "12.5", "12,5 %", or a change of the value as it is: "+5", "*2". A minus alone
 * sets a negative value; "--5" takes five off.
 *
 * @returns the stored value, null when it cannot be read
 */
export function readTyped(parameter: NumberParameter, text: string, now: number): number | null {
  const match = /^\s*(\+|--|\*|\/)?\s*(-?\d*[.,]?\d+(?:e[+-]?\d+)?)\s*[%a-z°]*\s*$/i.exec(text);
  if (!match) return null;
  const { scale, min, max } = parameter;
  const number = Number(match[2]?.replace(',', '.'));
  const changed = {
    '+': now + number / scale,
    '--': now - number / scale,
    '*': now * number,
    '/': number === 0 ? Number.NaN : now / number,
  }[match[1] ?? ''];
  const value = match[1] === undefined ? number / scale : changed;
  if (value === undefined || !Number.isFinite(value)) return null;
  return Number(Math.min(max, Math.max(min, value)).toFixed(6));
}
