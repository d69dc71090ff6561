import {
  Brush,
  ChevronsLeft,
  ChevronsRight,
  CircleMinus,
  CirclePlus,
  Highlighter,
  Lasso,
  Plus,
} from 'lucide-react';
import { IconButton } from '../../app/ui/index.ts';
import { runCommand } from '../../commands/registry.ts';
import {
  DOUBTFUL,
  LARGEST_RADIUS,
  SMALLEST_RADIUS,
  selectOccluder,
  useCoveredFace,
  useOccluders,
  useOccluderViews,
} from '../../occluders/index.ts';
import options from '../Options.module.css';
import { ToolNumber } from '../ToolNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import styles from './Occluder.module.css';

const words = {
  painted: 'Painted on this frame',
  followed: 'Followed',
  unknown: 'Not followed to here yet',
} as const;

/** Which object is painted, how, and how well it was followed to the frame in view. */
export function OccluderOptions({ frame }: ToolProperties) {
  const face = useCoveredFace();
  const { selected, mode, effect, radius, tinted } = useOccluders();
  const views = useOccluderViews(face, frame);
  const occluders = face?.occluders ?? [];
  const view = views?.find((one) => one.occluder === selected);
  const doubtful = view?.certainty != null && view.certainty < DOUBTFUL;
  return (
    <>
      <select
        className={`${options.select} ${styles.select}`}
        aria-label="Object that is painted"
        value={occluders.some(({ id }) => id === selected) ? (selected ?? '') : ''}
        onChange={({ target }) => selectOccluder(target.value || null)}
      >
        <option value="">New object</option>
        {occluders.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <IconButton icon={Plus} label="New object" onClick={() => void runCommand('occluder.new')} />
      <span className={options.line} />
      <fieldset className={options.choices}>
        <legend className="visually-hidden">Effect</legend>
        <IconButton
          icon={CirclePlus}
          label="Add to the object"
          pressed={effect === 'add'}
          onClick={() => useOccluders.setState({ effect: 'add' })}
        />
        <IconButton
          icon={CircleMinus}
          label="Take off the object: alt does it for once"
          pressed={effect === 'subtract'}
          onClick={() => useOccluders.setState({ effect: 'subtract' })}
        />
      </fieldset>
      <span className={options.line} />
      <fieldset className={options.choices}>
        <legend className="visually-hidden">Shape</legend>
        <IconButton
          icon={Lasso}
          label="Lasso: round the object"
          pressed={mode === 'lasso'}
          onClick={() => useOccluders.setState({ mode: 'lasso' })}
        />
        <IconButton
          icon={Brush}
          label="Brush: over the object"
          pressed={mode === 'brush'}
          onClick={() => useOccluders.setState({ mode: 'brush' })}
        />
      </fieldset>
      {mode === 'brush' && (
        <ToolNumber
          label="Size"
          hint="Radius in pixels of the plate; ctrl and a drag over the picture set it too"
          keys="BracketRight"
          value={radius}
          least={SMALLEST_RADIUS}
          most={LARGEST_RADIUS}
          step={0.5}
          digits={1}
          onChange={(next) => useOccluders.setState({ radius: next })}
        />
      )}
      <span className={options.line} />
      <IconButton
        icon={Highlighter}
        label="Tint what is covered"
        pressed={tinted}
        onClick={() => void runCommand('occluder.tint')}
      />
      <IconButton
        icon={ChevronsLeft}
        label="Previous uncertain frame"
        keys="Alt+Shift+KeyU"
        onClick={() => void runCommand('occluder.previousUncertain')}
      />
      <IconButton
        icon={ChevronsRight}
        label="Next uncertain frame"
        keys="Shift+KeyU"
        onClick={() => void runCommand('occluder.nextUncertain')}
      />
      {view && (
        <span className={styles.state} role="status" data-doubtful={doubtful}>
          {words[view.state]}
          {view.state === 'followed' &&
            view.certainty !== null &&
            `, ${Math.round(100 * view.certainty)} % certain`}
        </span>
      )}
    </>
  );
}
