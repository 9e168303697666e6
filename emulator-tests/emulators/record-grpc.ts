import { status, type Metadata, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { RequestLog } from './request-log.ts';
import type { RecordedRequest } from './scripted.ts';

/** What is kept of the messages of a method, in the order in which they came and went. */
export interface Kept {
  request(message: unknown): unknown;
  answer(message: unknown): unknown;
}

const whole: Kept = { request: (message) => message, answer: (message) => message };

export interface Recording {
  /** Keeps messages and statuses too. Only for servers that one test has for itself: the log grows with them. */
  readonly messages: boolean;
  /** @default the messages as they are */
  readonly kept?: (method: string) => Kept;
}

interface Incoming {
  readonly metadata: Metadata;
  readonly request?: unknown;
  emit(event: string, ...args: unknown[]): boolean;
  write?(message: unknown, ...rest: unknown[]): boolean;
}

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** The same methods, which also record each call. */
export function recorded(
  methods: UntypedServiceImplementation,
  log: RequestLog<RecordedRequest>,
  { messages, kept = () => whole }: Recording,
): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(methods).map(([method, handle]) => [
      method,
      (call: Incoming, ...rest: [callback?: (...answer: unknown[]) => unknown]) => {
        const traceparent = call.metadata.get('traceparent')[0]?.toString();
        const entry: Entry = { method, ...(traceparent && { traceparent }) };
        log.add(entry);
        const handed = messages ? recordMessages(entry, call, rest, kept(method)) : rest;
        Reflect.apply(handle, undefined, [call, ...handed]);
      },
    ]),
  );
}

/** Records what a call asks, what it is answered, and how it ends. Returns the arguments after the call. */
function recordMessages(
  entry: Entry,
  call: Incoming,
  [callback]: readonly [callback?: (...answer: unknown[]) => unknown],
  kept: Kept,
): unknown[] {
  const asked: unknown[] = [];
  const answers: unknown[] = [];
  Object.assign(entry, { asked, answers });
  if (call.request !== undefined) asked.push(kept.request(call.request));

  const end = (code: number) => (entry.status ??= code);
  const { emit, write } = call;
  call.emit = (event, ...args) => {
    if (event === 'data') asked.push(kept.request(args[0]));
    else if (event === 'cancelled') end(status.CANCELLED);
    else if (event === 'error') end(codeOf(args[0]));
    // Of a stream that the server has ended without an error.
    else if (event === 'finish') end(status.OK);
    return Reflect.apply(emit, call, [event, ...args]);
  };
  if (write)
    call.write = (message, ...rest) => {
      answers.push(kept.answer(message));
      return Reflect.apply(write, call, [message, ...rest]);
    };
  if (callback === undefined) return [];
  const answer = (error: unknown, message: unknown, ...rest: unknown[]) => {
    if (!error) answers.push(kept.answer(message));
    end(error ? codeOf(error) : status.OK);
    return callback(error, message, ...rest);
  };
  return [answer];
}

function codeOf(error: unknown): number {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'number' ? code : status.UNKNOWN;
}
