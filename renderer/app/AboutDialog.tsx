import { Dialog, Field } from './ui/index.ts';
import { useSystem } from './useSystem.ts';

const hosts = { electron: 'A window of its own', loopback: 'A browser, served by this machine' };

/** What this is, and what it runs on. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const system = useSystem();
  return (
    <Dialog
      title={`Understudy ${system?.version ?? ''}`}
      description="Replaces a performer’s face in a shot, with the performer’s consent on file. Everything stays on this machine."
      width={480}
      onClose={onClose}
    >
      {system && (
        <>
          <Field label="Trains on">{() => <span>{system.trainsOn}</span>}</Field>
          <Field label="Shown in">{() => <span>{hosts[system.host]}</span>}</Field>
          <Field label="Licence">{() => <span>Apache-2.0; see NOTICE for the networks</span>}</Field>
        </>
      )}
    </Dialog>
  );
}
