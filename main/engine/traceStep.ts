import { blockChannels } from './blockedChannels.ts';
import { deviceShape, isNatural, type Layout, natural, ohwi, oihw } from './layout.ts';
import { encodeModel } from './onnxEncode.ts';
import type { NamedValue } from './onnxGraph.ts';
import { type Symbolic, Tracer } from './symbolic.ts';
import { record, type TraceOptions } from './trace.ts';
import { StepLoop } from './traceLoop.ts';
import { transposeData } from './transposeData.ts';
import type { HostTensors, OnnxProgram, StepProgram, TensorSpec } from './types.ts';

/** One state tensor of a traced step. */
export interface StateTensor {
  /** name of the state and of the graph input */
  readonly name: string;
  /** name of the graph output that holds its new value */
  readonly next: string;
  readonly dtype: TensorSpec['dtype'];
  /** shape as the step program states it */
  readonly shape: readonly number[];
  /** shape of the graph's input and output: 4-D weights are held OHWI on the CPU, OIHW elsewhere */
  readonly deviceShape: readonly number[];
  readonly layout: Layout;
}

/**
 * A training step as one ONNX model. Its inputs are the state (in device layout), then the batch; its
 * outputs the new state under `next` names, then the program's outputs. With `repeats` > 1 the batch
 * inputs and the outputs have one more leading axis of that length and the steps run one after another.
 */
export interface TracedStep extends OnnxProgram {
  readonly state: readonly StateTensor[];
  readonly repeats: number;
}

export interface TraceStepOptions extends TraceOptions {
  /** steps per run of the graph; more than one amortises copying the state in and out */
  readonly repeats?: number;
  /** channels in a block, to run convolutions on blocked channels (`channelBlockHere`); not in loops */
  readonly channelBlock?: number | undefined;
}

/**
 * Traces a step program. State of four axes is taken for convolution weights (or their moments) and kept
 * with its output channels first; `stateToDevice` and `stateToHost` convert between that and the program's
 * own axis order.
 *
 * @throws Error when the program reads a tensor, or returns no new value, or one of another shape, for a state.
 */
export function traceStep(program: StepProgram, options: TraceStepOptions = {}): TracedStep {
  const repeats = options.repeats ?? 1;
  const tracer = new Tracer(options.target);
  const loop = repeats > 1 ? new StepLoop(tracer.graph, repeats) : undefined;
  const stack = (shape: readonly number[]) => (loop ? [repeats, ...shape] : shape);
  const state = program.state.map((spec) => stateTensor(spec, tracer.target === 'cpu' ? ohwi : oihw));
  const before = state.map(({ name, dtype, shape, layout }) => ({
    name,
    symbolic: tracer.input(name, dtype, shape, layout),
  }));
  const batch = program.inputs.map((spec) => {
    const { name, dtype, shape } = spec;
    return { name, symbolic: loop ? tracer.hold(loop.input(spec), shape) : tracer.input(name, dtype, shape) };
  });
  const { after, results } = recordStep(tracer, program, before, batch);
  const valuesOf = (list: readonly Placed[]) =>
    list.map(({ name, symbolic }) => ({ name, value: symbolic.value }));
  const next = state.map(({ name, next: to, layout }) => ({
    name: to,
    value: tracer.full(after.get(name)!, layout),
  }));
  const outputs = results.map(({ name, symbolic }) => ({ name, value: tracer.full(symbolic) }));
  const encoded = loop
    ? loop.encode(valuesOf(before), next, outputs)
    : encodeStep(tracer, valuesOf([...before, ...batch]), [...next, ...outputs], options.channelBlock);
  return {
    ...encoded,
    inputs: [
      ...state.map(({ name, deviceShape: shape, dtype }) => ({ name, shape, dtype })),
      ...program.inputs.map((spec) => ({ ...spec, shape: stack(spec.shape) })),
    ],
    outputs: [
      ...state.map(({ next: name, deviceShape: shape, dtype }) => ({ name, shape, dtype })),
      ...results.map(({ name, symbolic: { shape, dtype } }) => ({ name, shape: stack(shape), dtype })),
    ],
    state,
    repeats,
  };
}

function encodeStep(
  { graph }: Tracer,
  inputs: readonly NamedValue[],
  outputs: readonly NamedValue[],
  channelBlock: number | undefined,
): { bytes: Uint8Array; nodeCount: number } {
  const body = channelBlock ? blockChannels(graph, outputs, channelBlock) : { graph, outputs };
  return encodeModel(body.graph, inputs, body.outputs);
}

interface Placed {
  readonly name: string;
  readonly symbolic: Symbolic;
}

function recordStep(
  tracer: Tracer,
  program: StepProgram,
  state: readonly Placed[],
  batch: readonly Placed[],
) {
  const inputs = [
    ...state.map(({ name, symbolic }) => [`state:${name}`, symbolic] as const),
    ...batch.map(({ name, symbolic }) => [`batch:${name}`, symbolic] as const),
  ];
  const pick = <T>(all: Readonly<Record<string, T>>, prefix: string, list: readonly Placed[]) =>
    Object.fromEntries(list.map(({ name }) => [name, all[`${prefix}:${name}`]]));
  const results = record(tracer, inputs, (all) => {
    const made = program.step(pick(all, 'state', state), pick(all, 'batch', batch));
    return Object.fromEntries([
      ...Object.entries(made.state).map(([name, tensor]) => [`next:${name}`, tensor]),
      ...Object.entries(made.outputs).map(([name, tensor]) => [`output:${name}`, tensor]),
    ]);
  });
  const after = new Map<string, Symbolic>();
  const outcomes: Placed[] = [];
  for (const [key, symbolic] of results) {
    if (key.startsWith('next:')) after.set(key.slice('next:'.length), symbolic);
    else outcomes.push({ name: key.slice('output:'.length), symbolic });
  }
  for (const { name, shape, dtype } of program.state) {
    const value = after.get(name);
    if (!value) throw new Error(`The step returned no new value for the state '${name}'.`);
    if (`${value.shape}` !== `${shape}` || value.dtype !== dtype) {
      throw new Error(
        `The step made the state '${name}' ${value.dtype} [${value.shape}]; it is ${dtype} [${shape}].`,
      );
    }
  }
  return { after, results: outcomes };
}

function stateTensor({ name, shape, dtype }: TensorSpec, weights: Layout): StateTensor {
  const layout = shape.length === 4 ? weights : natural(shape.length);
  return { name, next: `${name}:next`, dtype, shape, deviceShape: deviceShape(shape, layout), layout };
}

/** State from the program's axis order into the order the graph's inputs want (copies only what moves). */
export function stateToDevice(step: TracedStep, state: HostTensors): HostTensors {
  return convert(step, state, (data, one) => transposeData(data, one.shape, one.layout));
}

/** State from the graph's outputs back into the program's axis order, e.g. for a checkpoint. */
export function stateToHost(step: TracedStep, state: HostTensors): HostTensors {
  return convert(step, state, (data, one) => {
    const back = one.layout.map((_, axis) => one.layout.indexOf(axis));
    return transposeData(data, one.deviceShape, back);
  });
}

function convert(
  step: TracedStep,
  state: HostTensors,
  move: (data: Float32Array | Int32Array, one: StateTensor) => unknown,
): HostTensors {
  return Object.fromEntries(
    step.state.map((one) => {
      const data = state[one.name];
      if (!data) throw new Error(`The state '${one.name}' is missing.`);
      const size = one.shape.reduce((product, n) => product * n, 1);
      if (data.length !== size) {
        throw new Error(`The state '${one.name}' needs ${size} elements, not ${data.length}.`);
      }
      return [one.name, isNatural(one.layout) ? data : (move(data, one) as Float32Array | Int32Array)];
    }),
  );
}
