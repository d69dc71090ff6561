import { PercentNumber } from '../PercentNumber.tsx';
import { ToolNumber } from '../ToolNumber.tsx';
import type { ToolProperties } from '../tool.ts';
import { changeLight, useLight } from './useLight.ts';

/** How strong the light is and of what colour; its place is in the picture. */
export function LightOptions({ frame }: ToolProperties) {
  const light = useLight(frame);
  if (!light) return null;
  return (
    <>
      <ToolNumber
        label="Stops"
        hint="Between the lit and the shadowed side"
        value={light.amount}
        least={-4}
        most={4}
        step={0.05}
        digits={2}
        onChange={(amount, gesture) => changeLight({ amount }, true, gesture)}
      />
      <PercentNumber
        label="Warmth"
        hint="Colour of the lit side: below zero cooler, above warmer"
        value={light.warmth}
        least={-1}
        onChange={(warmth, gesture) => changeLight({ warmth }, true, gesture)}
      />
    </>
  );
}
