import { parameterGroups } from './groups/index.ts';
import type { NumberParameter } from './parameters.ts';

const rows = new Map(
  parameterGroups.flatMap(({ title, parameters }) =>
    parameters.flatMap((parameter) =>
      parameter.kind === 'number' ? [[parameter.path, { title, parameter }]] : [],
    ),
  ) as [string, { title: string; parameter: NumberParameter }][],
);

/** How the inspector shows a number: its unit and digits; undefined where it has no row of its own. */
export const parameterOf = (path: string): NumberParameter | undefined => rows.get(path)?.parameter;

/** A number's name where no group stands above it: "Matte Erode", "Grade Lift Red". */
export function parameterName(path: string): string {
  const row = rows.get(path);
  if (row) return row.title === row.parameter.label ? row.title : `${row.title}: ${row.parameter.label}`;
  const words = path.split('.').map((part) => part.replace(/([A-Z])/g, ' $1').toLowerCase());
  const [group = '', ...rest] = words;
  return `${group.charAt(0).toUpperCase()}${group.slice(1)}${rest.length > 0 ? `: ${rest.join(' ')}` : ''}`;
}
