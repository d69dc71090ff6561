import { installFfmpeg } from '../../media/index.ts';

/** Entry of the set-up: finds ffmpeg, or installs it where it may. */
export async function provideFfmpeg(say: (line: string) => void): Promise<void> {
  await installFfmpeg(say);
}
