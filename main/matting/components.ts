/** A connected part of a mask (four neighbours). */
export interface Component {
  readonly pixels: Int32Array;
}

/**
 * The connected parts of what is not 0.
 *
 * @param inside width × height
 */
export function components(inside: Uint8Array, width: number, height: number): Component[] {
  const seen = new Uint8Array(inside.length);
  const queue = new Int32Array(inside.length);
  const found: Component[] = [];
  for (let first = 0; first < inside.length; first++) {
    if (!inside[first] || seen[first]) continue;
    let end = 1;
    queue[0] = first;
    seen[first] = 1;
    const visit = (at: number): void => {
      if (!inside[at] || seen[at]) return;
      seen[at] = 1;
      queue[end++] = at;
    };
    for (let next = 0; next < end; next++) {
      const at = queue[next];
      const x = at % width;
      if (x > 0) visit(at - 1);
      if (x < width - 1) visit(at + 1);
      if (at >= width) visit(at - width);
      if (at < width * (height - 1)) visit(at + width);
    }
    found.push({ pixels: queue.slice(0, end) });
  }
  return found;
}
