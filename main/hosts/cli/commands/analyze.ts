import { Command } from 'commander';
import { analyze } from '../../../app/index.ts';
import { frameToJson } from '../../../faces/index.ts';
import { type CommonOptions, jsonOption, projectOption, providerOption, withProject } from '../options.ts';

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('find, follow and align every face of a clip; goes on where an earlier run stopped')
    .argument('<clip>', 'a file, a folder of images, or a pattern such as shot.%04d.png')
    .addOption(projectOption())
    .addOption(providerOption())
    .addOption(jsonOption())
    .option('--resume', 'go on where a stopped run left off (this always happens; kept for scripts)')
    .action(async (path: string, options: CommonOptions) => {
      await withProject(options.project ?? '', options, async ({ app, output }) => {
        const { analysis, clip } = await analyze(app, path);
        if (output.json) {
          for await (const frame of analysis.frames()) await output.jsonText(frameToJson(frame));
          return;
        }
        output.say(`${clip.path}: ${analysis.frameCount} frames, ${count(analysis.tracks.length, 'face')}`);
        for (const track of analysis.tracks) {
          output.say(`  track ${track.id}: frames ${track.first}–${track.last}, seen in ${track.count}`);
        }
        if (analysis.tracks.length === 0) {
          output.say(
            'No face was found. Check that the performer is in the shot and at least about 40 px wide.',
          );
        }
      });
    });
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
