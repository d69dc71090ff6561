import type { GroupProperties } from '../parameters.ts';
import { SettingRow } from '../SettingRow.tsx';
import { Folded } from './Folded.tsx';
import styles from './Grade.module.css';
import { GradeCurves } from './GradeCurves.tsx';
import { GradeWheel } from './GradeWheel.tsx';
import { channels, type Wheel, type WheelPart, wheelRows, wheels } from './gradeWheels.ts';

/** The wheels, with a slider for all channels of each; the numbers behind them; the curves. */
export function GradeControls({ settings, change }: GroupProperties) {
  const row = ({ name }: Wheel, part: WheelPart) => {
    const parameter = wheelRows[name][part];
    return (
      <SettingRow
        key={parameter.path}
        parameter={parameter}
        value={settings.grade[name][part]}
        change={change}
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
      <Folded title="Channels of the wheels">
        {wheels.flatMap((wheel) => channels.map((part) => row(wheel, part)))}
      </Folded>
      <GradeCurves curves={settings.grade.curves} change={change} />
    </>
  );
}
