export { type Loopback, type LoopbackOptions, serveLoopback } from './serve.ts';
