import { frameKeys } from '../../preload/contract/index.ts';
import {
  type FrameAddress,
  type FrameFailure,
  frameCache,
  type KeyOf,
  measure,
  mustFlush,
  useLayersBeside,
} from '../frames/index.ts';
import { supplyFrames } from '../playback/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, type Session, useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';
import { Arrival } from './arrival.ts';
import { drawPicture } from './drawPicture.ts';
import { FineScaler } from './fineScaler.ts';
import { GradeFilters } from './grade.ts';
import {
  addressesOf,
  completeSet,
  type Held,
  hasAll,
  type PictureSet,
  setKey,
  standIn,
} from './pictureSet.ts';
import { Rest } from './rest.ts';
import { tellShown, useShown } from './shownStore.ts';
import { layersNeeded, type Picturing, picturing } from './viewLayers.ts';
import { place, type Size } from './viewport.ts';
import { currentScale, currentViewport, useViewport } from './viewportStore.ts';
import { addressOf, needsExact, type Situation, wishes } from './wishes.ts';

/**
 * Keeps a canvas showing the frame the artist is at. It watches the stores, tells the cache what is wanted
 * and draws whenever what is to be seen changes: at once, in the turn in which it changed.
 */
export class PictureController {
  readonly #context: CanvasRenderingContext2D;
  readonly #filters: GradeFilters;
  readonly #background: string;
  readonly #stops: (() => void)[];
  #size: Size = { width: 1, height: 1 };
  #scheduled = false;
  readonly #rest = new Rest(() => this.#schedule());
  #last: PictureSet | null = null;
  #drawn = '';
  #wished = '';
  #keyOf: KeyOf | undefined;
  readonly #arrival = new Arrival();
  #flush = false;
  readonly #fine = new FineScaler(() => {
    this.#drawn = '';
    this.#schedule();
  });

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('the page has no 2D canvas');
    this.#context = context;
    this.#background = getComputedStyle(canvas).backgroundColor;
    this.#filters = new GradeFilters(canvas.parentElement ?? document.body);
    const schedule = (): void => this.#schedule();
    this.#stops = [
      usePlayback.subscribe((now, before) => {
        if (now.frame !== before.frame || now.clip !== before.clip || now.speed !== before.speed)
          this.#rest.moved();
        schedule();
      }),
      useView.subscribe(schedule),
      useLayersBeside.subscribe(schedule),
      useViewport.subscribe((now, before) => {
        if (now.pointer === before.pointer) schedule();
      }),
      useMedia.subscribe(schedule),
      useSession.subscribe((now, before) => {
        if (now.folder !== before.folder) this.#forget();
        if (now.looks === before.looks && now.document === before.document) return;
        this.#changed(now, before);
        // the picture of an edit is asked for before the panels redraw themselves for it
        this.#update();
      }),
      frameCache.subscribe(schedule),
      supplyFrames({ isReady: (clip, frame) => this.#isReady(clip, frame) }),
    ];
    schedule();
  }

  /** The canvas's size in device pixels. */
  resize(size: Size): void {
    this.#size = size;
    this.#drawn = '';
    // an empty canvas must not be seen: it is drawn in this very turn
    this.#update();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#rest.stop();
    this.#filters.remove();
    this.#fine.close();
    this.#hide();
  }

  /** Another project: its clips may have the same ids, its pictures not. */
  #forget(): void {
    this.#last = null;
    this.#wished = '';
    this.#hide();
    frameCache.clear();
    this.#schedule();
  }

  /** Where the frame in view was changed, more may follow: until it rests no other is worth making. */
  #changed(now: Session, before: Session): void {
    const { clip, frame } = usePlayback.getState();
    if (clip === null) return;
    const keyIn = (session: Session): string =>
      frameKeys(session.looks[clip], clipOf(session, clip) ?? undefined)(frame);
    const old = keyIn(before);
    if (old !== '' && old !== keyIn(now)) this.#rest.changed();
  }

  /** Several changes of one turn are one drawing. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#update();
    });
  }

  #update(): void {
    this.#flush = mustFlush();
    const situation = this.#situation();
    if (!situation) {
      frameCache.want([]);
      this.#wished = '';
      this.#last = null;
      this.#clear();
      return;
    }
    this.#wish(situation);
    const failure = this.#failure(situation);
    // a layer that cannot be had leaves the plate to look at
    const plateOnly: Picturing = { main: 'plate', other: null, overlay: false };
    const wanted = failure ? { ...situation, picturing: plateOnly } : situation;
    const complete = completeSet(frameCache, wanted, wanted.picturing);
    const set = complete ?? standIn(frameCache, wanted, this.#last);
    this.#arrival.at(situation.media.clip, situation.playback.frame, complete !== null);
    if (!set) {
      this.#clear();
      useShown.setState({ asked: situation.playback.frame, failure, complete: false });
      return;
    }
    this.#last = set;
    frameCache.hold(addressesOf(set));
    this.#draw(situation, set, complete !== null, failure);
  }

  #situation(): Situation | null {
    const playback = usePlayback.getState();
    const media = playback.clip === null ? undefined : useMedia.getState().media[playback.clip];
    if (!media) return null;
    const view = useView.getState();
    const session = useSession.getState();
    const look = session.looks[media.clip];
    const scale = currentScale(useViewport.getState());
    const clip = clipOf(session, media.clip);
    const swapped = Boolean(look?.key && clip?.swap);
    const range = [clip?.in ?? 0, (clip?.out ?? media.frameCount - 1) + 1] as const;
    const exact = this.#rest.rested && !playback.scrubbing && needsExact(media, scale, view);
    const { quality } = view;
    const { settling } = this.#rest;
    return {
      media,
      swapped,
      keyOf: frameKeys(look, clip ?? undefined),
      picturing: picturing(view, swapped),
      quality,
      exact,
      settling,
      playback,
      beside: useLayersBeside.getState().layers,
      range,
    };
  }

  #wish(situation: Situation): void {
    const { playback, media, keyOf, quality, exact, settling, range } = situation;
    const { frame, direction, speed, scrubbing, loop } = playback;
    const facts = [frame, direction, speed, scrubbing, loop, media.clip, quality, exact, settling, range];
    const key = JSON.stringify([facts, situation.picturing, situation.beside]);
    if (key === this.#wished && keyOf === this.#keyOf) return;
    this.#wished = key;
    this.#keyOf = keyOf;
    const { addresses, urgent } = wishes(situation);
    // what is there better need not be drafted
    const better = (address: FrameAddress): boolean =>
      (['proxy', 'full'] as const).some((one) => frameCache.has({ ...address, quality: one }));
    const list = addresses.map((address) =>
      address.quality === 'draft' && better(address) ? { ...address, quality } : address,
    );
    frameCache.want(list, urgent);
  }

  #failure(situation: Situation): FrameFailure | null {
    const { frame } = situation.playback;
    for (const layer of layersNeeded(situation.picturing)) {
      for (const quality of ['draft', situation.quality] as const) {
        const failure = frameCache.failure(addressOf(situation, layer, frame, quality));
        if (failure) return failure;
      }
    }
    return null;
  }

  /** Could this frame be shown at once? Playback waits for it, but not for one that cannot be had. */
  #isReady(clip: string, frame: number): boolean {
    const now = this.#situation();
    if (now?.media.clip !== clip) return true;
    const situation = { ...now, playback: { ...now.playback, frame } };
    return this.#failure(situation) !== null || hasAll(frameCache, situation);
  }

  #draw(situation: Situation, set: PictureSet, complete: boolean, failure: FrameFailure | null): void {
    const view = useView.getState();
    const { media, playback } = situation;
    const face = set.picturing.main === 'aligned';
    const { bitmap } = set.main;
    const picture: Size = face ? bitmap : media;
    const compare = set.other ? view.compare : 'none';
    const half = compare === 'side' ? Math.floor(this.#size.width / 2) : this.#size.width;
    this.#tellViewport(face, { width: half, height: this.#size.height }, picture);
    const state = useViewport.getState();
    const placement = place(currentViewport(state), state.area, picture);
    const grade = this.#filters.of(view);
    const { rested } = this.#rest;
    const fine = (held: Held): ImageBitmap => this.#fine.of(held.bitmap, placement, rested);
    const key = `${setKey(set)} ${compare} ${view.wipe} ${JSON.stringify(placement)} ${grade} ${rested} ${complete}`;
    const asked = playback.frame;
    if (key !== this.#drawn) {
      this.#drawn = key;
      const start = performance.now();
      const { canvas } = this.#context;
      if (canvas.width !== this.#size.width) canvas.width = this.#size.width;
      if (canvas.height !== this.#size.height) canvas.height = this.#size.height;
      drawPicture(this.#context, {
        main: fine(set.main),
        other: set.other && fine(set.other),
        overlay: set.overlay && fine(set.overlay),
        compare,
        wipe: view.wipe,
        placement,
        grade,
        overlayFilter: this.#filters.overlay,
        background: this.#background,
      });
      if (this.#flush) this.#context.getImageData(0, 0, 1, 1);
      if (complete) this.#rest.seen();
      const { look, quality } = set.main.address;
      measure('understudy.draw', start, { asked, shown: set.frame, complete, look, quality });
    }
    if (complete) this.#arrival.shown(asked);
    const size = { width: picture.width, height: picture.height };
    tellShown({ set, asked, complete, failure, placement, picture: size });
  }

  #tellViewport(face: boolean, area: Size, { width, height }: Size): void {
    const now = useViewport.getState();
    const kind = face ? 'face' : 'frame';
    const same =
      now.kind === kind &&
      now.area.width === area.width &&
      now.area.height === area.height &&
      now.picture?.width === width &&
      now.picture.height === height;
    if (!same) useViewport.setState({ kind, area, picture: { width, height } });
  }

  /** From here on nobody may read the pictures: the cache closes them when it likes. */
  #hide(): void {
    frameCache.hold([]);
    useShown.setState({ set: null, complete: false, failure: null, placement: null, picture: null });
  }

  #clear(): void {
    if (this.#drawn === 'empty') return;
    this.#drawn = 'empty';
    this.#hide();
    const { canvas } = this.#context;
    canvas.width = this.#size.width;
    canvas.height = this.#size.height;
    this.#context.fillStyle = this.#background;
    this.#context.fillRect(0, 0, canvas.width, canvas.height);
  }
}
