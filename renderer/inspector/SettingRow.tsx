import { memo } from 'react';
import { ChoiceRow } from './ChoiceRow.tsx';
import { NumberRow } from './NumberRow.tsx';
import { defaultOf, type GroupProperties, type Parameter } from './parameters.ts';
import { ToggleRow } from './ToggleRow.tsx';

interface Properties {
  readonly parameter: Parameter;
  readonly value: unknown;
  readonly change: GroupProperties['change'];
}

/** The row of one setting. It renders only when its own value changes: there are sixty, and one is dragged. */
export const SettingRow = memo(function SettingRow({ parameter, value, change }: Properties) {
  const { path } = parameter;
  switch (parameter.kind) {
    case 'number':
      return (
        <NumberRow
          parameter={parameter}
          value={value as number}
          onChange={(to, last) => change(path, to, last)}
        />
      );
    case 'toggle':
      return (
        <ToggleRow parameter={parameter} value={value as boolean} onChange={(to) => change(path, to, true)} />
      );
    case 'choice':
      return (
        <ChoiceRow
          label={parameter.label}
          note={parameter.note}
          value={value as string}
          origin={defaultOf(path) as string}
          options={parameter.options}
          onChange={(to) => change(path, to, true)}
        />
      );
  }
});
