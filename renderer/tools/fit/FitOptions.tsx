import { RotateCcw } from 'lucide-react';
import { IconButton } from '../../app/ui/index.ts';
import { PercentNumber } from '../PercentNumber.tsx';
import { ToolNumber } from '../ToolNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import styles from './Fit.module.css';
import { isMoved } from './FitOverlay.tsx';
import { changeFit, resetFit, useFit } from './useFit.ts';

/** The numbers behind the box. */
export function FitOptions({ frame }: ToolProperties) {
  const fit = useFit(frame);
  if (!fit) return <span className={styles.reason}>There is no swap to move yet: choose a model first.</span>;
  const shift = { least: -0.5, most: 0.5, step: 0.001, digits: 1 };
  const stretch = { least: 0.5, most: 2, step: 0.002, digits: 1 };
  return (
    <span className={styles.numbers}>
      <PercentNumber
        label="X"
        hint="Moves the face across its square"
        value={fit.x}
        {...shift}
        onChange={(x, gesture) => changeFit({ x }, true, gesture)}
      />
      <PercentNumber
        label="Y"
        hint="Moves the face down its square"
        value={fit.y}
        {...shift}
        onChange={(y, gesture) => changeFit({ y }, true, gesture)}
      />
      <PercentNumber
        label="Scale"
        hint="About the middle of the face"
        value={fit.scale}
        {...stretch}
        onChange={(scale, gesture) => changeFit({ scale }, true, gesture)}
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
        onChange={(rotate, gesture) => changeFit({ rotate }, true, gesture)}
      />
      <PercentNumber
        label="Width"
        hint="Stretches the face across"
        value={fit.stretchX}
        {...stretch}
        onChange={(stretchX, gesture) => changeFit({ stretchX }, true, gesture)}
      />
      <PercentNumber
        label="Height"
        hint="Stretches the face from forehead to chin"
        value={fit.stretchY}
        {...stretch}
        onChange={(stretchY, gesture) => changeFit({ stretchY }, true, gesture)}
      />
      {isMoved(fit) && <IconButton icon={RotateCcw} label="Reset the fit" onClick={resetFit} />}
    </span>
  );
}
