import { afterAll, afterEach, expect } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { startTelemetry, stopTelemetry } from './telemetry';
import { createLibrary, ToyInstrumentation } from './toy-library';

/** An instrumented copy of the library, whose spans each test has to take. */
export const telemetry = startTelemetry();
export const box = new (new ToyInstrumentation().instrumentModule(createLibrary()).Box)();

afterEach(() => expect(telemetry.take()).toEqual([]));
afterAll(stopTelemetry);

export const tracer = trace.getTracer('application');
export const inSpan = <Result>(run: () => Result): Result =>
  tracer.startActiveSpan('application', (span) => {
    const result = run();
    if (result instanceof Promise) return result.finally(() => span.end()) as Result;
    span.end();
    return result;
  });
export const activeName = (): string | undefined =>
  (trace.getActiveSpan() as { name?: string } | undefined)?.name;

export const span = (operation: string, more: object = {}) => ({
  name: `${operation} boxes`,
  kind: 'CLIENT',
  attributes: { 'toy.operation': operation },
  status: 'UNSET',
  ...more,
});
export const failure = (type: string, name = 'Error') => ({
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': name }],
});
