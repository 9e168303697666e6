import type { ServerResponse } from 'node:http';
import type { RecordedRequest } from './scripted.ts';

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Keeps the body of a request, and that of its response as far as it is sent: one text each. */
export function recordBodies(entry: Entry, body: string, response: ServerResponse): void {
  const answers = [''];
  Object.assign(entry, { asked: [body], answers });
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) answers[0] += chunk.toString();
  };
  const { write, end } = response;
  response.write = (...args: [unknown, ...unknown[]]) => {
    keep(args[0]);
    return Reflect.apply(write, response, args);
  };
  response.end = (...args: unknown[]) => {
    keep(args[0]);
    return Reflect.apply(end, response, args);
  };
}
