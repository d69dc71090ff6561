import { create } from 'zustand';
import type { FrameLayer } from '../../preload/contract/index.ts';

/** Layers that a panel beside the viewer reads, whatever the viewer itself shows. */
export const useLayersBeside = create<{ readonly layers: readonly FrameLayer[] }>(() => ({ layers: [] }));

/** Has these fetched with every frame, after what the viewer shows. @returns ends it */
export function readBeside(layers: readonly FrameLayer[]): () => void {
  useLayersBeside.setState({ layers });
  return () => useLayersBeside.setState({ layers: [] });
}
