import { Name } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';

/** @throws UserError when the name cannot be a folder of the project */
export function checkName(name: string, what: string): string {
  if (Name.safeParse(name).success && !name.includes('..')) return name;
  throw new UserError(
    `"${name}" cannot be the name of a ${what}.`,
    'Use letters, digits, spaces, dots and dashes, at most 80, beginning with a letter or digit.',
    { exitCode: 2 },
  );
}

/** The name a new project gets from its folder. */
export function projectName(folderName: string): string {
  const cleaned = folderName.replace(/[^\p{L}\p{N} ._-]/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return cleaned.slice(0, 80) || 'Untitled';
}
