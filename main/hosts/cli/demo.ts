import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { swap } from '../../app/index.ts';
import { writeFileAtomic } from '../../common/index.ts';
import { contactSheet, type SheetRow, sheetRow } from '../../compositing/index.ts';
import { demoConsent, demoFootage, demoFrames } from '../../editor/index.ts';
import { fileConsent } from '../../project/index.ts';
import { withProject } from './options.ts';

/** frames of the film shown on the contact sheet */
const SHOWN = 6;
/** minutes from the first frame decoded to the film, on two cores */
const WHOLE_MINUTES = 14;
/** of which the rendering takes */
const RENDER_MINUTES = 1;
const MOST_TRAINING = 10;
const LEAST_TRAINING = 3;

export interface DemoOptions {
  readonly folder: string;
  readonly minutes?: number;
}

/**
 * Swaps the two men of the demo footage, from clips to film. Every stage resumes where an earlier run
 * stopped; a second run of a finished demo only names what is there.
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const folder = resolve(options.folder);
  const film = join(folder, 'film.mp4');
  const sheet = join(folder, 'contact-sheet.png');
  const started = performance.now();
  await withProject(join(folder, 'project'), {}, async ({ app, output }) => {
    const { sources, plate } = demoFootage();
    if (existsSync(film) && existsSync(sheet) && options.minutes === undefined) {
      output.say('The demo is finished; delete its folder to make it again.');
    } else {
      output.say('Demo: the face of one man over another, with the consent record their licence supports.');
      output.say(
        'Training runs on this machine and takes most of the time; Ctrl-C stops, npm run demo goes on.',
      );
      const record = join(folder, 'consent.json');
      await writeFileAtomic(record, `${JSON.stringify(demoConsent, null, 2)}\n`);
      await fileConsent(app.project, record);
      const rows: SheetRow[] = [];
      const apart = (demoFrames.end - demoFrames.start) / SHOWN;
      const shown = new Set(
        Array.from({ length: SHOWN }, (_, i) => Math.floor(demoFrames.start + (i + 0.5) * apart)),
      );
      await swap(app, {
        source: sources,
        plate,
        every: 3,
        out: film,
        model: 'demo',
        size: 'fast',
        seed: 1,
        resume: true,
        // asked when training begins: what the analysis took is known by then
        minutes: () => {
          if (options.minutes !== undefined) return options.minutes;
          const spent = (performance.now() - started) / 60_000;
          return Math.min(MOST_TRAINING, Math.max(LEAST_TRAINING, WHOLE_MINUTES - RENDER_MINUTES - spent));
        },
        frames: demoFrames,
        codec: 'h264',
        show: { frames: shown, onFrame: (swapped, comp) => void rows.push(sheetRow(swapped.plate, comp)) },
      });
      await writeFileAtomic(sheet, await contactSheet(rows));
    }
    output.say(`\nFilm:          ${film}\nContact sheet: ${sheet}`);
    output.say('Next: "npx understudy swap --help" does the same with clips of your own.');
  });
}
