import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Clip, ClipMedia, FaceOverlay } from '../../preload/contract/index.ts';

/** What a tool works on: the frame in the viewer. */
export interface ToolProperties {
  readonly clip: Clip;
  readonly media: ClipMedia;
  readonly frame: number;
  /** the track that is swapped; null before a model is chosen */
  readonly track: number | null;
  /** that face on this frame, corrections included; null where it is not seen or not known yet */
  readonly face: FaceOverlay | null;
  /** every face of this frame, corrections included; null until known */
  readonly faces: readonly FaceOverlay[] | null;
  /** CSS pixels of the viewer's stage: where the plate's pixel (x, y) is shown, and the way back */
  readonly toScreen: (x: number, y: number) => readonly [number, number];
  readonly toPlate: (x: number, y: number) => readonly [number, number];
  /** CSS pixels per pixel of the plate */
  readonly scale: number;
  /** the picture is the aligned face: the ways turn as the face does, and no picture of the frame is below */
  readonly aligned: boolean;
}

/** Something an artist works on the picture with. One is in hand at a time. */
export interface Tool {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  /** taken in hand with it, as commands write keys */
  readonly keys: readonly string[];
  /** one sentence: what it does */
  readonly note: string;
  /** over the picture; fills the viewer's stage and gets the pointer while the tool is in hand */
  readonly Overlay: ComponentType<ToolProperties>;
  /** works over the aligned face as well as over the frame */
  readonly onAligned?: boolean;
  /** in the row below the viewer's toolbar */
  readonly Options?: ComponentType<ToolProperties>;
}
