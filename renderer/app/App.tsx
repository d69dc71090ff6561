import './base.css';
import { Tooltip } from 'radix-ui';
import { Shell } from './shell/Shell.tsx';

/** The page. */
export function App() {
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={300}>
      <Shell />
    </Tooltip.Provider>
  );
}
