import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { explainFileError, UserError } from '../common/index.ts';
import { plainMemory } from './executorState.ts';
import type { ProviderChoice } from './provider.ts';
import { providerWords } from './providerNames.ts';
import { firstLine, loadRuntime, type SessionTuning, sessionOptions } from './sessionRuntime.ts';
import { openInThread } from './sessionThread.ts';
import type { ElementType, Provider } from './types.ts';

/** Values with their shape, row-major. Booleans are one byte each. */
export interface HostTensor {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** What a model takes or gives; -1 marks an axis of free length. */
export interface ModelPort {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** A loaded network. */
export interface Model {
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  readonly provider: Provider;
  /** what it runs on, and why if that is not what was asked for */
  readonly sentence: string;
  /**
   * Runs the network once. The outputs belong to the caller; the feeds must not change until the
   * promise settles. Calls queue up: one model runs one thing at a time.
   */
  run(feeds: Record<string, HostTensor>): Promise<Record<string, HostTensor>>;
  release(): Promise<void>;
}

export interface LoadOptions extends SessionTuning {
  /** Where to run; a plain name is a demand, a choice (from `chooseProvider`) may fall back. Default: cpu. */
  readonly provider?: Provider | ProviderChoice;
  /** what to call the model in messages; default: the file's name */
  readonly name?: string;
  /**
   * Run in a worker thread of its own. onnxruntime-node computes synchronously on the thread that calls
   * it, so models work side by side, and beside JavaScript, only when each has its thread. Eight face
   * meshes by two models in two threads take half as long as by one model with two threads (two cores).
   */
  readonly thread?: boolean;
}

/** What a session gives, whichever thread it lives in. */
export interface OpenSession {
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputMetadata: readonly InferenceSession.ValueMetadata[];
  run(feeds: Record<string, HostTensor>): Promise<Record<string, HostTensor>>;
  release(): Promise<void>;
}

/**
 * Loads an ONNX network from a file or from memory.
 *
 * @throws UserError when the file is missing or unreadable, is not an ONNX model, or a provider that was
 * asked for by name cannot run it
 */
export async function loadModel(source: string | Uint8Array, options: LoadOptions = {}): Promise<Model> {
  const name = options.name ?? (typeof source === 'string' ? path.basename(source) : 'the model');
  if (typeof source === 'string') await checkFile(source);
  const wanted = options.provider ?? 'cpu';
  const queue = typeof wanted === 'string' ? [wanted] : [wanted.provider, ...wanted.fallbacks];
  const failures: string[] = [];
  for (const provider of queue) {
    try {
      const open = options.thread ? openInThread : openHere;
      const tuning = options.thread ? { threads: 1, ...options } : options;
      const session = await open(source, provider, tuning);
      const sentence = [...failures, `${name} runs on ${providerWords[provider]}.`].join(' ');
      return { ...guarded(session), provider, sentence };
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (isModelFault(error)) throw damagedModel(name, error);
      failures.push(`${providerWords[provider]} could not run ${name} (${firstLine(error)}).`);
    }
  }
  throw new UserError(
    failures.join(' '),
    'Choose another provider (understudy doctor lists what is here), or update its driver.',
  );
}

async function checkFile(file: string): Promise<void> {
  const info = await stat(file).catch((error: unknown) => {
    throw explainFileError(error, file);
  });
  if (info.isDirectory())
    throw new UserError(`A folder is where a model file was expected: ${file}`, 'Name the .onnx file.');
  if (info.size === 0) throw damagedModel(path.basename(file), undefined);
}

function damagedModel(name: string, cause: unknown): UserError {
  return new UserError(
    `${name} is damaged or is not an ONNX model.`,
    'Delete it and build it again (npm run setup builds the models that come with Understudy).',
    { cause },
  );
}

/** onnxruntime tells a bad model from a bad provider only by its words. */
function isModelFault(error: unknown): boolean {
  return /protobuf parsing failed|data pointer is null|INVALID_GRAPH|INVALID_PROTOBUF|not a registered function|invalid model|Unsupported model IR|opset/i.test(
    error instanceof Error ? error.message : '',
  );
}

/** Checks feeds and chains calls: one session never runs two things at once, and release waits for the last. */
function guarded(session: OpenSession): Omit<Model, 'provider' | 'sentence'> {
  const inputs = session.inputMetadata.map((metadata) => port(metadata));
  const outputs = session.outputMetadata.map((metadata) => port(metadata, ['int64']));
  let last: Promise<unknown> = Promise.resolve();
  let released = false;
  const next = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task, task);
    last = result.catch(() => {});
    return result;
  };
  return {
    inputs,
    outputs,
    async run(feeds) {
      if (released) throw new Error('this model has been released');
      for (const input of inputs) checkFeed(input, feeds[input.name]);
      return next(() => session.run(inPlainMemory(feeds)));
    },
    async release() {
      if (!released) {
        released = true;
        await next(() => session.release());
      }
      await last;
    },
  };
}

function inPlainMemory(feeds: Record<string, HostTensor>): Record<string, HostTensor> {
  const entries = Object.entries(feeds);
  return Object.fromEntries(
    entries.map(([name, { data, shape }]) => [name, { data: plainMemory(data), shape }]),
  );
}

async function openHere(
  source: string | Uint8Array,
  provider: Provider,
  tuning: SessionTuning,
): Promise<OpenSession> {
  const runtime = await loadRuntime();
  const options = sessionOptions(provider, tuning);
  const session =
    typeof source === 'string'
      ? await runtime.InferenceSession.create(source, options)
      : await runtime.InferenceSession.create(source, options);
  return {
    inputMetadata: session.inputMetadata,
    outputMetadata: session.outputMetadata,
    async run(feeds) {
      const tensors: Record<string, Tensor> = {};
      for (const { name, dtype } of session.inputMetadata.map((metadata) => port(metadata))) {
        tensors[name] = new runtime.Tensor(dtype, feeds[name].data, feeds[name].shape) as Tensor;
      }
      const results = await session.run(tensors);
      const outputs: Record<string, HostTensor> = {};
      for (const name of session.outputNames) outputs[name] = hostTensor(results[name]);
      return outputs;
    },
    release: () => session.release(),
  };
}

function port(metadata: InferenceSession.ValueMetadata, alsoInt32: readonly string[] = []): ModelPort {
  const { name } = metadata;
  if (!metadata.isTensor) throw new Error(`${name} is not a tensor`);
  const dtype = alsoInt32.includes(metadata.type) ? 'int32' : metadata.type;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new Error(`${name} is of type ${dtype}, which the engine does not use`);
  }
  return { name, dtype, shape: metadata.shape.map((n) => (typeof n === 'number' ? n : -1)) };
}

const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Wrong feeds are a defect of the caller; onnxruntime's own words for them do not name the input. */
function checkFeed({ name, dtype, shape }: ModelPort, feed: HostTensor | undefined): void {
  if (!feed) throw new Error(`the model's input ${name} was not fed`);
  const fits =
    feed.shape.length === shape.length && shape.every((n, axis) => n === -1 || n === feed.shape[axis]);
  if (!fits) throw new Error(`the model's input ${name} is [${shape}], but was fed [${feed.shape}]`);
  const length = feed.shape.reduce((product, n) => product * n, 1);
  if (feed.data.length !== length || !(feed.data instanceof arrayOf[dtype])) {
    throw new Error(
      `the model's input ${name} needs ${length} values of ${dtype}, but was fed ${feed.data.length}`,
    );
  }
}

function hostTensor(tensor: Tensor): HostTensor {
  const { data } = tensor;
  if (data instanceof BigInt64Array) return { data: Int32Array.from(data, Number), shape: tensor.dims };
  return { data: data as HostTensor['data'], shape: tensor.dims };
}
