import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ContextMenu } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { currentFace, useFromFace } from '../keying/index.ts';
import { type ClipFacts, formatTimecode } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { Headers } from './Headers.tsx';
import { HoverCard } from './HoverCard.tsx';
import { laneMenu } from './laneMenu.ts';
import { HEAD_HEIGHT } from './layout.ts';
import { MarkerEditor } from './MarkerEditor.tsx';
import { PointerTool } from './pointer.ts';
import { keysOf, laneLayoutOf } from './sceneSource.ts';
import { placeClip, useTimelinePreferences } from './store.ts';
import { Surface } from './surface.ts';
import styles from './Timeline.module.css';

/** Keys the playhead answers when it has the focus: the same as everywhere else. */
const keyCommands: Record<string, string> = {
  ArrowLeft: 'playback.previousFrame',
  ArrowRight: 'playback.nextFrame',
  'Shift+ArrowLeft': 'playback.back10',
  'Shift+ArrowRight': 'playback.forward10',
  ArrowUp: 'playback.previousStop',
  ArrowDown: 'playback.nextStop',
  PageUp: 'playback.backSecond',
  PageDown: 'playback.forwardSecond',
  Home: 'playback.toStart',
  End: 'playback.toEnd',
};

/** Headers at the left, the canvas at the right, and the playhead as a slider for those who do not see it. */
export function Lanes({ facts }: { readonly facts: ClipFacts }) {
  const area = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const pressed = useRef<[number, number]>([0, 0]);
  const [surface, setSurface] = useState<Surface | null>(null);
  const preferences = useTimelinePreferences();
  // lanes show the face's keys: its settings may change as they like
  useFromFace((face) => face?.curves);
  useFromFace((face) => face?.track);
  const layout = laneLayoutOf(facts, preferences, keysOf(facts, currentFace()));
  const { frames, clip } = facts;

  useLayoutEffect(() => {
    if (!lanes.current || !overlay.current || !area.current) return;
    const made = new Surface(lanes.current, overlay.current);
    setSurface(made);
    const end = listen(area.current, made, scroller, pressed);
    return () => {
      end();
      made.dispose();
    };
  }, []);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element || !surface) return;
    const measure = () => {
      placeClip(clip.id, frames, element.clientWidth);
      surface.resize(element.clientWidth, element.clientHeight);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [surface, clip.id, frames]);

  const onKeyDown = (event: KeyboardEvent) => {
    const id = keyCommands[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void runCommand(id, event.nativeEvent);
  };

  return (
    <div className={styles.body}>
      <div className={styles.left}>
        <div className={styles.corner} style={{ height: HEAD_HEIGHT }}>
          <p className={styles.clip} title={facts.media.path}>
            {clip.name}
          </p>
          <p className={styles.legend}>
            <i className={styles.comp} /> rendered
            <i className={styles.proxy} /> proxy
          </p>
        </div>
        <div
          className={styles.headers}
          ref={scroller}
          onScroll={(event) => surface?.scrollTo(event.currentTarget.scrollTop)}
        >
          <Headers facts={facts} layout={layout} />
        </div>
      </div>
      <ContextMenu entries={() => (surface?.scene ? laneMenu(surface.scene, ...pressed.current) : [])}>
        <div className={styles.area} ref={area}>
          <canvas className={styles.canvas} ref={lanes} aria-hidden />
          <canvas className={styles.canvas} ref={overlay} aria-hidden />
          <Playhead facts={facts} onKeyDown={onKeyDown} onFocus={(focused) => surface?.setFocused(focused)} />
          {surface && <HoverCard facts={facts} surface={surface} />}
          <MarkerEditor facts={facts} />
        </div>
      </ContextMenu>
    </div>
  );
}

interface PlayheadProperties {
  readonly facts: ClipFacts;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (focused: boolean) => void;
}

/** Covers the canvas and takes focus and keys; its value is told when the playhead rests, not while it runs. */
function Playhead({ facts, onKeyDown, onFocus }: PlayheadProperties) {
  const [frame, setFrame] = useState(() => usePlayback.getState().frame);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = usePlayback.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setFrame(usePlayback.getState().frame), 350);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, []);
  const said = `Frame ${frame}, ${formatTimecode(frame, facts.timecode)}`;
  return (
    <>
      <div
        className={styles.playhead}
        role="slider"
        tabIndex={0}
        aria-label="Playhead"
        aria-valuemin={0}
        aria-valuemax={facts.frames - 1}
        aria-valuenow={Math.min(frame, facts.frames - 1)}
        aria-valuetext={said}
        onKeyDown={onKeyDown}
        onFocus={(event) => onFocus(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => onFocus(false)}
      />
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** Plain listeners: React would listen passively to the wheel, and pointers come faster than it should render. */
function listen(
  area: HTMLElement,
  surface: Surface,
  scroller: { readonly current: HTMLElement | null },
  pressed: { current: [number, number] },
): () => void {
  const tool = new PointerTool(area, surface);
  const down = (event: PointerEvent) => {
    // inputs laid over the canvas keep their clicks
    if (!(event.target instanceof Element) || event.target.closest('[data-over-lanes]')) return;
    tool.down(event);
  };
  const wheel = (event: WheelEvent) => {
    const box = scroller.current;
    const canScroll = box !== null && box.scrollHeight > box.clientHeight + 1;
    if (!tool.wheel(event, canScroll) && box) box.scrollTop += event.deltaY;
    event.preventDefault();
  };
  const cancel = (event: globalThis.KeyboardEvent) => {
    if (event.key === 'Escape') tool.cancel();
  };
  const endings = [
    on(area, 'pointerdown', down),
    on(area, 'pointermove', (event) => tool.move(event)),
    on(area, 'pointerup', (event) => tool.up(event)),
    on(area, 'pointercancel', () => tool.cancel()),
    on(area, 'pointerleave', () => tool.leave()),
    on(area, 'dblclick', (event) => tool.doubleClick(event)),
    on(area, 'wheel', wheel, { passive: false }),
    on(area, 'keydown', cancel),
    on(area, 'contextmenu', (event) => {
      const box = area.getBoundingClientRect();
      pressed.current = [event.clientX - box.left, event.clientY - box.top];
    }),
  ];
  return () => {
    for (const end of endings) end();
  };
}

function on<K extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  element.addEventListener(type, listener, options);
  return () => element.removeEventListener(type, listener, options);
}
