// Tries one provider in a process of its own: a provider's library or driver can bring the whole process
// down, and that must cost a trial, never a project. providerTrial.ts starts this file and reads the answer.
import { createRequire } from 'node:module';

const side = 512;
const rounds = 3;

async function trial({ provider, graph }) {
  const ort = createRequire(import.meta.url)('onnxruntime-node');
  const session = await ort.InferenceSession.create(Buffer.from(graph, 'base64'), {
    executionProviders: [provider],
    logSeverityLevel: 4,
  });
  // a matrix with 1/side everywhere: its powers are itself, so a wrong result shows at once
  const feeds = { a: new ort.Tensor('float32', new Float32Array(side * side).fill(1 / side), [side, side]) };
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const { out } = await session.run(feeds);
    if (Math.abs(out.data[0] * side - 1) > 1e-2) throw new Error('it computes wrong results');
    // the first round compiles shaders
    if (round > 0) milliseconds = Math.min(milliseconds, performance.now() - start);
    else if (performance.now() - start > 1000) {
      milliseconds = performance.now() - start;
      break;
    }
  }
  return { milliseconds };
}

const answerTo = (request) =>
  trial(request).catch((error) => ({ error: error instanceof Error ? error.message : String(error) }));

// in Electron this is a utility process, which its parent ends once it has the answer
const { parentPort } = process;
if (parentPort) {
  parentPort.once('message', async ({ data }) => parentPort.postMessage(await answerTo(data)));
} else {
  process.once('message', async (request) => {
    const answer = await answerTo(request);
    // leave without native clean-up, in which drivers like to crash
    process.send(answer, () => process.kill(process.pid, 'SIGKILL'));
  });
}
