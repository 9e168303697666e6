/** A meter for the SDK's batch processors, which count what does not fit into their queues and say nothing of it. */
import {
  type Attributes,
  type Counter,
  createNoopMeter,
  type Meter,
  type MeterProvider,
  metrics,
  type UpDownCounter,
} from '@opentelemetry/api';
import { textIn } from './variables';

/** The counters of a meter that is registered by the end of this turn, when the SDK has started. */
const registeredLater = (scope: Parameters<MeterProvider['getMeter']>): Meter => {
  const make = <Instrument>(by: (meter: Meter) => Instrument): (() => Instrument) => {
    let made: Instrument | undefined;
    return () => (made ??= by(metrics.getMeter(...scope)));
  };
  const meter: Pick<Meter, 'createCounter' | 'createUpDownCounter' | 'createObservableUpDownCounter'> = {
    createCounter: (...named) => {
      const counter = make((there) => there.createCounter(...named));
      return { add: (...added: Parameters<Counter['add']>) => counter().add(...added) };
    },
    createUpDownCounter: (...named) => {
      const counter = make((there) => there.createUpDownCounter(...named));
      return {
        add: (...added: Parameters<UpDownCounter['add']>) => queueMicrotask(() => counter().add(...added)),
      };
    },
    createObservableUpDownCounter: (...named) => {
      const counter = make((there) => there.createObservableUpDownCounter(...named));
      return {
        addCallback: (back) => queueMicrotask(() => counter().addCallback(back)),
        removeCallback: (back) => counter().removeCallback(back),
      };
    },
  };
  return Object.assign(Object.create(createNoopMeter()) as Meter, meter);
};

/** Calls back with the number of spans or log records that did not fit. What is measured goes where it would have gone, too. */
export const queueMeters = (onFull: (size: number) => void): MeterProvider => ({
  getMeter: (...scope) => {
    const isWanted = textIn('OTEL_NODE_EXPERIMENTAL_SDK_METRICS')?.toLowerCase() === 'true';
    const meter = isWanted ? registeredLater(scope) : createNoopMeter();
    const createCounter: Meter['createCounter'] = (...named) => {
      const counter = meter.createCounter(...named);
      const add = (size: number, attributes?: Attributes): void => {
        counter.add(size, attributes);
        if (attributes?.['error.type'] === 'queue_full') onFull(size);
      };
      return { add };
    };
    return Object.assign(Object.create(meter) as Meter, { createCounter });
  },
});
