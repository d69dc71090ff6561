import { create } from 'zustand';
import type { Tool } from './tool.ts';

interface Tools {
  /** in the order of the toolbar */
  readonly tools: readonly Tool[];
  /** null: the pointer, which pans and scrubs */
  readonly inHand: string | null;
}

export const useTools = create<Tools>(() => ({ tools: [], inHand: null }));

/** @returns takes the tool off again */
export function registerTool(tool: Tool): () => void {
  useTools.setState(({ tools }) => ({ tools: [...tools.filter(({ id }) => id !== tool.id), tool] }));
  return () => useTools.setState(({ tools }) => ({ tools: tools.filter(({ id }) => id !== tool.id) }));
}

/** Takes a tool in hand; the one that is there goes back. Null puts it down. */
export const takeTool = (id: string | null): void => useTools.setState({ inHand: id });
