/** One run of a function, which is watched from outside: it gets what it would get, and so does the framework. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { types } from 'node:util';
import { diag, type Span } from '@opentelemetry/api';
import { recordFailed, recordThrown } from './failures';

type AnyFunction = (...args: unknown[]) => unknown;

export interface InvocationOptions {
  readonly captureErrorMessages: boolean;
  /** Whether the framework handles the rejection of what an HTTP function returns. */
  readonly handlesRejections: boolean;
}

/** A fault of this package is no fault of the application: it runs on without what we wanted to record. */
export const guarded = <Result>(record: () => Result): Result | undefined => {
  try {
    return record();
  } catch (thrown) {
    diag.debug('@gcp-otel/auto-instrumentations: a function is not recorded as it should be', thrown);
    return undefined;
  }
};

const current = new AsyncLocalStorage<Invocation>();

export class Invocation {
  private isOver = false;

  /**
   * @param span of the event, which ends here, or of the request, which does not
   * @param response of an event, which is sent when it has been processed
   */
  constructor(
    private readonly span: Span,
    private readonly options: InvocationOptions,
    private readonly response?: ServerResponse,
  ) {
    // In front of other listeners, so that this span ends before the one of the request.
    response?.prependOnceListener('close', () => guarded(() => this.answered(response)));
  }

  /** Makes it the current one while the framework works. */
  during<Result>(work: () => Result): Result {
    return current.run(this, work);
  }

  call(userFunction: AnyFunction, self: unknown, args: unknown[]): unknown {
    // Only event functions have a callback, which is then the last argument.
    const callback = this.response === undefined ? undefined : args.at(-1);
    const hasCallback = typeof callback === 'function';
    const given = hasCallback ? [...args.slice(0, -1), this.watching(callback as AnyFunction)] : args;
    let result: unknown;
    try {
      result = Reflect.apply(userFunction, self, given);
    } catch (thrown) {
      this.failed(thrown);
      throw thrown;
    }
    guarded(() => this.returned(result, hasCallback));
    return result;
  }

  /** A proxy has everything that the function has: length, name, properties. */
  private watching(callback: AnyFunction): AnyFunction {
    return new Proxy(callback, {
      apply: (target, self, args: unknown[]) => {
        const [error] = args;
        // As the framework has it: a false value is no error.
        if (error) this.failed(error);
        else this.finish();
        return Reflect.apply(target, self, args);
      },
    });
  }

  private returned(result: unknown, hasCallback: boolean): void {
    if (types.isPromise(result)) {
      // A promise that is watched counts as handled, and its rejection would no longer end the process.
      if (this.response === undefined && !this.options.handlesRejections) return;
      void Reflect.apply(Promise.prototype.then, result, [
        hasCallback ? undefined : () => this.finish(),
        (reason: unknown) => this.failed(reason),
      ]);
    } else if (!hasCallback && Object(result) !== result) this.finish();
    // Other objects may be thenables, which must not be asked twice: a query would run twice. Their answer tells.
  }

  private answered({ statusCode, writableFinished }: ServerResponse): void {
    if (this.isOver) return;
    if (!writableFinished) recordFailed(this.span, 'ECONNRESET');
    else if (statusCode >= 400) recordFailed(this.span, String(statusCode));
    this.finish();
  }

  private failed(thrown: unknown): void {
    if (this.isOver) return;
    guarded(() => {
      if (this.span.isRecording()) recordThrown(this.span, thrown, this.options.captureErrorMessages);
    });
    this.finish();
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.response !== undefined) guarded(() => this.span.end());
  }
}

/** The same function, which tells the current invocation how it ends. */
export const watched = (userFunction: unknown): unknown =>
  typeof userFunction === 'function'
    ? new Proxy(userFunction as AnyFunction, {
        apply(target, self, args: unknown[]) {
          const invocation = current.getStore();
          return invocation === undefined
            ? Reflect.apply(target, self, args)
            : invocation.call(target, self, args);
        },
      })
    : userFunction;
