const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const macNames: Record<string, string> = { $mod: '⌘', Meta: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' };
const pcNames: Record<string, string> = { $mod: 'Ctrl', Meta: 'Win', Control: 'Ctrl' };
const names: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Space: 'Space',
  ' ': 'Space',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Equal: '=',
  Minus: '−',
  Backquote: '`',
  Quote: "'",
  Semicolon: ';',
  Delete: 'Del',
  Backspace: '⌫',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Enter: '↵',
  NumpadAdd: '+',
  NumpadSubtract: '−',
  NumpadEnter: '↵',
};

/**
 * A shortcut in tinykeys notation as key caps: "$mod+Shift+KeyZ" → ["Ctrl", "Shift", "Z"], on a Mac
 * ["⌘", "⇧", "Z"].
 */
export function displayKeys(keys: string, mac = isMac): string[] {
  return keys.split(' ').flatMap((press) =>
    // a plus between two parts, not the plus key itself
    press.split(/(?<=.)\+(?=.)/).map((part) => {
      const modifier = mac ? macNames[part] : pcNames[part];
      if (modifier) return modifier;
      const code = /^(?:Key|Digit)(.)$/.exec(part) ?? /^Numpad(.+)$/.exec(part);
      return names[part] ?? code?.[1] ?? (part.length === 1 ? part.toUpperCase() : part);
    }),
  );
}
