import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { connect } from './state/connection.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(<App />);
void connect();
