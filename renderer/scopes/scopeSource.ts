import { create } from 'zustand';
import type { FrameLayer } from '../../preload/contract/index.ts';
import { frameKeys } from '../../preload/contract/index.ts';
import { frameCache, measure } from '../frames/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { accumulate } from './accumulate.ts';
import type { Traces } from './drawScopes.ts';
import { type MatteBox, matteBox, regionOf } from './region.ts';

/** What the scopes show, and whether it is of the frame the artist is at. */
interface Shown extends Traces {
  readonly frame: number | null;
  /** why there is nothing to show */
  readonly reason: string | null;
}

const nothing = (reason: string): Shown => ({ plate: null, comp: null, frame: null, reason });

export const useScopes = create<Shown>(() => nothing('No clip in view.'));

/** Proxies are all a scope needs; while a slider is dragged there are drafts. */
const QUALITIES = ['proxy', 'draft', 'full'] as const;

/** Keeps the scopes at the playhead's frame while a panel shows them. */
export class ScopeSource {
  readonly #stops: (() => unknown)[];
  #scheduled = 0;
  /** of the pictures last measured */
  #seen: readonly (ImageBitmap | undefined)[] = [];
  /** the face's place as last seen: while a slider is dragged its matte is a little behind */
  #matte: { clip: string; frame: number; box: MatteBox } | null = null;

  constructor() {
    const schedule = (): void => this.#schedule();
    this.#stops = [
      usePlayback.subscribe(schedule),
      useSession.subscribe(schedule),
      useMedia.subscribe(schedule),
      frameCache.subscribe(schedule),
    ];
    this.#schedule();
  }

  close(): void {
    cancelAnimationFrame(this.#scheduled);
    for (const stop of this.#stops) stop();
  }

  #schedule(): void {
    if (this.#scheduled !== 0) return;
    this.#scheduled = requestAnimationFrame(() => {
      this.#scheduled = 0;
      this.#update();
    });
  }

  #update(): void {
    const { clip: id, frame } = usePlayback.getState();
    const session = useSession.getState();
    const clip = clipOf(session, id);
    const look = id === null ? undefined : session.looks[id];
    if (!clip || id === null) this.#tell(nothing('No clip in view.'));
    else if (!look?.key || !clip.swap)
      this.#tell(nothing('Scopes measure the swapped face: choose a model first.'));
    else this.#measure(id, frame, frameKeys(look, clip)(frame));
  }

  #measure(clip: string, frame: number, look: string): void {
    const find = (layer: FrameLayer): ImageBitmap | undefined => {
      for (const quality of QUALITIES) {
        const bitmap = frameCache.get({ clip, layer, look, quality, frame });
        if (bitmap) return bitmap;
      }
      return undefined;
    };
    const pictures = [find('matte'), find('plate'), find('comp')] as const;
    const [matte, plate, comp] = pictures;
    const known = this.#matte?.clip === clip && this.#matte.frame === frame;
    if (pictures.every((picture, i) => picture === this.#seen[i]) || (!matte && !known)) return;
    // the last comp stays until the next has come: nothing flashes while a slider moves
    if (!comp && known) return;
    const began = performance.now();
    const box = matte ? matteBox(matte) : (this.#matte?.box ?? null);
    if (!box) {
      this.#tell(nothing('No face on this frame.'));
      return;
    }
    this.#matte = { clip, frame, box };
    this.#seen = pictures;
    const of = (picture: ImageBitmap | undefined) => (picture ? accumulate(regionOf(picture, box)) : null);
    useScopes.setState({ plate: of(plate), comp: of(comp), frame, reason: null });
    measure('understudy.scopes', began, {});
  }

  #tell(shown: Shown): void {
    this.#seen = [];
    if (useScopes.getState().reason !== shown.reason) useScopes.setState(shown);
  }
}
