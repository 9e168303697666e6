import type { Step } from '../client.ts';
import type { SpanRecord } from './record.ts';

/** Names traces after the steps that caused them: the second `POST /orders` after the second step that sent one. */
export function titlesFrom(steps: readonly Step[]): (root: SpanRecord) => string | undefined {
  const untold = [...steps];
  return ({ attributes }) => {
    const method = String(attributes['http.request.method']);
    const route = String(attributes['http.route']);
    const request = new RegExp(`^${method} ${route.replaceAll(/:\w+/g, '[^/]+')}$`);
    const index = untold.findIndex((step) => request.test(step.request));
    return index < 0 ? undefined : untold.splice(index, 1)[0]?.title;
  };
}
