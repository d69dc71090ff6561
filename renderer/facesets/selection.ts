/** What is chosen on the wall. Ids of faces that a filter hides stay chosen, but nothing acts on them. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** where the keyboard is */
  readonly focus: string | null;
  /** the fixed end of a range */
  readonly anchor: string | null;
}

export const nothing: Selection = { ids: new Set(), focus: null, anchor: null };

export interface Held {
  readonly shift: boolean;
  /** Control, or Command on a Mac */
  readonly mod: boolean;
}

/** A list of faces as the wall shows it, with the place of each. */
export interface Order {
  readonly ids: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

export const orderOf = (ids: readonly string[]): Order => ({
  ids,
  places: new Map(ids.map((id, place) => [id, place])),
});

/** The ids from one to the other, both included, in the order of the wall. */
export function idsBetween({ ids, places }: Order, from: string, to: string): readonly string[] {
  const a = places.get(from);
  const b = places.get(to);
  if (a === undefined || b === undefined) return b === undefined ? [] : [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/**
 * A click: alone it chooses one face, with mod it adds or takes away one, with shift it chooses from the
 * anchor to it, with both it adds that range.
 */
export function click(selection: Selection, order: Order, id: string, { shift, mod }: Held): Selection {
  if (shift) {
    const anchor = anchorIn(selection, order) ?? id;
    const range = idsBetween(order, anchor, id);
    return { ids: new Set(mod ? [...selection.ids, ...range] : range), focus: id, anchor };
  }
  if (!mod) return { ids: new Set([id]), focus: id, anchor: id };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, focus: id, anchor: id };
}

const anchorIn = ({ anchor, focus }: Selection, { places }: Order): string | null => {
  if (anchor !== null && places.has(anchor)) return anchor;
  return focus !== null && places.has(focus) ? focus : null;
};

/** Moves the keyboard's place by so many faces and chooses what it lands on, or with shift up to it. */
export function move(selection: Selection, order: Order, by: number, extend: boolean): Selection {
  const { ids, places } = order;
  if (ids.length === 0) return selection;
  const at = selection.focus === null ? undefined : places.get(selection.focus);
  // the first key press lands on the wall
  const to = at === undefined ? 0 : at + by;
  const id = ids[Math.max(0, Math.min(ids.length - 1, to))]!;
  return click(selection, order, id, { shift: extend, mod: false });
}

/** Up and down keep the column: a step that would leave the wall stays where it is. */
export function moveRow(selection: Selection, order: Order, by: number, extend: boolean): Selection {
  const at = selection.focus === null ? undefined : order.places.get(selection.focus);
  if (at === undefined) return move(selection, order, 0, extend);
  const to = at + by;
  return to < 0 || to >= order.ids.length ? selection : move(selection, order, by, extend);
}

export const selectAll = (selection: Selection, { ids }: Order): Selection => ({
  ...selection,
  ids: new Set(ids),
});

export const invert = (selection: Selection, { ids }: Order): Selection => ({
  ...selection,
  ids: new Set(ids.filter((id) => !selection.ids.has(id))),
});

export const clear = ({ focus }: Selection): Selection => ({ ids: new Set(), focus, anchor: null });

/** What actions act on: the chosen faces that are shown; without any, the one the keyboard is on. */
export function acted({ ids, focus }: Selection, order: Order): readonly string[] {
  const chosen = ids.size === 0 ? [] : order.ids.filter((id) => ids.has(id));
  if (chosen.length > 0) return chosen;
  return focus !== null && order.places.has(focus) ? [focus] : [];
}

/** After a change of the list: the keyboard stays where it was when its face went away. */
export function settle(selection: Selection, before: Order, after: Order): Selection {
  const { focus } = selection;
  if (focus === null || after.places.has(focus)) return selection;
  const place = before.places.get(focus);
  if (place === undefined || after.ids.length === 0) return selection;
  return { ...selection, focus: after.ids[Math.min(place, after.ids.length - 1)]! };
}
