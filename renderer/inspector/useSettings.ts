import { useEffect, useRef, useState } from 'react';
import { type Clip, type CompositeSettings, writeSetting } from '../../preload/contract/index.ts';
import { api } from '../state/api.ts';
import { attempt, newId, underWay } from '../state/edit.ts';
import { useSession } from '../state/session.ts';

interface Settings {
  /** as shown: ahead of the server while something is dragged */
  readonly settings: CompositeSettings;
  /** sets one value; all until `last` are one step of the undo history */
  readonly change: (path: string, value: unknown, last: boolean) => void;
}

type Swapped = Clip & { readonly swap: NonNullable<Clip['swap']> };

/**
 * The settings of a clip's swap. While one drags the page shows the new value at once and sends at most one
 * edit at a time, always the newest: a slow server skips values, it does not fall behind.
 */
export function useSettings({ id, swap }: Swapped): Settings {
  const [, redraw] = useState(0);
  const ahead = useRef<CompositeSettings | null>(null);
  const waiting = useRef<{ clip: string; settings: CompositeSettings; gesture: string } | null>(null);
  const gesture = useRef<string | null>(null);
  const sending = useRef(false);
  /** revision of the document that holds the last edit */
  const sent = useRef(0);
  const revision = useSession((session) => session.revision);

  /** Shows the document again once it holds the last edit, or at once where the server refused. */
  const settle = (refused: boolean): void => {
    if (sending.current || gesture.current !== null || !ahead.current) return;
    if (!refused && useSession.getState().revision < sent.current) return;
    ahead.current = null;
    redraw((turn) => turn + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the document's word is what it waits for
  useEffect(() => settle(false), [revision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another clip has nothing to do with what was ahead
  useEffect(() => {
    ahead.current = null;
    gesture.current = null;
  }, [id]);

  const send = async (): Promise<void> => {
    if (sending.current) return;
    sending.current = true;
    let refused = false;
    while (waiting.current) {
      const { clip, settings, gesture: step } = waiting.current;
      waiting.current = null;
      const edit = { kind: 'swap.settings', clip, settings } as const;
      refused = !(await attempt(async () => {
        sent.current = (await api.project.edit.mutate({ edit, gesture: step })).revision;
      }));
    }
    sending.current = false;
    settle(refused);
  };
  const change = (path: string, value: unknown, last: boolean): void => {
    gesture.current ??= newId();
    ahead.current = writeSetting(ahead.current ?? swap.settings, path, value);
    waiting.current = { clip: id, settings: ahead.current, gesture: gesture.current };
    if (last) gesture.current = null;
    redraw((turn) => turn + 1);
    void underWay(send());
  };
  return { settings: ahead.current ?? swap.settings, change };
}
