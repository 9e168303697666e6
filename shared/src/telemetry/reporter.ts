import { type ErrorLike, errorMessage, errorType, identifier, text } from './errors';
import { diag } from './otel-api';
import { redacted } from './redact';

/** How many different lines a plugin says at most. */
const MAX_TOLD = 100;

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
 * Tells the operator, once per kind of trouble, what went wrong inside the instrumentation; the application never
 * hears of it. Of what a library throws only the type is told: messages carry data.
 */
export class Reporter {
  private readonly told = new Set<string>();

  constructor(private readonly plugin: string) {}

  report(what: string, thrown?: unknown): void {
    this.once(`${this.plugin}: ${what}${thrown === undefined ? '' : ` (${errorType(thrown)})`}`);
  }

  /** A function of the user's threw: its message is theirs to read. The stack is at debug level. */
  reportOwn(what: string, thrown: unknown): void {
    const message = errorMessage(thrown);
    const told =
      message === undefined || message === '' ? errorType(thrown) : `${nameOf(thrown)}: ${message}`;
    if (this.once(`${this.plugin}: ${what} (${told})`))
      diag.debug(`${this.plugin}: ${what}`, stackOf(thrown));
  }

  private once(line: string): boolean {
    if (this.told.has(line)) return false;
    // Messages may differ each time: nobody reads a thousand of them.
    if (this.told.size < MAX_TOLD) this.told.add(line);
    else return false;
    diag.warn(line);
    return true;
  }
}
