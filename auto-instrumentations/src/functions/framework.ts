/** What is read of `@google-cloud/functions-framework`, seen in releases 3.0.0 to 5.0.5, and of what it runs. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const FRAMEWORK = '@google-cloud/functions-framework';

/** A request whose body the framework has parsed. Since 3.4.0 it has an id, which the framework's logs have, too. */
export type FrameworkRequest = IncomingMessage & { readonly body?: unknown; readonly executionId?: unknown };

/** `build/src/loader.js` */
export interface Loader {
  getUserFunction?: (location: unknown, target: unknown, ...rest: unknown[]) => unknown;
}

export type RequestHandler = (
  request: FrameworkRequest,
  response: ServerResponse,
  ...rest: unknown[]
) => void;

/** `build/src/function_wrappers.js`. Every function goes through it once: registered, exported, or in a test server. */
export interface Wrappers {
  wrapUserFunction?: (userFunction: unknown, signatureType: unknown, ...rest: unknown[]) => RequestHandler;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a value that may be anything. */
export const fieldsOf = (value: unknown): Fields => Object(value) as Fields;

/** A string that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
