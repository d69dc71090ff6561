import { create } from 'zustand';
import type { FrameLayer } from '../../preload/contract/index.ts';

/** Layers that others beside the viewer read, whatever the viewer itself shows. */
export const useLayersBeside = create<{ readonly layers: readonly FrameLayer[] }>(() => ({ layers: [] }));

const readers = new Set<readonly FrameLayer[]>();

/** Has these fetched with every frame, after what the viewer shows. @returns ends it */
export function readBeside(layers: readonly FrameLayer[]): () => void {
  // a list of its own: two readers may name the same one
  const mine = [...layers];
  readers.add(mine);
  tell();
  return () => {
    readers.delete(mine);
    tell();
  };
}

const tell = (): void => useLayersBeside.setState({ layers: [...new Set([...readers].flat())] });
