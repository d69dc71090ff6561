import { type CompositeSettings, defaultSettings } from '../../preload/contract/index.ts';

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

export type Parameter = NumberParameter | ChoiceParameter;

export interface ParameterGroup {
  readonly title: string;
  readonly parameters: readonly Parameter[];
}

type Range = readonly [min: number, max: number];

const percent = (path: string, label: string, [min, max]: Range, note: string): NumberParameter => ({
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

/** Everything of a composite that can be set, in the order a compositor works: matte, colour, texture, mix. */
export const parameterGroups: readonly ParameterGroup[] = [
  {
    title: 'Matte',
    parameters: [
      {
        kind: 'choice',
        path: 'matte.shape',
        label: 'Shape',
        options: [
          { value: 'both', label: 'Where both agree' },
          { value: 'learned', label: 'Learned mask' },
          { value: 'hull', label: 'Hull of the face' },
        ],
        note: 'What the matte starts from: the mask the network learned, the outline of the face, or both',
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
      percent('matte.erode', 'Erode', [-0.25, 0.4], 'Shrinks the matte; below zero it grows'),
      percent('matte.feather', 'Feather', [0, 0.5], 'Width of the soft edge, inside the matte'),
      percent('matte.brow', 'Brow', [-0.5, 0.5], 'Moves the edge above the brows up or down'),
      percent('matte.jaw', 'Jaw', [-0.5, 0.5], 'Moves the edge below the mouth down or up'),
    ],
  },
  {
    title: 'Colour',
    parameters: [
      {
        kind: 'choice',
        path: 'colour.method',
        label: 'Match',
        options: [
          { value: 'mk', label: 'Monge-Kantorovich' },
          { value: 'reinhard', label: 'Reinhard' },
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
        note: 'Frames over which the colour is averaged, against flicker',
      },
    ],
  },
  {
    title: 'Texture',
    parameters: [
      percent('sharpness', 'Sharpness', [0, 1], 'How far the swap’s detail is brought to the plate’s'),
      percent('grain', 'Grain', [0, 2], 'Share of the plate’s own grain and skin texture laid over the swap'),
    ],
  },
  {
    title: 'Mix',
    parameters: [
      percent('opacity', 'Opacity', [0, 1], 'How much of the swap shows'),
      {
        kind: 'choice',
        path: 'blend',
        label: 'Blend',
        options: [
          { value: 'light', label: 'As light' },
          { value: 'gamma', label: 'As code values' },
        ],
        note: 'Linear light, or code values as older compositors mix them',
      },
    ],
  },
];

type Value = number | string;

/** The value at a path. */
export function readSetting(settings: CompositeSettings, path: string): Value {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], settings) as Value;
}

/** The settings with the value at a path replaced. */
export function writeSetting(settings: CompositeSettings, path: string, value: Value): CompositeSettings {
  const [first, second] = path.split('.') as [keyof CompositeSettings, string?];
  if (second === undefined) return { ...settings, [first]: value };
  return { ...settings, [first]: { ...(settings[first] as object), [second]: value } };
}

export const defaultOf = (path: string): Value => readSetting(defaultSettings, path);

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
  const match = /^\s*(\+|--|\*|\/)?\s*(-?\d*[.,]?\d+)\s*[%a-z]*\s*$/i.exec(text);
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
