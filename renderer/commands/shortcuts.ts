import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import { type Command, useCommands } from './registry.ts';

type Press = ReturnType<typeof parseKeybinding>[number];

interface Binding {
  readonly press: Press;
  readonly command: Command;
}

/** The narrower goes first. */
export const rankOf = ({ scope }: Pick<Command, 'scope'>): number =>
  scope === 'map' ? 2 : scope === 'place' ? 1 : 0;

/**
 * The binding of a key press: of those on one key one whose command can be done now, and of several such
 * the one of the narrowest scope.
 */
export function findBinding(
  bindings: readonly Binding[],
  event: KeyboardEvent,
  inText: boolean,
): Binding | undefined {
  const matching = bindings.filter(
    ({ press, command }) => (!inText || command.inTextFields === true) && matchKeyBindingPress(event, press),
  );
  const able = matching.filter(({ command }) => command.enabled?.() !== false);
  const narrowest = Math.max(...able.map(({ command }) => rankOf(command)));
  return able.find(({ command }) => rankOf(command) === narrowest) ?? matching[0];
}

/** Single presses only: no command of ours is a sequence of keys. */
export function bindingsOf(commands: Iterable<Command>): Binding[] {
  return [...commands].flatMap((command) =>
    (command.keys ?? []).map((keys) => {
      const press = parseKeybinding(keys)[0];
      if (!press) throw new Error(`the shortcut "${keys}" of ${command.id} cannot be read`);
      return { press, command };
    }),
  );
}

/**
 * Runs commands by their keys. A text field keeps its keys except for commands that say otherwise; a
 * control reached by keyboard keeps the keys it is worked with; nothing acts behind an open dialog or menu.
 */
export function listenForShortcuts(page: Window): () => void {
  let bindings = bindingsOf(useCommands.getState().commands.values());
  const unsubscribe = useCommands.subscribe(({ commands }) => {
    bindings = bindingsOf(commands.values());
  });
  const held = new Map<string, Command>();
  let byKeyboard = false;
  let focusedByKeyboard = false;

  const down = (event: KeyboardEvent): void => {
    byKeyboard = true;
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (isBehind(page.document, target)) return;
    const inText = target !== null && isText(target);
    if (!inText && focusedByKeyboard && target && worksWith(target, event)) return;
    const binding = findBinding(bindings, event, inText);
    if (!binding) return;
    event.preventDefault();
    const { command } = binding;
    if (command.enabled?.() === false || (command.release && held.has(event.code))) return;
    if (command.release) held.set(event.code, command);
    void command.run(event);
  };
  const up = (event: KeyboardEvent): void => {
    held.get(event.code)?.release?.();
    held.delete(event.code);
  };
  // keys let go while another window is in front are never reported
  const blur = (): void => {
    for (const command of held.values()) command.release?.();
    held.clear();
  };
  const pointer = (): void => {
    byKeyboard = false;
  };
  const focus = (): void => {
    focusedByKeyboard = byKeyboard;
  };
  const listeners: [string, EventListener, boolean][] = [
    ['keydown', down as EventListener, false],
    ['keyup', up as EventListener, true],
    ['blur', blur, false],
    ['pointerdown', pointer, true],
    ['focusin', focus, true],
  ];
  for (const [type, listener, capture] of listeners) page.addEventListener(type, listener, capture);
  return () => {
    unsubscribe();
    for (const [type, listener, capture] of listeners) page.removeEventListener(type, listener, capture);
  };
}

const notText = new Set(['checkbox', 'radio', 'range', 'button', 'submit', 'reset', 'color', 'file']);

function isText(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !notText.has(target.type);
  return target instanceof HTMLTextAreaElement || (target as HTMLElement).isContentEditable === true;
}

/** Is the event outside of a dialog or menu that is open? Or inside of one, whose keys are its own? */
function isBehind(document: Document, target: Element | null): boolean {
  if (target?.closest('[role="menu"], [role="menubar"], [role="listbox"]')) return true;
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !==
    null
  );
}

const arrows = /^(?:Arrow|Home|End|Page)/;

/** Does the control under the focus itself react to this key? */
function worksWith(target: Element, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const role = target.getAttribute('role') ?? target.tagName.toLowerCase();
  if (key === ' ' || key === 'Enter')
    return [
      'button',
      'a',
      'radio',
      'checkbox',
      'switch',
      'tab',
      'option',
      'combobox',
      'treeitem',
      'row',
      'input',
      'select',
    ].includes(role);
  if (!arrows.test(key)) return false;
  return [
    'radio',
    'slider',
    'tab',
    'option',
    'spinbutton',
    'treeitem',
    'row',
    'grid',
    'separator',
    'combobox',
    'input',
    'select',
  ].includes(role);
}
