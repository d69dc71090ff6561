import type { Channel, View } from '../state/view.ts';

export type Grade = Pick<View, 'channel' | 'gain' | 'gamma'>;

export const isPlain = ({ channel, gain, gamma }: Grade): boolean =>
  channel === 'rgb' && gain === 0 && gamma === 1;

/** What a code value 0…255 is shown as. Gain is in stops of the code value, gamma 2 brightens the middle. */
export function gradeCode(code: number, { gain, gamma }: Pick<Grade, 'gain' | 'gamma'>): number {
  const value = Math.min(1, (code / 255) * 2 ** gain);
  return Math.round(255 * value ** (1 / gamma));
}

/** Rows of an feColorMatrix that shows one channel as grey. */
const channelRows: Record<Exclude<Channel, 'rgb'>, string> = {
  red: '1 0 0 0 0',
  green: '0 1 0 0 0',
  blue: '0 0 1 0 0',
};

const SVG = 'http://www.w3.org/2000/svg';
/** Share of red where the matte is 1. */
export const OVERLAY_STRENGTH = 0.55;

/**
 * The viewer's looks as SVG filters, which a 2D canvas runs over whatever it draws. Each set of numbers
 * gets an element of its own: a filter changed in place may be drawn from the browser's copy.
 */
export class GradeFilters {
  readonly #svg = document.createElementNS(SVG, 'svg');
  #grade: { key: string; element: Element } | undefined;

  constructor(parent: Element) {
    this.#svg.setAttribute('width', '0');
    this.#svg.setAttribute('height', '0');
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#svg.style.position = 'absolute';
    // alpha from the matte's red, the colour itself red
    this.#add('understudy-overlay', [
      matrix(`0 0 0 0 1 0 0 0 0 0.08 0 0 0 0 0.08 ${OVERLAY_STRENGTH} 0 0 0 0`),
    ]);
    parent.append(this.#svg);
  }

  readonly overlay = 'url(#understudy-overlay)';

  /** @returns the canvas's `filter` for a grade */
  of(grade: Grade): string {
    if (isPlain(grade)) return 'none';
    const { channel, gain, gamma } = grade;
    const key = `understudy-grade-${channel}-${gain.toFixed(3)}-${gamma.toFixed(3)}`.replaceAll('.', '_');
    if (this.#grade?.key !== key) {
      this.#grade?.element.remove();
      const steps: Element[] = [];
      if (channel !== 'rgb') {
        const row = channelRows[channel];
        steps.push(matrix(`${row} ${row} ${row} 0 0 0 1 0`));
      }
      if (gain !== 0 || gamma !== 1) steps.push(table(grade));
      this.#grade = { key, element: this.#add(key, steps) };
    }
    return `url(#${key})`;
  }

  remove(): void {
    this.#svg.remove();
  }

  #add(id: string, steps: readonly Element[]): Element {
    const filter = document.createElementNS(SVG, 'filter');
    filter.id = id;
    // code values are mapped as they are, not their light
    filter.setAttribute('color-interpolation-filters', 'sRGB');
    for (const [name, value] of Object.entries({ x: '0', y: '0', width: '1', height: '1' }))
      filter.setAttribute(name, value);
    filter.append(...steps);
    this.#svg.append(filter);
    return filter;
  }
}

function matrix(values: string): Element {
  const element = document.createElementNS(SVG, 'feColorMatrix');
  element.setAttribute('values', values);
  return element;
}

/** A table of 256 steps: each code value is mapped exactly as `gradeCode` says. */
function table(grade: Grade): Element {
  // a little above the code: browsers cut the product of 255 and the value off, or round it
  const values = Array.from({ length: 256 }, (_, code) => (gradeCode(code, grade) + 0.25) / 255);
  const transfer = document.createElementNS(SVG, 'feComponentTransfer');
  for (const name of ['feFuncR', 'feFuncG', 'feFuncB']) {
    const element = document.createElementNS(SVG, name);
    element.setAttribute('type', 'discrete');
    element.setAttribute('tableValues', values.map((value) => value.toFixed(5)).join(' '));
    transfer.append(element);
  }
  return transfer;
}
