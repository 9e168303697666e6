/** Reports problems inside the instrumentation to `diag`, each only once. */
import { type ErrorLike, errorMessage, errorType, identifier, text } from './errors';
import { diag } from './otel-api';
import { redacted } from './redact';

/** The maximum number of lines that a plugin reports. */
const MAX_LINES = 100;

const nameOf = (thrown: unknown): string => {
  try {
    return identifier((Object(thrown) as ErrorLike).name) ?? 'Error';
  } catch {
    return 'Error';
  }
};

const stackOf = (thrown: unknown): string => {
  try {
    const stack = text((Object(thrown) as ErrorLike).stack);
    return stack === undefined ? 'no stack' : redacted(stack);
  } catch {
    return 'no stack';
  }
};

/**
 * Reports problems to the operator, without throwing into the application. Of an error of a library, only the type is
 * reported, because messages contain data.
 */
export class Reporter {
  private readonly reported = new Set<string>();

  constructor(private readonly plugin: string) {}

  report(what: string, thrown?: unknown): void {
    this.once(`${this.plugin}: ${what}${thrown === undefined ? '' : ` (${errorType(thrown)})`}`);
  }

  /** Reports an error of the user's own function, with its message. The stack is logged at debug level. */
  reportOwn(what: string, thrown: unknown): void {
    const message = errorMessage(thrown);
    const reason =
      message === undefined || message === '' ? errorType(thrown) : `${nameOf(thrown)}: ${message}`;
    if (this.once(`${this.plugin}: ${what} (${reason})`))
      diag.debug(`${this.plugin}: ${what}`, stackOf(thrown));
  }

  private once(line: string): boolean {
    if (this.reported.has(line)) return false;
    // Messages may differ each time, so their number is limited.
    if (this.reported.size < MAX_LINES) this.reported.add(line);
    else return false;
    diag.warn(line);
    return true;
  }
}
