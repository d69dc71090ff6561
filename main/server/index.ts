export { HttpError, type Report, refuse } from './errorResponse.ts';
export { createHandler, type Handler, type HandlerOptions } from './handler.ts';
export { type AppRouter, appRouter } from './router.ts';
export { contentSecurityPolicy, secure, securityHeaders } from './securityHeaders.ts';
