import { useSession } from '../state/session.ts';

export function App() {
  const status = useSession((session) => session.status);
  return <main>{status}</main>;
}
