import {
  Bookmark,
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Pause,
  Play,
  Repeat,
  SkipBack,
  SkipForward,
  Volume2,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { usePlayback } from '../state/playback.ts';
import { CommandIcon } from './CommandIcon.tsx';
import { Counter } from './Counter.tsx';
import type { ClipFacts } from './clipFacts.ts';
import { InPoint, OutPoint } from './pointIcons.tsx';
import styles from './TransportBar.module.css';
import { useTransport, useTransportPreferences } from './transport.ts';

interface Properties {
  readonly facts: ClipFacts;
  /** controls of whoever shows the bar, at its right end */
  readonly children?: ReactNode;
}

/** Counter, transport, sound. Every button is a command with its key in the tooltip. */
export function TransportBar({ facts, children }: Properties) {
  const running = usePlayback((playback) => playback.speed !== 0);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Transport">
      <Counter facts={facts} />
      <div className={styles.buttons}>
        <CommandIcon id="timeline.setIn" icon={InPoint} />
        <CommandIcon id="timeline.setOut" icon={OutPoint} />
        <CommandIcon id="timeline.addMarker" icon={Bookmark} />
        <span className={styles.line} />
        <CommandIcon id="playback.toStart" icon={ChevronFirst} />
        <CommandIcon id="playback.previousStop" icon={SkipBack} />
        <CommandIcon id="playback.previousFrame" icon={ChevronLeft} />
        <CommandIcon id="playback.toggle" icon={running ? Pause : Play} strong />
        <CommandIcon id="playback.nextFrame" icon={ChevronRight} />
        <CommandIcon id="playback.nextStop" icon={SkipForward} />
        <CommandIcon id="playback.toEnd" icon={ChevronLast} />
        <CommandIcon id="playback.loop" icon={Repeat} />
      </div>
      <div className={styles.right}>
        <State />
        {facts.media.audio && <Loudness />}
        {children}
      </div>
    </div>
  );
}

/** Speed, waiting and frames left out: said only when there is something to say. */
function State() {
  const speed = usePlayback((playback) => playback.speed);
  const buffering = useTransport((transport) => transport.buffering);
  const dropped = useTransport((transport) => transport.dropped);
  const fast = speed !== 0 && speed !== 1;
  return (
    <span className={styles.state} data-dropped={dropped}>
      {fast && <b>{`${speed < 0 ? '−' : ''}${Math.abs(speed)}×`}</b>}
      {buffering && <i>waiting for frames</i>}
      {!buffering && speed === 1 && dropped > 0 && (
        <i>{dropped === 1 ? '1 frame dropped' : `${dropped} frames dropped`}</i>
      )}
    </span>
  );
}

function Loudness() {
  const muted = usePlayback((playback) => playback.muted);
  const volume = useTransportPreferences((preferences) => preferences.volume);
  return (
    <span className={styles.loudness}>
      <CommandIcon id="playback.mute" icon={muted || volume === 0 ? VolumeX : Volume2} />
      <input
        className={styles.range}
        type="range"
        aria-label="Volume"
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={({ target }) => {
          usePlayback.setState({ muted: false });
          useTransportPreferences.setState({ volume: Number(target.value) });
        }}
      />
    </span>
  );
}
