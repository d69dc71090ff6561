import { registerCommands } from '../commands/registry.ts';
import { exportCommands } from '../exports/index.ts';
import { clipboardCommands, followKeyMap, keyCommands } from '../keying/index.ts';
import { occluderCommands } from '../occluders/index.ts';
import { strokeCommands } from '../strokes/index.ts';
import { registerTools } from '../tools/registerTools.ts';
import { trackCommands } from '../tracks/index.ts';
import { editCommands } from './editCommands.ts';
import { helpCommands } from './helpCommands.tsx';
import { projectCommands } from './project/projectCommands.ts';
import { windowCommands } from './windowCommands.ts';

/** The tools, and the commands of the page's frame; viewer, timeline and the other panels register their own. */
export function registerFrameCommands(): void {
  for (const commands of [
    projectCommands,
    editCommands,
    clipboardCommands,
    keyCommands,
    exportCommands,
    windowCommands,
    helpCommands,
  ])
    registerCommands(commands);
  registerTools();
  followKeyMap();
  registerCommands(strokeCommands);
  registerCommands(occluderCommands);
  registerCommands(trackCommands);
}
