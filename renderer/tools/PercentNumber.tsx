import { ToolNumber, type ToolNumberProperties } from './ToolNumber.tsx';

type Properties = Omit<ToolNumberProperties, 'least' | 'most' | 'step' | 'factor' | 'unit'> &
  Partial<Pick<ToolNumberProperties, 'least' | 'most' | 'step'>>;

/** A share, 0…1 unless told otherwise, that people read and type in per cent. */
export function PercentNumber({ least = 0, most = 1, step = 0.01, ...rest }: Properties) {
  return <ToolNumber {...rest} least={least} most={most} step={step} factor={100} unit="%" />;
}
