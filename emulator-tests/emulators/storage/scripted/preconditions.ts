import type { Exchange } from './exchange.ts';
import type { Metadata } from './metadata.ts';
import { refusal } from './refusal.ts';

type Resource = { readonly metadata: Metadata } | undefined;

/** Refuses the request unless its preconditions, such as `ifGenerationMatch`, hold. 0 means that there must be no resource. */
export function checkPreconditions(exchange: Exchange, resource: Resource, source = ''): void {
  for (const property of ['generation', 'metageneration']) {
    const name = property[0]?.toUpperCase() + property.slice(1);
    const actual = resource ? String(resource.metadata[property]) : '0';
    const match = exchange.query.get(`if${source}${name}Match`);
    const notMatch = exchange.query.get(`if${source}${name}NotMatch`);
    if (match !== null && match !== actual) throw refusal(412, exchange.title);
    if (notMatch !== null && notMatch === actual)
      throw refusal(exchange.request.method === 'GET' ? 304 : 412, exchange.title);
  }
}
