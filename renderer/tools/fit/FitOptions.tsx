import { RotateCcw } from 'lucide-react';
import { IconButton } from '../../app/ui/index.ts';
import { ToolNumber } from '../ToolNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import styles from './Fit.module.css';
import { isMoved } from './FitOverlay.tsx';
import { changeFit, resetFit, useFit } from './useFit.ts';

const percent = { factor: 100, unit: '%', digits: 1 } as const;

/** The numbers behind the box. */
export function FitOptions({ frame }: ToolProperties) {
  const fit = useFit(frame);
  if (!fit) return <span className={styles.reason}>There is no swap to move yet: choose a model first.</span>;
  const shift = { least: -0.5, most: 0.5, step: 0.001, ...percent };
  const stretch = { least: 0.5, most: 2, step: 0.002, ...percent };
  return (
    <span className={styles.numbers}>
      <ToolNumber
        label="X"
        hint="Moves the face across its square"
        value={fit.x}
        {...shift}
        onChange={(x) => changeFit({ x }, true)}
      />
      <ToolNumber
        label="Y"
        hint="Moves the face down its square"
        value={fit.y}
        {...shift}
        onChange={(y) => changeFit({ y }, true)}
      />
      <ToolNumber
        label="Scale"
        hint="About the middle of the face"
        value={fit.scale}
        {...stretch}
        onChange={(scale) => changeFit({ scale }, true)}
      />
      <ToolNumber
        label="Rotate"
        hint="Clockwise, about the middle of the face"
        value={fit.rotate}
        least={-45}
        most={45}
        step={0.1}
        digits={1}
        unit="°"
        onChange={(rotate) => changeFit({ rotate }, true)}
      />
      <ToolNumber
        label="Width"
        hint="Stretches the face across"
        value={fit.stretchX}
        {...stretch}
        onChange={(stretchX) => changeFit({ stretchX }, true)}
      />
      <ToolNumber
        label="Height"
        hint="Stretches the face from forehead to chin"
        value={fit.stretchY}
        {...stretch}
        onChange={(stretchY) => changeFit({ stretchY }, true)}
      />
      {isMoved(fit) && <IconButton icon={RotateCcw} label="Reset the fit" onClick={resetFit} />}
    </span>
  );
}
