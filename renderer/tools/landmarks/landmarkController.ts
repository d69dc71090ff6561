import { deform, moveBy } from './deform.ts';
import { drawMesh, type MeshColours } from './drawMesh.ts';
import { beginDeform, type Gesture, gripOn, type Press } from './gesture.ts';
import { pointsOf } from './groups.ts';
import { commitPlaces, type HandledFace } from './handledFace.ts';
import { sayHint, selectPoints, useLandmarkState, useLandmarks } from './landmarkStore.ts';
import { partAt, pointAt, pointsIn } from './meshHit.ts';
import {
  CONTOUR_REACH,
  cursorAt,
  handleAt,
  meshPicture,
  onScreen,
  POINT_REACH,
  PULL_REACH,
  type ShownFace,
} from './meshPicture.ts';
import { sameGesture } from './nudgeGesture.ts';
import { type Box, boxBetween, moveOfHandle } from './transformBox.ts';

type Place = readonly [x: number, y: number];

/** What the overlay tells the controller anew at every render. */
export interface LandmarkScene {
  readonly face: HandledFace | null;
  readonly toScreen: (x: number, y: number) => Place;
  readonly toPlate: (x: number, y: number) => Place;
  /** CSS pixels per pixel of the plate */
  readonly scale: number;
  /** a box was drawn, pixels of the plate */
  readonly detect: (box: Box) => void;
}

/** CSS pixels a press may wander and still be a click. */
const CLICK = 3;

/**
 * Landmarks under the pointer: what is pulled moves on the page alone, at the display's rate, and becomes
 * one edit when it is let go.
 */
export class LandmarkController {
  /** has the pointer and the focus */
  readonly #root: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #scene: () => LandmarkScene;
  readonly #colours: MeshColours;
  #gesture: Gesture | null = null;
  /** places that were changed here and are not yet told by the server; pixels of the plate */
  #draft: { readonly face: HandledFace; readonly places: Float64Array } | null = null;
  /** edits on their way */
  #pending = 0;
  #pointer: Place | null = null;
  #lastPulled: number | null = null;
  #drawing = 0;

  constructor(root: HTMLElement, canvas: HTMLCanvasElement, scene: () => LandmarkScene) {
    this.#root = root;
    this.#canvas = canvas;
    this.#scene = scene;
    const style = getComputedStyle(canvas);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    this.#colours = {
      line: 'rgba(255, 255, 255, 0.4)',
      contour: colour('--accent-strong'),
      selected: colour('--series-2'),
      moved: colour('--series-5'),
    };
  }

  listen(): () => void {
    const root = this.#root;
    const listeners: [keyof HTMLElementEventMap, (event: never) => void][] = [
      ['pointerdown', (event: PointerEvent) => this.#down(event)],
      ['pointermove', (event: PointerEvent) => this.#move(event)],
      ['pointerup', (event: PointerEvent) => this.#up(event)],
      ['pointercancel', () => this.drop()],
      ['pointerleave', () => this.#leave()],
      ['keydown', (event: KeyboardEvent) => this.#key(event)],
    ];
    for (const [type, listener] of listeners) root.addEventListener(type, listener as EventListener);
    const stops = [useLandmarks.subscribe(() => this.draw()), useLandmarkState.subscribe(() => this.draw())];
    return () => {
      for (const [type, listener] of listeners) root.removeEventListener(type, listener as EventListener);
      for (const stop of stops) stop();
      cancelAnimationFrame(this.#drawing);
    };
  }

  /** The face in hand changed: what the server told replaces what was shown for it. */
  faceChanged(): void {
    const { face } = this.#scene();
    const here = this.#draft?.face;
    const same =
      here && face && here.track === face.track && here.frame === face.frame && here.clip === face.clip;
    if (!same) this.drop();
    else if (this.#pending === 0 && !this.#gesture) this.#draft = null;
    this.draw();
  }

  /** Ends what is under way without an edit. */
  drop(): void {
    this.#gesture = null;
    this.#draft = null;
    this.draw();
  }

  #shown(): ShownFace {
    const { face, toScreen, scale } = this.#scene();
    return { face, places: face && this.#places(face), toScreen, scale };
  }

  /** The places shown now: this page's where they are ahead of the server's. */
  #places(face: HandledFace): Float64Array {
    return this.#draft?.places ?? face.places;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#root.focus({ preventScroll: true });
    this.#root.setPointerCapture(event.pointerId);
    sayHint(null);
    const at = this.#placeOf(event);
    const { face, toScreen, toPlate } = this.#scene();
    const { mode } = useLandmarks.getState();
    const rubber = (detect: boolean): void => {
      this.#gesture = { kind: 'rubber', from: at, to: at, more: event.shiftKey, detect };
    };
    if (mode === 'detect') {
      rubber(true);
      return;
    }
    if (!face) {
      sayHint('No face is known on this frame. Draw a box around it with Detect.');
      return;
    }
    const places = this.#places(face);
    const screen = onScreen(places, toScreen);
    const { selected } = useLandmarkState.getState();
    const handle = mode === 'select' ? handleAt(screen, at) : null;
    const part = partAt(screen, ...at, CONTOUR_REACH);
    if (handle && handle !== 'move')
      this.#hold(face, selected, { handle, from: toPlate(...at), part: null, more: false });
    else if (mode === 'pull') {
      const point = pointAt(screen, ...at, PULL_REACH);
      if (point === null) {
        rubber(false);
        return;
      }
      this.#lastPulled = point;
      this.#hold(face, [point], { handle: 'move', from: toPlate(...at), part, more: event.shiftKey });
    } else {
      const point = pointAt(screen, ...at, POINT_REACH);
      const outside = point !== null && !selected.includes(point);
      if (handle === 'move' && !outside && !event.shiftKey) {
        this.#hold(face, selected, { handle: 'move', from: toPlate(...at), part, more: false });
      } else if (part !== null || point !== null) {
        const taken = part !== null ? pointsOf(part) : [point as number];
        selectPoints(event.shiftKey ? [...selected, ...taken] : taken);
        const inHand = useLandmarkState.getState().selected;
        this.#hold(face, inHand, { handle: 'move', from: toPlate(...at), part: null, more: false });
      } else rubber(false);
    }
    this.draw();
  }

  #hold(face: HandledFace, points: readonly number[], press: Press): void {
    const places = this.#places(face);
    this.#draft = { face, places };
    this.#gesture = beginDeform(face, places, points, press);
  }

  #move(event: PointerEvent): void {
    const at = this.#placeOf(event);
    this.#pointer = at;
    const gesture = this.#gesture;
    if (gesture?.kind === 'rubber') gesture.to = at;
    else if (gesture?.kind === 'deform') {
      const { toPlate, scale } = this.#scene();
      const to = toPlate(...at);
      const far = Math.hypot(to[0] - gesture.from[0], to[1] - gesture.from[1]) * scale;
      gesture.moved ||= far > CLICK;
      if (gesture.moved) {
        const move = moveOfHandle(gesture.handle, gesture.box, gesture.from, to, event.shiftKey);
        this.#draft = { face: gesture.face, places: deform(gesture.held, move) };
      }
    } else this.#root.style.cursor = cursorAt(this.#shown(), at);
    this.draw();
  }

  #up(event: PointerEvent): void {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.kind === 'rubber') this.#closeRubber({ ...gesture, to: this.#placeOf(event) });
    else if (gesture?.kind === 'deform' && gesture.moved && this.#draft) {
      void this.#commit(gesture.face, this.#draft.places);
    } else if (gesture?.kind === 'deform' && gesture.part) {
      // a click on a contour takes its part in hand
      const { selected } = useLandmarkState.getState();
      selectPoints([...(gesture.more ? selected : []), ...pointsOf(gesture.part)]);
      useLandmarks.setState({ mode: 'select' });
    }
    this.draw();
  }

  #closeRubber({ from, to, more, detect }: Extract<Gesture, { kind: 'rubber' }>): void {
    const box = boxBetween(from, to);
    const { face, toScreen, toPlate, detect: run } = this.#scene();
    if (detect) {
      if (Math.max(box.right - box.left, box.bottom - box.top) > CLICK)
        run(boxBetween(toPlate(box.left, box.top), toPlate(box.right, box.bottom)));
      return;
    }
    const inside = face ? pointsIn(onScreen(this.#places(face), toScreen), box) : [];
    selectPoints([...(more ? useLandmarkState.getState().selected : []), ...inside]);
    if (inside.length > 0) useLandmarks.setState({ mode: 'select' });
  }

  async #commit(face: HandledFace, places: Float64Array, gesture?: string): Promise<void> {
    const { before, after } = useLandmarks.getState();
    this.#pending++;
    const done = await commitPlaces(face, places, { before, after }, gesture);
    this.#pending--;
    // what the server refused is not shown any longer; what it took comes back as the face
    if (!done) this.drop();
  }

  /** Arrow keys move what is in hand by a pixel of the plate; with shift by ten, with alt by a quarter. */
  #key(event: KeyboardEvent): void {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const { face } = this.#scene();
    const { selected } = useLandmarkState.getState();
    if (event.key === 'Escape' && (this.#gesture || selected.length > 0)) {
      event.stopPropagation();
      if (this.#gesture) this.drop();
      else selectPoints([]);
      return;
    }
    const points = selected.length > 0 ? selected : this.#lastPulled === null ? [] : [this.#lastPulled];
    if (!way || !face || points.length === 0 || this.#gesture || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 10 : event.altKey ? 0.25 : 1;
    const held = gripOn(face, this.#places(face), points);
    const moved = deform(held, moveBy(way[0] * far, way[1] * far));
    this.#draft = { face, places: moved };
    void this.#commit(
      face,
      moved,
      sameGesture(`${face.clip} ${face.track} ${face.frame} ${points}`, event.timeStamp),
    );
    this.draw();
  }

  #leave(): void {
    this.#pointer = null;
    this.draw();
  }

  #placeOf({ clientX, clientY }: PointerEvent): Place {
    const { left, top } = this.#root.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  /** Once for all changes before the display's next picture. */
  draw(): void {
    if (this.#drawing !== 0) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d');
    if (!context) return;
    const density = devicePixelRatio;
    const [width, height] = [canvas.clientWidth * density, canvas.clientHeight * density];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, height);
    const gesture = this.#gesture;
    const picture = meshPicture(this.#shown(), this.#pointer, {
      rubber: gesture?.kind === 'rubber' ? boxBetween(gesture.from, gesture.to) : null,
      weights: gesture?.kind === 'deform' ? gesture.held.weights : null,
    });
    if (picture) drawMesh(context, picture, this.#colours);
  }
}
