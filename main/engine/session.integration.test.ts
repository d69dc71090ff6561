import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../common/index.ts';
import { encodeModel } from './onnxEncode.ts';
import { OnnxGraph } from './onnxGraph.ts';
import { loadModel } from './session.ts';

const float = (name: string, ...shape: number[]) => ({ name, shape, dtype: 'float32' });

/** c = a·b, and the index of the greatest element of each row, as int64 and as int32. */
function productModel(): Uint8Array {
  const graph = new OnnxGraph();
  const a = graph.input('a', 'float32', [2, 3]);
  const b = graph.input('b', 'float32', [3, 2]);
  const c = graph.add('MatMul', [a, b], { dtype: 'float32', shape: [2, 2] });
  const wide = graph.add(
    'ArgMax',
    [c],
    { dtype: 'int64', shape: [2] },
    { axis: { i: 1 }, keepdims: { i: 0 } },
  );
  const best = graph.add('Cast', [wide], { dtype: 'int32', shape: [2] }, { to: { i: 6 } });
  const inputs = [a, b].map((value) => ({ name: value.inputName!, value }));
  const outputs = Object.entries({ c, wide, best }).map(([name, value]) => ({ name, value }));
  return encodeModel(graph, inputs, outputs).bytes;
}
const product = productModel();
const feeds = {
  a: { data: new Float32Array([1, 2, 3, 4, 5, 6]), shape: [2, 3] },
  b: { data: new Float32Array([1, 0, 0, 1, 2, 0]), shape: [3, 2] },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-session-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([{ thread: false }, { thread: true }])('a model, thread: $thread', ({ thread }) => {
  it('says what it takes and gives, and computes it', async () => {
    const file = path.join(folder, 'product.onnx');
    await writeFile(file, product);
    const model = await loadModel(file, { thread, threads: 1 });
    expect(model.inputs).toEqual([float('a', 2, 3), float('b', 3, 2)]);
    expect(model.outputs.map(({ name, dtype }) => [name, dtype])).toEqual([
      ['c', 'float32'],
      ['wide', 'int32'],
      ['best', 'int32'],
    ]);
    expect(model.sentence).toBe('product.onnx runs on the CPU.');
    const result = await model.run(feeds);
    expect(result.c).toEqual({ data: new Float32Array([7, 2, 16, 5]), shape: [2, 2] });
    expect(result.wide).toEqual({ data: new Int32Array([0, 0]), shape: [2] });
    expect(result.best).toEqual({ data: new Int32Array([0, 0]), shape: [2] });
    expect(feeds.a.data).toHaveLength(6);
    await model.release();
    await model.release();
    await expect(model.run(feeds)).rejects.toThrow(/released/);
  });

  it('gives outputs that later runs leave alone', async () => {
    const model = await loadModel(product, { thread, threads: 1 });
    const first = await model.run(feeds);
    const [second] = await Promise.all([
      model.run({ ...feeds, a: { data: new Float32Array(6), shape: [2, 3] } }),
      model.run(feeds),
    ]);
    expect([...first.c.data]).toEqual([7, 2, 16, 5]);
    expect([...second.c.data]).toEqual([0, 0, 0, 0]);
    await model.release();
  });

  it('takes feeds in shared memory', async () => {
    const model = await loadModel(product, { thread, threads: 1 });
    const shared = new Float32Array(new SharedArrayBuffer(24));
    shared.set(feeds.a.data);
    const { c } = await model.run({ ...feeds, a: { data: shared, shape: [2, 3] } });
    expect([...c.data]).toEqual([7, 2, 16, 5]);
    await model.release();
  });

  it('names the input that does not fit', async () => {
    const model = await loadModel(product, { thread, threads: 1 });
    await expect(model.run({ a: feeds.a })).rejects.toThrow("the model's input b was not fed");
    await expect(model.run({ ...feeds, b: { data: feeds.b.data, shape: [2, 3] } })).rejects.toThrow(
      "the model's input b is [3,2], but was fed [2,3]",
    );
    await expect(model.run({ ...feeds, b: { data: new Float32Array(5), shape: [3, 2] } })).rejects.toThrow(
      'needs 6 values of float32, but was fed 5',
    );
    await expect(model.run({ ...feeds, b: { data: new Int32Array(6), shape: [3, 2] } })).rejects.toThrow(
      'float32',
    );
    await model.release();
  });

  it.each([
    ['nothing', ''],
    ['text', 'this is not a network'],
    ['the first half of a model', product.slice(0, product.length / 2)],
  ])('refuses a file that holds %s', async (_, content) => {
    const file = path.join(folder, 'broken.onnx');
    await writeFile(file, content);
    const error = await loadModel(file, { thread }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: 'broken.onnx is damaged or is not an ONNX model.', exitCode: 1 });
  });

  it('refuses an unknown operator', async () => {
    const graph = new OnnxGraph();
    const a = graph.input('a', 'float32', [1]);
    const b = graph.add('Frobnicate', [a], { dtype: 'float32', shape: [1] });
    const { bytes } = encodeModel(graph, [{ name: 'a', value: a }], [{ name: 'b', value: b }]);
    await expect(loadModel(bytes, { thread, name: 'odd' })).rejects.toThrow(
      'odd is damaged or is not an ONNX model.',
    );
  });

  it('says where there is no file', async () => {
    const file = path.join(folder, 'nowhere.onnx');
    await expect(loadModel(file, { thread })).rejects.toThrow(`There is no file: ${file}`);
    await expect(loadModel(folder, { thread })).rejects.toThrow(
      'A folder is where a model file was expected',
    );
  });
});

it('keeps models apart that run at the same time, each in its thread', async () => {
  const models = await Promise.all([1, 2, 3].map(() => loadModel(product, { thread: true })));
  const scaled = (k: number) => ({ ...feeds, a: { data: feeds.a.data.map((x) => k * x), shape: [2, 3] } });
  const runs = models.flatMap((model, i) => [1, 10].map((k) => model.run(scaled(k * (i + 1)))));
  const results = (await Promise.all(runs)).map(({ c }) => c.data[0]);
  expect(results).toEqual([7, 70, 14, 140, 21, 210]);
  await Promise.all(models.map((model) => model.release()));
});

describe('a provider that is not here', () => {
  // the package for Linux and macOS has no DirectML, the one for Windows and Linux no Core ML
  const absent = process.platform === 'win32' ? 'coreml' : 'dml';

  it('stops the work when it was asked for by name', async () => {
    const error = await loadModel(product, { provider: absent, name: 'product' }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/could not run product/);
  });

  it('gives way to the next when it was picked', async () => {
    const choice = { provider: absent, sentence: '', fallbacks: ['cpu'] } as const;
    const model = await loadModel(product, { provider: choice, name: 'product' });
    expect(model.provider).toBe('cpu');
    expect(model.sentence).toMatch(/could not run product \(.+\)\. product runs on the CPU\.$/);
    expect((await model.run(feeds)).c.data[0]).toBe(7);
    await model.release();
  });
});
