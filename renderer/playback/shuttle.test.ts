import { describe, expect, it } from 'vitest';
import { pressShuttle, releaseShuttle, restingShuttle, type ShuttleKey, toggleShuttle } from './shuttle.ts';

/** Lower case presses, upper case lets go. */
function speedsAfter(keys: string): number[] {
  let shuttle = restingShuttle;
  return [...keys].map((key) => {
    if (key === ' ') shuttle = toggleShuttle(shuttle);
    else if (key === key.toLowerCase()) shuttle = pressShuttle(shuttle, key as ShuttleKey);
    else shuttle = releaseShuttle(shuttle, key.toLowerCase() as ShuttleKey);
    return shuttle.speed;
  });
}

describe('J K L', () => {
  it('doubles up to sixteen times, each way', () => {
    expect(speedsAfter('llllll')).toEqual([1, 2, 4, 8, 16, 16]);
    expect(speedsAfter('jjj')).toEqual([-1, -2, -4]);
  });

  it('comes to normal speed when the way changes', () => {
    expect(speedsAfter('lllj')).toEqual([1, 2, 4, -1]);
  });

  it('goes on when L is let go and stops with K', () => {
    expect(speedsAfter('lLkK')).toEqual([1, 1, 0, 0]);
  });

  it('runs slowly while K and L are both down', () => {
    expect(speedsAfter('klLjJKl')).toEqual([0, 0.25, 0, -0.25, 0, 0, 1]);
    expect(speedsAfter('klK')).toEqual([0, 0.25, 0]);
  });

  it('stops and plays with space', () => {
    expect(speedsAfter(' l  ')).toEqual([1, 2, 0, 1]);
  });
});
