import { Rect, Text } from 'react-konva';
import type { Size } from '../viewport.ts';

/** Shares of width and height by SMPTE ST 2046-1. */
const areas = [
  ['Action', 0.93],
  ['Title', 0.9],
] as const;

export function SafeAreas({ picture, scale }: { readonly picture: Size; readonly scale: number }) {
  return areas.map(([name, share]) => {
    const x = ((1 - share) / 2) * picture.width;
    const y = ((1 - share) / 2) * picture.height;
    const box = { x, y, width: share * picture.width, height: share * picture.height };
    return [
      <Rect
        key={`${name} rim`}
        {...box}
        stroke="rgba(0, 0, 0, 0.28)"
        strokeWidth={2.5 / scale}
        listening={false}
      />,
      <Rect
        key={name}
        {...box}
        stroke="rgba(255, 255, 255, 0.75)"
        strokeWidth={1 / scale}
        listening={false}
      />,
      <Text
        key={`${name} name`}
        x={x + box.width - 44 / scale}
        y={y + (name === 'Action' ? -12 : 4) / scale}
        scaleX={1 / scale}
        scaleY={1 / scale}
        width={40}
        align="right"
        text={name}
        fontSize={9}
        fontFamily="Inter Variable, sans-serif"
        fill="rgba(255, 255, 255, 0.85)"
        shadowColor="black"
        shadowBlur={2}
        shadowOpacity={0.7}
        listening={false}
      />,
    ];
  });
}
