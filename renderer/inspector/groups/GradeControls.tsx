import { NumberRow } from '../NumberRow.tsx';
import type { GroupProperties } from '../parameters.ts';
import styles from './Grade.module.css';
import { GradeCurves } from './GradeCurves.tsx';
import { GradeWheel } from './GradeWheel.tsx';
import { channels, type Wheel, wheelParameter, wheels } from './gradeWheels.ts';

/** The wheels, with a slider for all channels of each; the numbers behind them; the curves. */
export function GradeControls({ settings, change }: GroupProperties) {
  const row = (wheel: Wheel, part: Parameters<typeof wheelParameter>[1]) => {
    const parameter = wheelParameter(wheel, part);
    return (
      <NumberRow
        key={parameter.path}
        parameter={parameter}
        value={settings.grade[wheel.name][part]}
        onChange={(to, last) => change(parameter.path, to, last)}
      />
    );
  };
  return (
    <>
      <div className={styles.wheels}>
        {wheels.map((wheel) => (
          <GradeWheel key={wheel.name} wheel={wheel} values={settings.grade[wheel.name]} change={change} />
        ))}
      </div>
      {wheels.map((wheel) => row(wheel, 'master'))}
      <details className={styles.details}>
        <summary>Channels of the wheels</summary>
        {wheels.flatMap((wheel) => channels.map((part) => row(wheel, part)))}
      </details>
      <GradeCurves curves={settings.grade.curves} change={change} />
    </>
  );
}
