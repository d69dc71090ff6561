import type { Context } from 'konva/lib/Context';
import { Group, Label, Line, Rect, Shape, Tag, Text } from 'react-konva';
import type { FaceOverlay } from '../../../preload/contract/index.ts';
import type { View } from '../../state/view.ts';
import { poseAxes } from './poseAxes.ts';

interface Properties {
  readonly face: FaceOverlay;
  readonly name: string;
  readonly colour: string;
  readonly show: View['overlays'];
  /** CSS pixels per plate pixel: marks keep their size on the screen */
  readonly scale: number;
}

/** Sides of a landmark's dot and of its dark rim, CSS pixels. */
const DOT = 2;
const RIM = 3;

/** What was measured of one face, in the plate's coordinates. */
export function FaceMarks({ face, name, colour, show, scale }: Properties) {
  const [x, y, width, height] = face.box;
  return (
    <>
      {show.box && <Corners face={face} colour={colour} scale={scale} />}
      {show.landmarks && (
        <Shape
          listening={false}
          perfectDrawEnabled={false}
          sceneFunc={(context) => drawDots(context, face.landmarks, colour, scale)}
        />
      )}
      {show.pose && <Pose face={face} scale={scale} />}
      {show.name && (
        <Label x={x} y={y - 6 / scale} scaleX={1 / scale} scaleY={1 / scale} listening={false} offsetY={20}>
          <Tag fill="rgba(12, 12, 12, 0.78)" cornerRadius={3} />
          <Text
            text={show.pose ? `${name}  ${angles(face)}` : name}
            padding={5}
            fontSize={11}
            fontFamily="Inter Variable, sans-serif"
            fill={colour}
          />
        </Label>
      )}
      {show.pose && !show.name && (
        <Text
          x={x + width / 2}
          y={y + height + 6 / scale}
          scaleX={1 / scale}
          scaleY={1 / scale}
          offsetX={80}
          width={160}
          align="center"
          text={angles(face)}
          fontSize={11}
          fontFamily="Inter Variable, sans-serif"
          fill="#e6e6e6"
          shadowColor="black"
          shadowBlur={3}
          shadowOpacity={0.9}
          listening={false}
        />
      )}
    </>
  );
}

const degrees = (value: number): string => `${Math.round(value)}°`.replace('-', '−');

const angles = ({ pose: [yaw, pitch, roll] }: FaceOverlay): string =>
  `yaw ${degrees(yaw)}  pitch ${degrees(pitch)}  roll ${degrees(roll)}`;

/** The box with its corners drawn out, so that it stays off the face. */
function Corners({ face, colour, scale }: { face: FaceOverlay; colour: string; scale: number }) {
  const [x, y, width, height] = face.box;
  const arm = Math.min(width, height) * 0.16;
  const corners = [
    [x, y, 1, 1],
    [x + width, y, -1, 1],
    [x + width, y + height, -1, -1],
    [x, y + height, 1, -1],
  ] as const;
  return (
    <Group listening={false}>
      <Rect
        x={x}
        y={y}
        width={width}
        height={height}
        stroke={colour}
        strokeWidth={1 / scale}
        opacity={0.45}
      />
      {corners.map(([cx, cy, right, down]) => (
        <Line
          key={`${right} ${down}`}
          points={[cx, cy + down * arm, cx, cy, cx + right * arm, cy]}
          stroke={colour}
          strokeWidth={2 / scale}
          lineCap="round"
          lineJoin="round"
        />
      ))}
    </Group>
  );
}

/** All dots of a face as two fills: 478 shapes of Konva's would each be drawn by themselves. */
function drawDots(context: Context, landmarks: readonly number[], colour: string, scale: number): void {
  const canvas = context._context;
  for (const [side, fill] of [
    [RIM, 'rgba(0, 0, 0, 0.55)'],
    [DOT, colour],
  ] as const) {
    const size = side / scale;
    canvas.fillStyle = fill;
    canvas.beginPath();
    for (let i = 0; i + 1 < landmarks.length; i += 2)
      canvas.rect(landmarks[i] - size / 2, landmarks[i + 1] - size / 2, size, size);
    canvas.fill();
  }
}

const axisColours = { right: '#ef7d75', up: '#7fbf86', forward: '#7fb0ec' } as const;

function Pose({ face, scale }: { face: FaceOverlay; scale: number }) {
  const [x, y, width, height] = face.box;
  const axes = poseAxes(face.pose);
  const length = 0.45 * Math.max(width, height);
  const from = { x: x + width / 2, y: y + height / 2 };
  return (
    <Group listening={false}>
      {(['right', 'up', 'forward'] as const).map((axis) => (
        <Line
          key={axis}
          points={[from.x, from.y, from.x + axes[axis].x * length, from.y + axes[axis].y * length]}
          stroke={axisColours[axis]}
          strokeWidth={2.5 / scale}
          lineCap="round"
          shadowColor="black"
          shadowBlur={2}
          shadowOpacity={0.6}
        />
      ))}
    </Group>
  );
}
