import { UserError } from '../common/index.ts';

/** The size of a swap network. Channel counts follow the names of the SAEHD community. */
export interface ModelConfig {
  /** shared encoder and code, one decoder per person */
  readonly architecture: 'df';
  /** side of the square face in pixels, a multiple of 16 */
  readonly resolution: number;
  /** channels after the encoder's first convolution; the fourth has eight times as many */
  readonly encoderDims: number;
  /** length of the face code, and channels of the map it is unfolded to */
  readonly innerDims: number;
  /** channels of the decoder at full resolution are twice this, at 1/4 resolution eight times */
  readonly decoderDims: number;
  /** the same for the decoder's mask branch */
  readonly maskDims: number;
  /** divide the flattened encoding by its root mean square (ProGAN's pixel norm; SAEHD's "u") */
  readonly pixelNorm?: boolean;
}

export type ModelPreset = 'fast' | 'standard' | 'fine';

/**
 * What `--size` offers. `fast` learns a likeness in about ten minutes on two CPU cores; `standard` and
 * `fine` want a GPU. All channel counts but the image's own are multiples of 16, which lets onnxruntime
 * run every convolution on blocked channels.
 */
export const modelPresets: Readonly<Record<ModelPreset, ModelConfig>> = {
  fast: { architecture: 'df', resolution: 64, encoderDims: 32, innerDims: 128, decoderDims: 24, maskDims: 8 },
  standard: {
    architecture: 'df',
    resolution: 128,
    encoderDims: 64,
    innerDims: 256,
    decoderDims: 64,
    maskDims: 16,
  },
  fine: {
    architecture: 'df',
    resolution: 256,
    encoderDims: 64,
    innerDims: 256,
    decoderDims: 64,
    maskDims: 16,
  },
};

/** @throws UserError when a number is missing, not whole, or outside what the network can be built with. */
export function checkModelConfig(config: ModelConfig): void {
  const remedy = 'Choose one of the sizes fast, standard or fine, or correct the model settings.';
  if (config.architecture !== 'df') {
    throw new UserError(
      `The architecture "${String(config.architecture)}" is not known; only df is.`,
      remedy,
    );
  }
  const whole = (name: keyof ModelConfig, low: number, high: number, multiple: number): void => {
    const value = config[name];
    if (
      typeof value !== 'number' ||
      !Number.isInteger(value) ||
      value < low ||
      value > high ||
      value % multiple
    ) {
      const step = multiple > 1 ? `, a multiple of ${multiple}` : '';
      throw new UserError(
        `The model's ${name} is ${String(value)}; it must be a whole number from ${low} to ${high}${step}.`,
        remedy,
      );
    }
  };
  whole('resolution', 16, 640, 16);
  whole('encoderDims', 1, 256, 1);
  whole('innerDims', 1, 1024, 1);
  whole('decoderDims', 1, 256, 1);
  whole('maskDims', 1, 256, 1);
}

/** Same network, so that one's weights fit the other? */
export function sameArchitecture(a: ModelConfig, b: ModelConfig): boolean {
  return (
    a.architecture === b.architecture &&
    a.resolution === b.resolution &&
    a.encoderDims === b.encoderDims &&
    a.innerDims === b.innerDims &&
    a.decoderDims === b.decoderDims &&
    a.maskDims === b.maskDims &&
    (a.pixelNorm ?? false) === (b.pixelNorm ?? false)
  );
}
