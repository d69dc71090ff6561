import type { Page } from '@playwright/test';
import { decodeFloats } from '../../preload/contract/index.ts';
import {
  at,
  emptied,
  expect,
  near,
  onPage,
  type Place,
  paintedIn,
  places,
  strokesOf,
  test,
} from './paintPage.ts';

// A pen: what it presses and its other end, told by the events a browser makes of them.

interface Pen {
  /** 1: the tip; 32: the eraser end */
  readonly buttons: 1 | 32;
  readonly way: readonly { readonly place: Place; readonly pressure: number }[];
}

async function pen(page: Page, { buttons, way }: Pen): Promise<void> {
  const steps = await Promise.all(
    way.map(async ({ place, pressure }) => ({ at: await onPage(page, place), pressure })),
  );
  await page.evaluate(
    ({ buttons, steps }) => {
      const surface = document.querySelector<HTMLElement>('[data-testid="paint-surface"]')!;
      // the browser has no pen of this number to capture
      surface.setPointerCapture = () => {};
      const send = (
        type: string,
        { at: [clientX, clientY], pressure }: (typeof steps)[number],
        held: number,
      ) =>
        surface.dispatchEvent(
          new PointerEvent(type, {
            bubbles: true,
            cancelable: true,
            pointerId: 77,
            pointerType: 'pen',
            button: type === 'pointermove' ? -1 : buttons === 32 ? 5 : 0,
            buttons: held,
            clientX,
            clientY,
            pressure,
          }),
        );
      send('pointerdown', steps[0], buttons);
      for (const step of steps.slice(1)) send('pointermove', step, buttons);
      send('pointerup', { ...steps[steps.length - 1], pressure: 0 }, 0);
    },
    { buttons, steps },
  );
}

test('a pen’s pressure widens the stroke along its way', async ({ page, project }) => {
  const from = near(await emptied(page), 0, -30);
  const way = Array.from({ length: 61 }, (_, i) => ({
    place: near(from, 0, i),
    pressure: 0.1 + (0.9 * i) / 60,
  }));
  await pen(page, { buttons: 1, way });
  await expect.poll(() => at(page, near(from, 0, 55))).toBe(255);
  const [stroke] = await paintedIn(project);
  expect(stroke.tool).toBe('add');
  expect(stroke.pressure.radius).toBe(true);
  const forces = [...decodeFloats(stroke.points)].filter((_, i) => i % 3 === 2);
  expect(forces[0]).toBeCloseTo(0.1, 2);
  expect(forces.at(-1)).toBeCloseTo(1, 2);
  // 10 pixels is the radius at full pressure: 7 beside the line is in the stroke there, and not where it began
  expect(await at(page, near(from, 7, 56))).toBe(255);
  expect(await at(page, near(from, 7, 10))).toBe(0);
});

test('the eraser end subtracts with the brush that adds, and lays nothing else aside', async ({
  page,
  project,
}) => {
  const { inside } = await places(page);
  expect(await at(page, inside)).toBe(255);
  const way = [-6, -2, 2, 6].map((dx) => ({ place: near(inside, dx), pressure: 0.9 }));
  await pen(page, { buttons: 32, way });
  await expect.poll(() => at(page, inside)).toBe(0);
  const [stroke] = await strokesOf(project);
  expect(stroke.tool).toBe('subtract');
  // the tip still adds
  await pen(page, { buttons: 1, way });
  await expect.poll(() => at(page, inside)).toBe(255);
  expect((await strokesOf(project)).map(({ tool }) => tool)).toEqual(['subtract', 'add']);
});
