import { Gauge, PenTool } from 'lucide-react';
import { IconButton } from '../../app/ui/index.ts';
import options from '../Options.module.css';
import { PercentNumber } from '../PercentNumber.tsx';
import { ToolNumber } from '../ToolNumber.tsx';
import { LARGEST_RADIUS, type PaintSettings, SMALLEST_RADIUS, usePaint } from './paintStore.ts';

function set(change: Partial<PaintSettings>): void {
  usePaint.setState(change);
}

/** The brush's numbers, or those of an area, and what the pen's pressure does. */
export function BrushNumbers() {
  const settings = usePaint();
  const { mode, hardness, flow, pressure } = settings;
  const area = mode === 'lasso' || mode === 'polygon';
  return (
    <>
      {area ? (
        <ToolNumber
          label="Edge"
          hint="Width of the area’s soft edge, pixels of the plate"
          value={settings.edge}
          least={0}
          most={200}
          step={0.5}
          digits={1}
          onChange={(edge) => set({ edge })}
        />
      ) : (
        <>
          <ToolNumber
            label="Size"
            hint="Radius in pixels of the plate; ctrl and a drag over the picture set it too"
            keys="BracketRight"
            value={settings.radius}
            least={SMALLEST_RADIUS}
            most={LARGEST_RADIUS}
            step={0.5}
            digits={1}
            onChange={(radius) => set({ radius })}
          />
          <PercentNumber
            label="Hard"
            hint="How much of the brush is whole before it falls off; ctrl, shift and a drag up set it too"
            keys="Shift+BracketRight"
            value={hardness}
            onChange={(next) => set({ hardness: next })}
          />
        </>
      )}
      <PercentNumber
        label="Flow"
        hint="How much one pass does"
        value={flow}
        least={0.01}
        onChange={(next) => set({ flow: next })}
      />
      {!area && (
        <fieldset className={options.choices}>
          <legend className="visually-hidden">Pen pressure</legend>
          <IconButton
            icon={PenTool}
            label="The pen’s pressure sets the size"
            pressed={pressure.radius}
            onClick={() => set({ pressure: { ...pressure, radius: !pressure.radius } })}
          />
          <IconButton
            icon={Gauge}
            label="The pen’s pressure sets the flow"
            pressed={pressure.flow}
            onClick={() => set({ pressure: { ...pressure, flow: !pressure.flow } })}
          />
        </fieldset>
      )}
    </>
  );
}
