import { useEffect, useRef, useState } from 'react';
import type { Clip, CompositeSettings } from '../../preload/contract/index.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { clipOf, useSession } from '../state/session.ts';
import { writeSetting } from './parameters.ts';

interface Settings {
  /** as shown: ahead of the server while something is dragged */
  readonly settings: CompositeSettings;
  /** sets one value; all until `last` are one step of the undo history */
  readonly change: (path: string, value: number | string, last: boolean) => void;
}

type Swapped = Clip & { readonly swap: NonNullable<Clip['swap']> };

/**
 * The settings of a clip's swap. While one drags the page shows the new value at once and sends at most one
 * edit at a time, always the newest: a slow server skips values, it does not fall behind.
 */
export function useSettings({ id, swap }: Swapped): Settings {
  const [, redraw] = useState(0);
  const ahead = useRef<CompositeSettings | null>(null);
  const waiting = useRef<{ settings: CompositeSettings; gesture: string } | null>(null);
  const gesture = useRef<string | null>(null);
  const sending = useRef(false);

  /** Shows the document again once it has caught up, or at once where the server refused. */
  const settle = (refused: boolean): void => {
    if (sending.current || gesture.current !== null || !ahead.current) return;
    const said = clipOf(useSession.getState(), id)?.swap?.settings;
    if (!refused && JSON.stringify(said) !== JSON.stringify(ahead.current)) return;
    ahead.current = null;
    redraw((turn) => turn + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the document's word is what it waits for
  useEffect(() => settle(false), [swap.settings]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another clip has nothing to do with what was ahead
  useEffect(() => {
    ahead.current = null;
    waiting.current = null;
    gesture.current = null;
  }, [id]);

  const send = async (): Promise<void> => {
    if (sending.current) return;
    sending.current = true;
    let refused = false;
    while (waiting.current) {
      const { settings, gesture: step } = waiting.current;
      waiting.current = null;
      refused = !(await applyEdit({ kind: 'swap.settings', clip: id, settings }, step));
    }
    sending.current = false;
    settle(refused);
  };
  const change = (path: string, value: number | string, last: boolean): void => {
    gesture.current ??= newId();
    ahead.current = writeSetting(ahead.current ?? swap.settings, path, value);
    waiting.current = { settings: ahead.current, gesture: gesture.current };
    if (last) gesture.current = null;
    redraw((turn) => turn + 1);
    void send();
  };
  return { settings: ahead.current ?? swap.settings, change };
}
