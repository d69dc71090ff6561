import type { Command } from '../commands/registry.ts';
import { needsClip } from '../playback/index.ts';
import type { Tool } from './tool.ts';
import { takeTool, useTools } from './toolStore.ts';

/** What puts a tool down; Escape is the tools' own, for what is under way. */
export const POINTER_KEYS = ['v'];

/** A command for each tool. Taking the one in hand again puts it down. */
export function toolCommands(tools: readonly Tool[]): Command[] {
  const pointer: Command = {
    id: 'tool.pointer',
    title: 'Pointer',
    group: 'Tools',
    keys: POINTER_KEYS,
    checked: () => useTools.getState().inHand === null,
    run: () => takeTool(null),
  };
  return [
    pointer,
    ...tools.map(
      ({ id, title, keys }, at): Command => ({
        id: `tool.${id}`,
        title,
        group: 'Tools',
        keys,
        separated: at === 0,
        ...needsClip,
        checked: () => useTools.getState().inHand === id,
        run: () => takeTool(useTools.getState().inHand === id ? null : id),
      }),
    ),
  ];
}
