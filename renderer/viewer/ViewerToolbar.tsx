import {
  Blend,
  Columns2,
  Eye,
  Maximize,
  Pipette,
  Scaling,
  ScanFace,
  SplitSquareHorizontal,
  VenetianMask,
} from 'lucide-react';
import type { FrameLayer } from '../../preload/contract/index.ts';
import { Tooltip } from '../app/ui/index.ts';
import { runCommand } from '../commands/registry.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';
import { CommandButton } from './CommandButton.tsx';
import { MarksMenu } from './MarksMenu.tsx';
import { ViewDial } from './ViewDial.tsx';
import styles from './ViewerToolbar.module.css';
import { layerNames, layerOrder } from './viewerCommands.ts';

/** What is looked at, how it is compared and how it is shown, from left to right. */
export function ViewerToolbar() {
  return (
    <div className={styles.bar} role="toolbar" aria-label="Viewer">
      <Layers />
      <span className={styles.line} />
      <CommandButton id="viewer.compare.wipe" icon={SplitSquareHorizontal} />
      <CommandButton id="viewer.compare.side" icon={Columns2} />
      <CommandButton id="viewer.compare.difference" icon={Blend} />
      <Against />
      <span className={styles.line} />
      <CommandButton id="viewer.matteOverlay" icon={VenetianMask} />
      <CommandButton id="viewer.matteAlone" icon={Eye} />
      <span className={styles.line} />
      <MarksMenu />
      <span className={styles.space} />
      <Channels />
      <Dials />
      <span className={styles.line} />
      <CommandButton id="viewer.probe" icon={Pipette} />
      <CommandButton id="viewer.fit" icon={Maximize} />
      <CommandButton id="viewer.actualPixels" icon={Scaling} />
    </div>
  );
}

function Layers() {
  const layer = useView((view) => (view.matte === 'alone' ? 'matte' : view.layer));
  const clip = usePlayback((playback) => playback.clip);
  const look = useSession(({ looks }) => (clip === null ? undefined : looks[clip]));
  return (
    <div className={styles.segments} role="radiogroup" aria-label="Layer">
      {layerOrder.map((name, at) => {
        const available = name === 'plate' || Boolean(look?.key);
        const shown = available && (look?.key ? layer === name : name === 'plate');
        const why = available ? '' : `. ${look?.reason ?? 'No model swaps this clip yet: train one first'}`;
        return (
          <Tooltip key={name} label={`Show ${layerNames[name]}${why}`} keys={`${at + 1}`}>
            {/* biome-ignore lint/a11y/useSemanticElements: a segmented control, worked by keys 1 to 5 */}
            <button
              type="button"
              role="radio"
              aria-checked={shown}
              aria-disabled={!available}
              className={styles.segment}
              onClick={() => void runCommand(`viewer.layer.${name}`)}
            >
              {name === 'aligned' ? <ScanFace size={14} strokeWidth={1.75} aria-hidden /> : layerNames[name]}
              {name === 'aligned' && <span className="visually-hidden">{layerNames[name]}</span>}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}

/** The other side of a comparison. */
function Against() {
  const compare = useView((view) => view.compare);
  const against = useView((view) => view.against);
  if (compare === 'none') return null;
  return (
    <label className={styles.against}>
      <span>with</span>
      <select
        aria-label="Compare with"
        value={against}
        onChange={({ target }) => useView.setState({ against: target.value as FrameLayer })}
      >
        {layerOrder
          .filter((name) => name !== 'aligned')
          .map((name) => (
            <option key={name} value={name}>
              {layerNames[name]}
            </option>
          ))}
      </select>
    </label>
  );
}

const channels = [
  ['red', 'R'],
  ['green', 'G'],
  ['blue', 'B'],
] as const;

function Channels() {
  const channel = useView((view) => view.channel);
  return (
    <fieldset className={styles.channels} data-off={channel !== 'rgb'}>
      <legend className="visually-hidden">Channel</legend>
      {channels.map(([name, letter]) => (
        <Tooltip
          key={name}
          label={
            channel === name
              ? 'Back to all channels'
              : `${name[0].toUpperCase()}${name.slice(1)} channel alone`
          }
          keys={`Shift+${letter.toLowerCase()}`}
        >
          <button
            type="button"
            className={styles.channel}
            data-channel={name}
            aria-pressed={channel === name}
            aria-label={`${name} channel`}
            onClick={() => void runCommand(`viewer.channel.${name}`)}
          >
            {letter}
          </button>
        </Tooltip>
      ))}
    </fieldset>
  );
}

const stops = (value: number): string =>
  value === 0 ? '0.0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`;

function Dials() {
  const gain = useView((view) => view.gain);
  const gamma = useView((view) => view.gamma);
  return (
    <>
      <ViewDial
        label="Gain"
        sign="±"
        hint="Viewer gain in stops: drag, scroll or use the arrow keys. It never changes the film."
        value={gain}
        initial={0}
        least={-6}
        most={6}
        step={0.1}
        format={stops}
        onChange={(value) => useView.setState({ gain: value })}
      />
      <ViewDial
        label="Gamma"
        sign="γ"
        hint="Viewer gamma: drag, scroll or use the arrow keys. It never changes the film."
        value={gamma}
        initial={1}
        least={0.2}
        most={4}
        step={0.05}
        format={(value) => value.toFixed(2)}
        onChange={(value) => useView.setState({ gamma: value })}
      />
    </>
  );
}
