import { expect, it } from 'vitest';
import { readBeside, useLayersBeside } from './layersBeside.ts';

it('has a layer fetched as long as one of its readers is there', () => {
  const layers = () => useLayersBeside.getState().layers;
  const scopes = readBeside(['comp', 'plate']);
  const clone = readBeside(['plate']);
  expect(layers()).toEqual(['comp', 'plate']);
  scopes();
  expect(layers()).toEqual(['plate']);
  clone();
  expect(layers()).toEqual([]);
});
