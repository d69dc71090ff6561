import { api } from '../../state/api.ts';
import { attempt } from '../../state/edit.ts';
import { notify } from '../../state/session.ts';
import { ask } from '../ui/index.ts';
import { ConsentDialog } from './ConsentDialog.tsx';

/** Asks for a performer's consent record, as a form or as a file, and files it in the project. */
export async function fileConsent(performer = ''): Promise<void> {
  await ask<true>((done) => <ConsentDialog performer={performer} onDone={done} />);
}

/** @returns whether the server took it */
export async function sendConsent(json: string): Promise<boolean> {
  const filed = await attempt(() => api.project.fileConsent.mutate({ json }));
  if (filed) notify('info', 'The consent record is on file.');
  return filed;
}

/** Saves the empty record, for those who fill it in elsewhere. */
export async function downloadConsentTemplate(): Promise<void> {
  await attempt(async () => {
    const text = await api.project.consentTemplate.query();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'consent-record.json';
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
