import type { Command } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { jumpTo, jumpToStop, needsClip, step, stepSecond, withFacts } from './moves.ts';
import {
  pressShuttle,
  releaseShuttle,
  restingShuttle,
  type Shuttle,
  type ShuttleKey,
  toggleShuttle,
} from './shuttle.ts';
import { useTransport, useTransportPreferences } from './transport.ts';

let hold = restingShuttle.hold;

/** The shuttle's speed is the playhead's: whatever stops that one stops the shuttle. */
function shuttle(change: (now: Shuttle) => Shuttle): void {
  const next = change({ speed: usePlayback.getState().speed, hold });
  hold = next.hold;
  usePlayback.setState({
    speed: next.speed,
    scrubbing: false,
    ...(next.speed === 0 ? {} : { direction: next.speed > 0 ? 1 : -1 }),
  });
}

const shuttleCommand = (key: ShuttleKey, id: string, title: string): Command => ({
  id,
  title,
  group: 'Playback',
  keys: [key],
  ...needsClip,
  run: (event) => {
    shuttle((now) => pressShuttle(now, key));
    // from a menu or a button K is not held
    if (!event) hold = false;
  },
  release: () => shuttle((now) => releaseShuttle(now, key)),
});

const move = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
  id,
  title,
  group: 'Playback',
  keys,
  ...needsClip,
  run,
});

/** Playing and moving through the clip. */
export const playCommands: readonly Command[] = [
  {
    id: 'playback.toggle',
    title: 'Play or Stop',
    label: () => (usePlayback.getState().speed === 0 ? 'Play' : 'Stop'),
    group: 'Playback',
    keys: ['Space'],
    ...needsClip,
    run: () => shuttle(toggleShuttle),
  },
  shuttleCommand('l', 'playback.forward', 'Shuttle Forwards'),
  shuttleCommand('j', 'playback.backward', 'Shuttle Backwards'),
  shuttleCommand('k', 'playback.stop', 'Stop (hold for slow J and L)'),
  {
    ...move('playback.nextFrame', 'Next Frame', ['ArrowRight', '.'], () => step(1)),
    separated: true,
  },
  move('playback.previousFrame', 'Previous Frame', ['ArrowLeft', ','], () => step(-1)),
  move('playback.forward10', 'Ten Frames On', ['Shift+ArrowRight'], () => step(10)),
  move('playback.back10', 'Ten Frames Back', ['Shift+ArrowLeft'], () => step(-10)),
  move('playback.forwardSecond', 'One Second On', ['PageDown'], () => stepSecond(1)),
  move('playback.backSecond', 'One Second Back', ['PageUp'], () => stepSecond(-1)),
  {
    ...move('playback.nextStop', 'Next Cut or Marker', ['ArrowDown'], () => jumpToStop(1)),
    separated: true,
  },
  move('playback.previousStop', 'Previous Cut or Marker', ['ArrowUp'], () => jumpToStop(-1)),
  move('playback.toStart', 'To the Start', ['Home'], () => jumpTo(0)),
  move('playback.toEnd', 'To the End', ['End'], () => withFacts(({ frames }) => jumpTo(frames - 1))),
  move('playback.toIn', 'To the In Point', ['Shift+i'], () => withFacts(({ range }) => jumpTo(range.first))),
  move('playback.toOut', 'To the Out Point', ['Shift+o'], () => withFacts(({ range }) => jumpTo(range.last))),
  move('playback.goTo', 'Go to Frame or Timecode…', ['g'], () => useTransport.setState({ typing: 'place' })),
  {
    id: 'playback.loop',
    title: 'Loop',
    group: 'Playback',
    keys: ['Shift+l'],
    separated: true,
    checked: () => usePlayback.getState().loop,
    run: () => usePlayback.setState(({ loop }) => ({ loop: !loop })),
  },
  {
    id: 'playback.mute',
    title: 'Mute',
    group: 'Playback',
    keys: ['Alt+KeyM'],
    checked: () => usePlayback.getState().muted,
    run: () => usePlayback.setState(({ muted }) => ({ muted: !muted })),
  },
  {
    id: 'playback.timecode',
    title: 'Show Timecode Instead of Frames',
    group: 'Playback',
    keys: ['Shift+t'],
    checked: () => useTransportPreferences.getState().display === 'timecode',
    run: () =>
      useTransportPreferences.setState(({ display }) => ({
        display: display === 'timecode' ? 'frames' : 'timecode',
      })),
  },
];
