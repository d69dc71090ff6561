import { Command, Option } from 'commander';
import { analyze, type RenderFilmOptions, render } from '../../../app/index.ts';
import type { VideoCodec } from '../../../media/index.ts';
import { requireConsent } from '../../../project/index.ts';
import {
  type CommonOptions,
  frameRange,
  jsonOption,
  projectOption,
  providerOption,
  wholeNumber,
  withProject,
} from '../options.ts';

const codecs: readonly VideoCodec[] = [
  'h264',
  'prores422',
  'prores422hq',
  'prores4444',
  'ffv1',
  'png8',
  'png16',
];

export interface RenderOptions extends CommonOptions, Omit<RenderFilmOptions, 'show'> {}

/** Options `render` and `swap` share. */
export function addRenderOptions(command: Command): Command {
  return command
    .option('--frames <first-last>', 'render these frames only', frameRange)
    .addOption(
      new Option(
        '--codec <name>',
        'h264 (.mp4, .mov), prores… (.mov), ffv1 lossless (.mkv), png… (a folder or pattern)',
      )
        .choices(codecs)
        .default('h264'),
    )
    .addOption(
      new Option('--what <what>', 'the film: comp, its matte, or the face alone with alpha').choices([
        'comp',
        'matte',
        'face',
      ]),
    )
    .option('--width <pixels>', "width of the film; default: the plate's", wholeNumber(16, 16384))
    .option('--no-audio', "leave the plate's sound out")
    .addOption(
      new Option('--colour <method>', 'how the swap is matched to the plate').choices([
        'none',
        'reinhard',
        'mk',
        'lct',
        'idt',
        'sot',
        'light',
      ]),
    )
    .option('--erode <share>', 'shrink the matte by this share of the face size (below 0: grow)', Number)
    .option('--feather <share>', 'soften the matte over this share of the face size', Number)
    .option('--matte <file>', 'also write the matte: .mkv, .mov, .mp4, or a folder of pictures');
}

export function renderCommand(): Command {
  const command = new Command('render')
    .description('swap the face of a clip with a trained model and write the film')
    .argument('<clip>', 'the plate')
    .addOption(projectOption())
    .requiredOption('--out <file>', 'the film to write')
    .option('--model <name>', 'the model; default: the one the project uses for this clip, else "swap"')
    .option(
      '--checkpoint <step>',
      'use the checkpoint of this step; default: as in the project, else the newest',
      wholeNumber(0),
    )
    .option('--track <n>', 'the face to replace; default: the one seen most', wholeNumber(1))
    .addOption(providerOption())
    .addOption(jsonOption());
  return addRenderOptions(command).action(async (clip: string, options: RenderOptions) => {
    await withProject(
      options.project ?? '',
      options,
      async ({ app, output }) => {
        await requireConsent(app.project, 'Rendering a swap');
        const plate = await analyze(app, clip);
        const result = await render(app, plate, options);
        await output.line(result);
        output.say(`${result.frames} frames, ${result.swapped} of them with the face swapped: ${result.out}`);
      },
      {},
    );
  });
}
