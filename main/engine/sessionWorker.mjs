// Runs one inference session in a worker thread. Plain JavaScript, so that Node starts it without a
// compiler; sessionThread.ts is the other end and states the messages.
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

const ort = createRequire(import.meta.url)('onnxruntime-node');
let session;

async function answer({ open, feeds, release }) {
  if (open) {
    session = await ort.InferenceSession.create(open.source, open.options);
    return { ports: { inputMetadata: session.inputMetadata, outputMetadata: session.outputMetadata } };
  }
  if (release) {
    await session.release();
    return { released: true };
  }
  const tensors = {};
  for (const { name, type } of session.inputMetadata) {
    const { data, shape } = feeds[name];
    tensors[name] = new ort.Tensor(type, data, shape);
  }
  const results = await session.run(tensors);
  const outputs = {};
  for (const name of session.outputNames) {
    const { data, dims } = results[name];
    outputs[name] = {
      data: data instanceof BigInt64Array ? Int32Array.from(data, Number) : data,
      shape: dims,
    };
  }
  return { outputs };
}

parentPort.on('message', async ({ id, ...message }) => {
  try {
    const reply = await answer(message);
    const buffers = Object.values(reply.outputs ?? {}).map(({ data }) => data.buffer);
    parentPort.postMessage({ id, ...reply }, buffers);
  } catch (error) {
    parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
