/** Derives `error.type` and the `exception` event from whatever was thrown. */
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

/** A code or a class name. Anything else might be a message, and messages contain data. */
const IDENTIFIER = /^[A-Za-z_][\w.-]{0,63}$/;

/** The semantic conventions' fallback for an error without a usable name. */
const OTHER = '_OTHER';

/** The fields of an error. `instanceof` fails for errors of other realms (jest, vm) and other copies of a library. */
export interface ErrorLike {
  readonly code?: unknown;
  /** Set by HTTP libraries. */
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

/** Whether an `error.type` is a gRPC or HTTP status. */
export const isStatus = (type: string): boolean =>
  (GRPC_CODES as readonly string[]).includes(type) || HTTP_STATUS.test(type);

export const identifier = (candidate: unknown): string | undefined =>
  typeof candidate === 'string' && IDENTIFIER.test(candidate) ? candidate : undefined;

/**
 * The value of `error.type`: the canonical name of a gRPC code, else the HTTP status, else the library's own code, else
 * `fallback`, else the error's name. It has low cardinality and contains no data, whatever was thrown.
 *
 * @param fallback the status of the last response or the code of another error, which say more than the error's name
 */
export const errorType = (thrown: unknown, fallback?: unknown): string => {
  try {
    const { code, status, name } = Object(firstOf(thrown)) as ErrorLike;
    const known = codeName(code) ?? httpStatus(code) ?? httpStatus(status) ?? identifier(code);
    if (known !== undefined) return known;
    const candidate = failureIn(fallback) ?? identifier(name);
    if (candidate !== undefined) return candidate;
  } catch {
    // A getter threw: treat it as an error without a name.
  }
  return OTHER;
};

const failureIn = (code: unknown): string | undefined =>
  typeof code === 'number' ? (code >= 400 ? httpStatus(code) : undefined) : identifier(code);

/** Some calls that do several things reject with an array of errors. */
const firstOf = (thrown: unknown): unknown => (Array.isArray(thrown) ? thrown[0] : thrown);

/**
 * Whether a consumer left a stream or aborted a signal, which is not a failure. HTTP libraries use the code
 * `ERR_STREAM_PREMATURE_CLOSE` for a broken response too, but with other error names than Node.
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

/** The message of an error without credentials, for `captureErrorMessages`. */
export const errorMessage = (thrown: unknown): string | undefined => {
  try {
    const message = text(thrown) ?? text((Object(firstOf(thrown)) as ErrorLike).message);
    return message === undefined ? undefined : redacted(message);
  } catch {
    return undefined;
  }
};

/** The attributes of the `exception` event. Messages and stacks can quote data, so they are opt-in. */
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
    // As above: record what could be read.
  }
  return attributes;
};
