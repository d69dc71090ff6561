import { createRequire } from 'node:module';
import util from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shimNodeUtil } from './shimNodeUtil.ts';

const require = createRequire(import.meta.url);
const names = ['isNullOrUndefined', 'isArray'];
const mutable = util as unknown as Record<string, unknown>;
let before: Record<string, unknown>;

// as on Node 23 and newer, whatever Node runs the tests
beforeEach(() => {
  before = Object.fromEntries(names.map((name) => [name, mutable[name]]));
  for (const name of names) delete mutable[name];
});
afterEach(() => {
  for (const name of names) {
    delete mutable[name];
    if (before[name]) mutable[name] = before[name];
  }
});

describe('shimNodeUtil', () => {
  it('gives require("util") the removed checks back', () => {
    shimNodeUtil();
    // biome-ignore lint/style/useNodejsImportProtocol: the package asks for it by this name
    const required = require('util') as Record<string, (value: unknown) => boolean>;
    expect([null, undefined, 0, ''].map(required.isNullOrUndefined)).toEqual([true, true, false, false]);
    expect([[], {}, 'a', { length: 1 }].map(required.isArray)).toEqual([true, false, false, false]);
  });

  it('leaves what is there', () => {
    const own = () => true;
    mutable.isArray = own;
    shimNodeUtil();
    expect(mutable.isArray).toBe(own);
  });

  it("cures tfjs-node-gpu's own code, which needs no native addon up to this check", () => {
    const kernels = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as {
      createTensorsTypeOpAttr(name: string, dtype: unknown): unknown;
    };
    expect(() => kernels.createTensorsTypeOpAttr('T', null)).toThrow(/isNullOrUndefined\) is not a function/);
    shimNodeUtil();
    expect(() => kernels.createTensorsTypeOpAttr('T', null)).toThrow('Invalid input tensors value.');
  });
});
