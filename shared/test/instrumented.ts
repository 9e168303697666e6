import { afterEach, beforeEach } from '@jest/globals';
import { propagation } from '@opentelemetry/api';
import { enabledInstances } from '../src';
import { startTelemetry, stopTelemetry, type Telemetry } from './telemetry';
import { createLibrary, ToyInstrumentation } from './toy-library';

let telemetry: Telemetry;

/** Begins again, with other providers than the default ones. */
export const restart = (options?: Parameters<typeof startTelemetry>[0]): void => {
  stopTelemetry();
  telemetry = startTelemetry(options);
};

/** What the test at hand has emitted. */
export const seen = {
  get telemetry(): Telemetry {
    return telemetry;
  },
  names: (): string[] => telemetry.take().map(({ name }) => name),
};

/** A copy of the library for this test alone. */
export const instrumented = (config?: ConstructorParameters<typeof ToyInstrumentation>[0]) => {
  const toy = new ToyInstrumentation(config);
  const library = toy.instrumentModule(createLibrary());
  return { toy, library, box: new library.Box() };
};

beforeEach(() => restart());
afterEach(() => {
  for (const instance of enabledInstances()) instance.disable();
  stopTelemetry();
  propagation.disable();
});
