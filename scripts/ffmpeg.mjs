// Set-up help: finds ffmpeg, installs it with apt-get on Debian as root, else says the line that does.
import { register } from 'tsx/esm/api';

register();
const { installFfmpeg } = await import('../main/media/index.ts');

try {
  const tools = await installFfmpeg((line) => console.log(line));
  console.log(`ffmpeg: ${tools.ffmpeg}`);
} catch (error) {
  console.error(error.remedy ? `${error.message} ${error.remedy}` : error);
  process.exitCode = 1;
}
