export { exportCommands } from './exportCommands.tsx';
