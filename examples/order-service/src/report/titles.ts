import type { Step } from '../client.ts';
import type { SpanRecord } from './record.ts';

/** Names traces after the steps that caused them: the second `POST /orders` after the second step that sent one. */
export function titlesFrom(steps: readonly Step[]): (root: SpanRecord) => string | undefined {
  const untold = [...steps];
  return ({ attributes }) => {
    const request = [attributes['http.request.method'], attributes['url.path']].join(' ');
    const index = untold.findIndex((step) => step.request === request);
    return index < 0 ? undefined : untold.splice(index, 1)[0]?.title;
  };
}
