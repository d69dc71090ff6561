import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one that got the same number: the machine's boot and the time of the
 * process's start in clock ticks since then. Linux only; undefined elsewhere and for dead processes.
 */
export function processMark(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field, the program's name in brackets, may hold spaces and brackets itself; the start is
    // field 22 of proc(5)
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}/${fields[22 - 3]}`;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it lives, but belongs to somebody else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
