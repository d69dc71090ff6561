import { readdirSync, readFileSync } from 'node:fs';

/**
 * Resident memory of a process and everything it started, bytes. Reads /proc, so Linux only; pages shared
 * between the processes are counted for each, which errs on the high side.
 */
export function treeMemory(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrNothing(`/proc/${name}/stat`);
    // the second field is the program's name in brackets and may hold spaces
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let bytes = 0;
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readOrNothing(`/proc/${next}/status`))?.[1];
    bytes += Number(kilobytes ?? 0) * 1024;
    pending.push(...(children.get(next) ?? []));
  }
  return bytes;
}

/** A process may end while it is being looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
