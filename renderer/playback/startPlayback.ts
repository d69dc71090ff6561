import { registerCommands } from '../commands/registry.ts';
import { startEngine } from './engine.ts';
import { playCommands } from './playCommands.ts';
import { rangeCommands } from './rangeCommands.ts';

/** Commands and clock of the playhead, for the whole page. Called once, before it is drawn. */
export function startPlayback(): () => void {
  const endings = [registerCommands([...playCommands]), registerCommands([...rangeCommands]), startEngine()];
  return () => {
    for (const end of endings) end();
  };
}
