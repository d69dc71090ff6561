import { Command } from 'commander';
import { type ClipInfo, probe } from '../../../media/index.ts';
import { type CommonOptions, jsonOption } from '../options.ts';
import { createOutput } from '../output.ts';

export function probeCommand(): Command {
  return new Command('probe')
    .description('tell what a video, still or image sequence holds')
    .argument('<clip>', 'a file, a folder of images, or a pattern such as shot.%04d.png')
    .addOption(jsonOption())
    .action(async (clip: string, options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const info = await probe(clip);
      await output.line(info);
      output.say(describeClip(info));
    });
}

/** A clip in a few lines for people. */
export function describeClip(info: ClipInfo): string {
  const rate = info.frameRate.numerator / info.frameRate.denominator;
  const colour = [info.colour.primaries, info.colour.transfer, info.colour.matrix, info.colour.range];
  const tags = colour.filter((tag) => tag !== undefined).join(' ');
  return [
    info.path,
    `  ${info.kind}, ${info.width} × ${info.height}, ${info.frameCount} frames, ${info.duration.toFixed(2)} s`,
    `  ${Number(rate.toFixed(3))} frames/s${info.variableRate ? ', variable' : ''}${info.interlaced ? ', interlaced' : ''}`,
    `  ${info.codec}, ${info.pixelFormat}, ${info.bitDepth} bit${tags ? `, ${tags}` : ', no colour tags'}`,
    `  ${info.audio ? `sound: ${info.audio.codec}, ${info.audio.channels} ch, ${info.audio.sampleRate} Hz` : 'no sound'}`,
    ...(info.rotation ? [`  turned by ${info.rotation}° in its metadata; shown upright here`] : []),
    ...(info.timecode ? [`  timecode ${info.timecode}`] : []),
  ].join('\n');
}
