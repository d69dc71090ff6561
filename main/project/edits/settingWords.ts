import { isDeepStrictEqual } from 'node:util';

/** Settings whose path is not what the inspector calls them. */
const names: Readonly<Record<string, string>> = {
  'matte.learned': 'learned mask',
  'matte.hull': 'hull',
  'matte.person': 'person matte',
  'matte.brow': 'brow line',
  'matte.cheek': 'cheek line',
  'matte.jaw': 'jaw line',
  'colour.method': 'colour match',
  'colour.weighted': 'colour by the matte',
  'colour.referenceFrame': 'held frame',
  'colour.referencePicture': 'reference picture',
  'colour.cells': 'light cells',
  'fit.x': 'fit across',
  'fit.y': 'fit down',
  'fit.stretchX': 'fit width',
  'fit.stretchY': 'fit height',
  'light.x': 'light across',
  'light.y': 'light down',
  'light.width': 'light fall-off',
  'edge.mode': 'edge',
  'edge.strength': 'edge mix',
};
/** Choices by the names the inspector gives them, where these are not the stored words. */
const choices: Readonly<Record<string, string>> = {
  mk: 'Monge-Kantorovich',
  lct: 'linear covariance',
  idt: 'iterative distribution',
  sot: 'sliced transport',
  reinhard: 'Reinhard',
  'colour.method light': 'spatial light',
  'colour.reference plate': 'the plate',
  'colour.reference frame': 'a held frame',
  'colour.reference picture': 'a picture',
  multiband: 'multi-band',
  poisson: 'Poisson',
  'blend light': 'as light',
  'blend gamma': 'as code values',
};
/** Settings of which one of several words is set. */
const chosen = new Set(['matte.outline', 'colour.method', 'colour.reference', 'edge.mode', 'blend']);

/** A setting's path as the history says it: "matte erode top", "gain wheel". */
export function wordsOf(path: string): string {
  const wheel = /^grade\.(lift|gamma|gain)\.(\w+)$/.exec(path);
  if (wheel) return wheel[2] === 'master' ? wheel[1] : `${wheel[1]} wheel`;
  const curve = /^grade\.curves\.(\w+)$/.exec(path);
  if (curve) return curve[1] === 'master' ? 'curve' : `${curve[1]} curve`;
  return (
    names[path] ??
    path
      .replace(/^grade\./, '')
      .split('.')
      .map((part) => part.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`))
      .join(' ')
  );
}

/** What differs between two settings: one setting by its name, several of a group by the group's. */
export function changedWords(before: object, after: object): string {
  const paths = changedPaths(before, after);
  const [first] = paths;
  if (first !== undefined && paths.length === 1) return `${wordsOf(first)}${valueWords(after, first)}`;
  const groups = new Set(paths.map((path) => path.split('.')[0]));
  const [group] = groups;
  return group !== undefined && groups.size === 1 ? wordsOf(group) : 'composite';
}

/** To what a choice or a tick went. A number's steps of a drag share the history's line: none of them is said. */
function valueWords(settings: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((part, key) => (isGroup(part) ? part[key] : undefined), settings);
  if (typeof value === 'boolean') return value ? ': on' : ': off';
  if (typeof value !== 'string' || !chosen.has(path)) return '';
  return ` to ${choices[`${path} ${value}`] ?? choices[value] ?? value}`;
}

function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  if (isGroup(before) && isGroup(after))
    return Object.keys(after).flatMap((key) =>
      changedPaths(before[key], after[key], path ? `${path}.${key}` : key),
    );
  return isDeepStrictEqual(before, after) ? [] : [path];
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
