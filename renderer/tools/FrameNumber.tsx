import { ToolNumber, type ToolNumberProperties } from './ToolNumber.tsx';

type Properties = Omit<ToolNumberProperties, 'least' | 'most' | 'step' | 'factor' | 'unit' | 'digits'> &
  Partial<Pick<ToolNumberProperties, 'least' | 'most'>>;

/** More frames than any clip has. */
const MOST_FRAMES = 1_000_000;

/** A frame's number, or how many frames: whole, and 0 at least unless told otherwise. */
export function FrameNumber({ least = 0, most = MOST_FRAMES, ...rest }: Properties) {
  return <ToolNumber {...rest} least={least} most={most} step={1} />;
}
