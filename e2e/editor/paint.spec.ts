import {
  at,
  drag,
  expect,
  matte,
  near,
  number,
  onPage,
  openPanel,
  PLATE,
  places,
  rows,
  test,
} from './paintPage.ts';

// Painting in the real editor on a real swap.

test('paints, erases, undoes and redoes in the matte’s pixels, and leaves the rest alone', async ({
  page,
}, info) => {
  const { inside, beside } = await places(page);
  const before = await matte(page);
  await drag(page, beside, near(beside, 0, 6));
  await expect.poll(() => at(page, beside)).toBe(255);
  const painted = await matte(page);
  const far = painted.filter((value, i) => {
    const [x, y] = [i % PLATE.width, Math.floor(i / PLATE.width)];
    return Math.hypot(x - beside.x, y - beside.y - 3) > 16 && Math.abs(value - before[i]) > 1;
  });
  expect(far).toEqual([]);

  await page.keyboard.down('Alt');
  await drag(page, inside, near(inside, 6));
  await page.keyboard.up('Alt');
  await expect.poll(() => at(page, inside)).toBe(0);
  await page.screenshot({ path: info.outputPath('added-and-erased.png') });

  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => at(page, inside)).toBe(255);
  await expect.poll(() => at(page, beside)).toBe(255);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => matte(page)).toEqual(before);
  await page.keyboard.press('ControlOrMeta+y');
  await expect.poll(() => at(page, beside)).toBe(255);
});

test('the trace is there while the pen is down, and Escape leaves nothing', async ({ page }) => {
  const { inside } = await places(page);
  const before = await matte(page);
  const covered = (): Promise<number> =>
    page.getByTestId('paint-trace').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0);
    });
  await page.mouse.move(...(await onPage(page, inside)));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 30))), { steps: 8 });
  // 30 long, 20 wide, and round ends
  expect(await covered()).toBeGreaterThan(700);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await covered()).toBe(0);
  await openPanel(page);
  await expect(rows(page)).toHaveCount(0);
  expect(await matte(page)).toEqual(before);
});

test('the trace stays until the picture with the stroke is there: at no moment neither is', async ({
  page,
}) => {
  const { beside } = await places(page);
  await page.evaluate(
    ([width, height, x, y]) => {
      const find = (id: string) => document.querySelector<HTMLCanvasElement>(`[data-testid="${id}"]`)!;
      const picture = find('viewer-picture');
      const left = Math.round(picture.width / 2 - width / 2) + x;
      const top = Math.round(picture.height / 2 - height / 2) + y;
      const seen: string[] = [];
      const look = (): void => {
        const pixel = (canvas: HTMLCanvasElement) =>
          canvas.getContext('2d')!.getImageData(left, top, 1, 1).data;
        const traced = pixel(find('paint-trace'))[3] > 0 || pixel(find('paint-waiting'))[3] > 0;
        const now = `${traced ? 'trace' : ''}${pixel(picture)[0] > 128 ? ' matte' : ''}`;
        if (seen.at(-1) !== now) seen.push(now);
        requestAnimationFrame(look);
      };
      look();
      Object.assign(window, { seen });
    },
    [PLATE.width, PLATE.height, beside.x, beside.y] as const,
  );
  await drag(page, beside, near(beside, 0, 6));
  await expect.poll(() => at(page, beside)).toBe(255);
  const seen = (): Promise<string[]> => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  await expect.poll(async () => (await seen()).at(-1)).toBe(' matte');
  // nothing before the pen came; then the trace, the trace over the matte for a moment perhaps, the matte
  expect((await seen()).filter((now) => now !== 'trace matte')).toEqual(['', 'trace', ' matte']);
});

test('the picture is moved and scaled with the brush in hand, and nothing is painted', async ({ page }) => {
  const { inside } = await places(page);
  const before = await matte(page);
  await page.mouse.move(...(await onPage(page, inside)));
  await page.keyboard.down('Space');
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 40, 20))), { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Space');
  await expect.poll(() => matte(page)).not.toEqual(before);
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(...(await onPage(page, inside)), { steps: 4 });
  await page.mouse.up({ button: 'middle' });
  await expect.poll(() => matte(page)).toEqual(before);
  await page.mouse.wheel(0, -240);
  await expect(page.getByTitle('Size on the screen')).not.toHaveText('100 %');
  await openPanel(page);
  await expect(rows(page)).toHaveCount(0);
});

test('a polygon adds what lies inside it, a lasso too, and shift draws straight', async ({ page }, info) => {
  const { inside, beside } = await places(page);
  await page.getByRole('button', { name: /^Polygon:/ }).click();
  await number(page, 'Edge', 0);
  for (const corner of [near(beside, -10, -10), near(beside, 8, -10), near(beside, 8, 14)])
    await page.mouse.click(...(await onPage(page, corner)));
  await page.mouse.move(...(await onPage(page, near(beside, -10, 14))));
  await page.screenshot({ path: info.outputPath('polygon.png') });
  await page.mouse.click(...(await onPage(page, near(beside, -10, 14))));
  await page.keyboard.press('Enter');
  await expect.poll(() => at(page, beside)).toBe(255);
  expect(await at(page, near(beside, -14))).toBe(0);

  await page.getByRole('button', { name: /^Subtract:/ }).click();
  await page.getByRole('button', { name: /^Lasso:/ }).click();
  await number(page, 'Edge', 0);
  await page.mouse.move(...(await onPage(page, near(beside, 5, 0))));
  await page.mouse.down();
  for (let turn = 0; turn <= 24; turn++) {
    const [x, y] = [5 * Math.cos((turn * Math.PI) / 12), 5 * Math.sin((turn * Math.PI) / 12)];
    await page.mouse.move(...(await onPage(page, near(beside, x, y))));
  }
  await page.screenshot({ path: info.outputPath('lasso.png') });
  await page.mouse.up();
  await expect.poll(() => at(page, beside)).toBe(0);
  // around it what the polygon added is still there
  expect(await at(page, near(beside, 0, 9))).toBe(255);

  await page.getByRole('button', { name: /^Brush:/ }).click();
  // from where the pen was put down straight to where it is lifted, whatever lies between
  await page.mouse.move(...(await onPage(page, inside)));
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, near(inside, 10, 40))));
  await page.mouse.move(...(await onPage(page, near(inside, 24))));
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(() => at(page, near(inside, 12))).toBe(0);
  expect(await at(page, near(inside, 10, 24))).toBe(255);
});
