import { expect, it } from 'vitest';
import { Precedence } from './precedence.ts';

it('holds back what can wait until nothing urgent is under way, also where that fails', async () => {
  const order: string[] = [];
  const precedence = new Precedence();
  await precedence.giveWay();
  let end: () => void = () => {};
  const dragged = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = precedence.first(() => dragged);
  const failing = precedence.first(async () => {
    throw new Error('no plate');
  });
  const later = precedence.giveWay().then(() => order.push('later'));
  await expect(failing).rejects.toThrow('no plate');
  order.push('one is still under way');
  end();
  await first;
  await later;
  expect(order).toEqual(['one is still under way', 'later']);
});
