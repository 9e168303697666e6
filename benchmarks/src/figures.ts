import { readdirSync } from 'node:fs';
import type { Figure } from './figure.ts';

/** Each plugin has figures in `<service>/figures.ts`, and suites beside them. */
export const services: readonly string[] = readdirSync(new URL('../../plugins', import.meta.url));

export interface ServiceFigures {
  readonly service: string;
  readonly figures: readonly Figure[];
}

/** The figures of every plugin, in the order of the report. */
export const loadFigures = (): Promise<ServiceFigures[]> =>
  Promise.all(
    services.map(async (service) => {
      const { figures }: Pick<ServiceFigures, 'figures'> = await import(`./${service}/figures.ts`);
      return { service, figures };
    }),
  );
