import type { Attributes } from '../plugin-api/attributes';
import { redacted } from './redact';

/** https://github.com/grpc/grpc/blob/master/doc/statuscodes.md, by number. */
const GRPC_CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** What a code or a class name may look like; anything else might be a message, and messages carry data. */
const IDENTIFIER = /^[A-Za-z_][\w.-]{0,63}$/;

/** Fallback of the conventions for an error without a usable name. */
const OTHER = '_OTHER';

/** An error as it is read, never asked for its class: errors cross realms (jest, vm) and copies of a library. */
export interface ErrorLike {
  readonly code?: unknown;
  /** HTTP libraries. */
  readonly status?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
}

/** The canonical name of a gRPC code, the HTTP status as a string, or `undefined` for any other value. */
export const codeName = (code: unknown): string | undefined => {
  if (typeof code !== 'number') return undefined;
  return GRPC_CODES[code] ?? (code >= 100 && code < 600 ? String(code) : undefined);
};

const HTTP_STATUS = /^[1-5]\d\d$/;

/** An HTTP status as a string, or `undefined` for any other value. */
const httpStatus = (code: unknown): string | undefined =>
  (typeof code === 'number' || typeof code === 'string') && HTTP_STATUS.test(String(code))
    ? String(code)
    : undefined;

/** Whether an `error.type` is a status that a server answers with. */
export const isStatus = (type: string): boolean =>
  (GRPC_CODES as readonly string[]).includes(type) || HTTP_STATUS.test(type);

export const identifier = (candidate: unknown): string | undefined =>
  typeof candidate === 'string' && IDENTIFIER.test(candidate) ? candidate : undefined;

/**
 * The value of `error.type`: a canonical code name, else the HTTP status, else the library's own code, else the
 * error's name. Low in cardinality and free of data for whatever was thrown. Where the error itself has no code,
 * `elsewhere`, the status of the last answer or what another error says, says more than its name.
 */
export const errorType = (thrown: unknown, elsewhere?: unknown): string => {
  try {
    const { code, status, name } = Object(firstOf(thrown)) as ErrorLike;
    const known = codeName(code) ?? httpStatus(code) ?? httpStatus(status) ?? identifier(code);
    if (known !== undefined) return known;
    const candidate = failureIn(elsewhere) ?? identifier(name);
    if (candidate !== undefined) return candidate;
  } catch {
    // A getter of a hostile error threw: it is an error without a name.
  }
  return OTHER;
};

const failureIn = (code: unknown): string | undefined =>
  typeof code === 'number' ? (code >= 400 ? httpStatus(code) : undefined) : identifier(code);

/** Some calls that do many things reject with the list of what failed. */
const firstOf = (thrown: unknown): unknown => (Array.isArray(thrown) ? thrown[0] : thrown);

/**
 * A stream that its consumer left, or a signal that it aborted: an end, not a failure. What Node tells a stream whose
 * other end has gone, HTTP libraries tell of a broken answer too, under names of their own.
 */
export const isAbort = (thrown: unknown): boolean => {
  try {
    const { code, name } = Object(thrown) as ErrorLike;
    if (code === 'ERR_STREAM_PREMATURE_CLOSE') return name === 'Error';
    return name === 'AbortError' || code === 'ABORT_ERR';
  } catch {
    return false;
  }
};

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The message of an error, for those who asked for messages: nobody asks for secrets. */
export const errorMessage = (thrown: unknown): string | undefined => {
  try {
    const message = text(thrown) ?? text((Object(firstOf(thrown)) as ErrorLike).message);
    return message === undefined ? undefined : redacted(message);
  } catch {
    return undefined;
  }
};

/** The attributes of the `exception` event. Messages and stacks quote data, so they are there only when asked for. */
export const exceptionAttributes = (thrown: unknown, type: string, withMessage: boolean): Attributes => {
  const attributes: Attributes = { 'exception.type': type };
  try {
    const { name, stack } = Object(firstOf(thrown)) as ErrorLike;
    attributes['exception.type'] = identifier(name) ?? type;
    if (withMessage) {
      const message = errorMessage(thrown);
      if (message !== undefined) attributes['exception.message'] = message;
      if (typeof stack === 'string') attributes['exception.stacktrace'] = redacted(stack);
    }
  } catch {
    // As above: what can be read is enough.
  }
  return attributes;
};
