import { List, PaintBucket, Pin, PinOff, SquareDashed } from 'lucide-react';
import { IconButton } from '../../app/ui/index.ts';
import { runCommand } from '../../commands/registry.ts';
import { FrameNumber } from '../FrameNumber.tsx';
import options from '../Options.module.css';
import { PercentNumber } from '../PercentNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import { BrushNumbers } from './BrushNumbers.tsx';
import { effects, modeObstacle, modes } from './effects.ts';
import { type LifetimeChoice, lifetimeNames } from './lifetimes.ts';
import styles from './Paint.module.css';
import { type Onion, type PaintSettings, usePaint } from './paintStore.ts';

function set(change: Partial<PaintSettings>): void {
  usePaint.setState(change);
}

/** What the brush does, how, for how long and what it is pinned to. */
export function PaintOptions({ frame, media }: ToolProperties) {
  const { effect, mode, space } = usePaint();
  return (
    <>
      <fieldset className={options.choices}>
        <legend className="visually-hidden">Effect</legend>
        {effects.map(({ value, title, note, icon }) => (
          <IconButton
            key={value}
            icon={icon}
            label={`${title}: ${note}`}
            pressed={effect === value}
            onClick={() => void runCommand(`paint.effect.${value}`)}
          />
        ))}
      </fieldset>
      <span className={options.line} />
      <fieldset className={options.choices}>
        <legend className="visually-hidden">Shape</legend>
        {modes.map(({ value, title, note, icon }) => (
          <IconButton
            key={value}
            icon={icon}
            label={`${title}: ${note}`}
            pressed={mode === value}
            unavailable={modeObstacle(effect, value)}
            onClick={() => void runCommand(`paint.mode.${value}`)}
          />
        ))}
      </fieldset>
      <span className={options.line} />
      {mode !== 'move' && (
        <>
          <BrushNumbers />
          <span className={options.line} />
        </>
      )}
      <IconButton
        icon={space === 'face' ? Pin : PinOff}
        label={
          space === 'face'
            ? 'Pinned to the face: strokes follow it. Click to pin them to the plate'
            : 'Pinned to the plate: strokes stay in place. Click to pin them to the face'
        }
        pressed={space === 'face'}
        onClick={() => void runCommand('paint.pin')}
      />
      <LifetimeFields frame={frame} last={media.frameCount - 1} />
      <span className={options.line} />
      <OnionFields />
      <span className={styles.space} />
      <IconButton
        icon={List}
        label="List of strokes"
        onClick={() => void runCommand('window.panel.strokes')}
      />
      <IconButton
        icon={PaintBucket}
        label="Fill the whole matte"
        onClick={() => void runCommand('paint.fill')}
      />
      <IconButton
        icon={SquareDashed}
        label="Empty the whole matte"
        onClick={() => void runCommand('paint.clear')}
      />
    </>
  );
}

function LifetimeFields({ frame, last }: { readonly frame: number; readonly last: number }) {
  const lifetime = usePaint((settings) => settings.lifetime);
  const change = (part: Partial<LifetimeChoice>): void => set({ lifetime: { ...lifetime, ...part } });
  const choose = (kind: LifetimeChoice['kind']): void => {
    // a span begins as the neighbourhood of where the artist is
    if (kind === 'span')
      change({ kind, start: Math.max(0, frame - 5), end: Math.min(last, frame + 5), fadeIn: 3, fadeOut: 3 });
    else change({ kind });
  };
  const number = (label: string, hint: string, key: 'start' | 'end' | 'fadeIn' | 'fadeOut', most: number) => (
    <FrameNumber
      label={label}
      hint={hint}
      value={lifetime[key]}
      most={most}
      onChange={(value) => change({ [key]: value })}
    />
  );
  return (
    <>
      <select
        className={options.select}
        aria-label="Lifetime of strokes"
        value={lifetime.kind}
        onChange={({ target }) => choose(target.value as LifetimeChoice['kind'])}
      >
        {Object.entries(lifetimeNames).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
      {lifetime.kind === 'span' && (
        <>
          {number('from', 'First frame', 'start', last)}
          {number('to', 'Last frame', 'end', last)}
          {number('in', 'Frames over which it fades in before the first', 'fadeIn', 1000)}
          {number('out', 'Frames over which it fades out after the last', 'fadeOut', 1000)}
        </>
      )}
    </>
  );
}

const onions: Record<Onion, string> = { off: 'No onion', matte: 'Onion: mattes', picture: 'Onion: pictures' };

function OnionFields() {
  const onion = usePaint((settings) => settings.onion);
  const opacity = usePaint((settings) => settings.onionOpacity);
  return (
    <>
      <select
        className={options.select}
        aria-label="Onion of the frames before and after"
        value={onion}
        onChange={({ target }) => set({ onion: target.value as Onion })}
      >
        {Object.entries(onions).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {onion !== 'off' && (
        <PercentNumber
          label="at"
          hint="How strongly the neighbours show"
          value={opacity}
          least={0.05}
          most={0.9}
          step={0.05}
          onChange={(onionOpacity) => set({ onionOpacity })}
        />
      )}
    </>
  );
}
