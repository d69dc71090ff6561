import { useFacesets } from './facesetStore.ts';

/**
 * Notes whether the artist is at work in the panel. A menu or a dialog in front, the command palette too,
 * leaves that as it was: what is called from there is meant for the panel.
 */
export function followFocus(panel: HTMLElement): () => void {
  const note = ({ target }: Event): void => {
    if (!(target instanceof Element)) return;
    if (target.closest('[role="menu"], [role="menubar"], [role="dialog"], [role="alertdialog"]')) return;
    const active = panel.contains(target);
    if (active !== useFacesets.getState().active) useFacesets.setState({ active });
  };
  document.addEventListener('focusin', note);
  // a click on what takes no focus, such as the viewer's picture, is work elsewhere too
  document.addEventListener('pointerdown', note);
  return () => {
    document.removeEventListener('focusin', note);
    document.removeEventListener('pointerdown', note);
    useFacesets.setState({ active: false });
  };
}
