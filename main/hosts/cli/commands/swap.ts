import { Command } from 'commander';
import { swap } from '../../../app/index.ts';
import { fileConsent, requireConsent } from '../../../project/index.ts';
import { wholeNumber, withProject } from '../options.ts';
import { addRenderOptions, type RenderOptions } from './render.ts';
import { addTrainingOptions, type TrainOptions } from './train.ts';

interface SwapOptions extends Omit<TrainOptions, 'source' | 'plate'>, Omit<RenderOptions, 'track' | 'model'> {
  readonly source: string[];
  readonly plate: string;
  readonly sourceTrack?: number;
  readonly plateTrack?: number;
  readonly every?: number;
}

export function swapCommand(): Command {
  const command = new Command('swap')
    .description('the whole way: analyse both clips, train, composite and write the film with sound')
    .requiredOption('--source <clips...>', 'footage of the performer whose face goes in')
    .requiredOption('--plate <clip>', 'the shot to change')
    .requiredOption('--out <file>', 'the film to write')
    .option('--project <folder>', 'where everything is kept; default: beside the film')
    .option('--model <name>', "the model's name in the project", 'swap')
    .option('--source-track <n>', 'track of the performer in the source clips', wholeNumber(1))
    .option('--plate-track <n>', 'the face to replace; default: the one seen most', wholeNumber(1))
    .option('--every <n>', 'take every n-th frame into the facesets', wholeNumber(1));
  return addRenderOptions(addTrainingOptions(command)).action(async (options: SwapOptions) => {
    const folder = options.project ?? `${options.out}.understudy`;
    await withProject(folder, options, async ({ app, output }) => {
      if (options.consent) await fileConsent(app.project, options.consent);
      await requireConsent(app.project, 'Swapping a person');
      const result = await swap(app, { ...options, onStep: (step) => output.line(step) });
      await output.line(result);
      output.say(
        `${result.frames} frames, ${result.swapped} of them with the face swapped, trained for ${result.step} steps: ${result.out}`,
      );
    });
  });
}
