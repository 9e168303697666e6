/** Records why a function failed. */
import { errorType, redacted } from '@gcp-otel/shared';
import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import { fieldsOf, textOf } from './framework';

/** A class name. Anything else may be a message, which holds data. */
const CLASS_NAME = /^[A-Za-z_][\w.-]{0,63}$/;

const exceptionOf = (thrown: unknown, type: string, captureErrorMessages: boolean): Attributes => {
  const { name, message = thrown, stack } = fieldsOf(thrown);
  const className = textOf(name);
  const text = captureErrorMessages ? textOf(message) : undefined;
  const stackTrace = captureErrorMessages ? textOf(stack) : undefined;
  return {
    'exception.type': className !== undefined && CLASS_NAME.test(className) ? className : type,
    ...(text !== undefined && { 'exception.message': redacted(text) }),
    ...(stackTrace !== undefined && { 'exception.stacktrace': redacted(stackTrace) }),
  };
};

/** A failure of which perhaps only the kind is known: the status of an answer, or a code of Node's. */
export const recordFailed = (span: Span, type: string, message: string = type): void => {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
};

/** What was thrown, without its message unless that is asked for: an application's messages quote its data. */
export const recordThrown = (span: Span, thrown: unknown, captureErrorMessages: boolean): void => {
  const type = errorType(thrown);
  // First, because a getter of what was thrown may throw.
  recordFailed(span, type);
  const exception = exceptionOf(thrown, type, captureErrorMessages);
  span.addEvent('exception', exception);
  const message = exception['exception.message'];
  if (typeof message === 'string') recordFailed(span, type, message);
};
