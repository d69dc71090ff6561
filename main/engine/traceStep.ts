import { deviceShape, isNatural, type Layout, natural, ohwi, oihw } from './layout.ts';
import { encodeModel } from './onnxEncode.ts';
import { transposeData } from './onnxFold.ts';
import { type GraphValue, type NamedValue, OnnxGraph } from './onnxGraph.ts';
import { type Symbolic, Tracer } from './symbolic.ts';
import { record, type TraceOptions } from './trace.ts';
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
}

/**
 * Traces a step program. State of four axes is taken for convolution weights (or their moments) and kept
 * with its output channels first; `stateToDevice` and `stateToHost` convert between that and the program's own axis order.
 *
 * @throws Error when the program reads a tensor, or returns no new value, or one of another shape, for a state.
 */
export function traceStep(program: StepProgram, options: TraceStepOptions = {}): TracedStep {
  const repeats = options.repeats ?? 1;
  const tracer = new Tracer(options.target);
  const { graph } = tracer;
  const state = program.state.map((spec) => stateTensor(spec, tracer.target === 'cpu' ? ohwi : oihw));
  const outer = repeats > 1 ? new OnnxGraph() : undefined;
  const iteration = graph.input('loop:iteration', 'int64', []);
  const batchSpecs = program.inputs.map((spec) =>
    outer ? { ...spec, shape: [repeats, ...spec.shape] } : spec,
  );
  const batch = batchSpecs.map((spec, i) => {
    const value = (outer ?? graph).input(spec.name, spec.dtype, spec.shape);
    if (!outer) return { value, symbolic: tracer.hold(value, spec.shape) };
    const { shape, dtype } = program.inputs[i];
    const one = graph.add('Gather', [value, iteration], { dtype, shape }, { axis: { i: 0 } });
    return { value, symbolic: tracer.hold(one, shape) };
  });
  const placed = state.map(({ name, dtype, shape, layout }) => {
    const inside = outer ? `${name}:in` : name;
    return { name, symbolic: tracer.input(inside, dtype, shape, layout) };
  });
  const { next, outputs } = recordStep(
    tracer,
    program,
    placed,
    program.inputs.map((spec, i) => ({
      name: spec.name,
      symbolic: batch[i].symbolic,
    })),
  );
  const nextValues = state.map(({ name, layout }) => tracer.full(next.get(name)!, layout));
  const outputValues = outputs.map(([, symbolic]) => tracer.full(symbolic));
  const stateSpecs = state.map((one) => ({ name: one.name, shape: one.deviceShape, dtype: one.dtype }));
  const shared = {
    inputs: [...stateSpecs, ...batchSpecs],
    outputs: [
      ...state.map((one) => ({ name: one.next, shape: one.deviceShape, dtype: one.dtype })),
      ...outputs.map(([name, symbolic]) => ({
        name,
        shape: outer ? [repeats, ...symbolic.shape] : symbolic.shape,
        dtype: symbolic.dtype,
      })),
    ],
    state,
    repeats,
  };
  if (!outer) {
    const encoded = encodeModel(
      graph,
      named(shared.inputs, [
        ...placed.map(({ symbolic }) => symbolic.value),
        ...batch.map(({ value }) => value),
      ]),
      named(shared.outputs, [...nextValues, ...outputValues]),
    );
    return { ...shared, ...encoded };
  }
  const stateInputs = stateSpecs.map((spec) => outer.input(spec.name, spec.dtype, spec.shape));
  const going = graph.input('loop:going', 'bool', []);
  const loop = outer.addMany(
    'Loop',
    [
      outer.constant(BigInt64Array.of(BigInt(repeats)), []),
      outer.constant(Uint8Array.of(1), []),
      ...stateInputs,
    ],
    shared.outputs,
    {
      body: {
        g: {
          name: 'step',
          graph,
          inputs: [
            { name: 'loop:iteration', value: iteration },
            { name: 'loop:going', value: going },
            ...placed.map(({ name, symbolic }) => ({ name: `${name}:in`, value: symbolic.value })),
          ],
          outputs: [
            { name: 'loop:on', value: going },
            ...named(shared.outputs, [...nextValues, ...outputValues]).map((output) => ({
              ...output,
              name: `${output.name}:out`,
            })),
          ],
        },
      },
    },
  );
  const encoded = encodeModel(
    outer,
    named(shared.inputs, [...stateInputs, ...batch.map(({ value }) => value)]),
    named(shared.outputs, loop),
  );
  return { ...shared, ...encoded };
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
  const next = new Map<string, Symbolic>();
  const outputs: [string, Symbolic][] = [];
  for (const [key, symbolic] of results) {
    if (key.startsWith('next:')) next.set(key.slice('next:'.length), symbolic);
    else outputs.push([key.slice('output:'.length), symbolic]);
  }
  for (const { name, shape, dtype } of program.state) {
    const value = next.get(name);
    if (!value) throw new Error(`The step returned no new value for the state '${name}'.`);
    if (`${value.shape}` !== `${shape}` || value.dtype !== dtype) {
      throw new Error(
        `The step made the state '${name}' ${value.dtype} [${value.shape}]; it is ${dtype} [${shape}].`,
      );
    }
  }
  return { next, outputs };
}

function stateTensor({ name, shape, dtype }: TensorSpec, weights: Layout): StateTensor {
  const layout = shape.length === 4 ? weights : natural(shape.length);
  return { name, next: `${name}:next`, dtype, shape, deviceShape: deviceShape(shape, layout), layout };
}

const named = (specs: readonly TensorSpec[], values: readonly GraphValue[]): NamedValue[] =>
  specs.map(({ name }, i) => ({ name, value: values[i] }));

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
