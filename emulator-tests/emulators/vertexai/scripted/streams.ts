import { setTimeout } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';
import { askedAgain } from './pacing.ts';
import { promptOf } from './prompt.ts';
import { refusal } from './refusal.ts';

/** The format of a stream's items. */
export interface Framing {
  readonly contentType: string;
  readonly frame: (item: string, index: number) => string;
  readonly end: string;
}

/** `alt=sse`, which every client uses. */
export const serverSentEvents: Framing = {
  contentType: 'text/event-stream',
  frame: (item) => `data: ${item}\r\n\r\n`,
  end: '',
};

/** The format without it: one array, sent in parts. */
export const jsonArray: Framing = {
  contentType: 'application/json; charset=UTF-8',
  frame: (item, index) => `${index === 0 ? '[' : ',\r\n'}${item}`,
  end: ']',
};

/** Sends the items one after the other, and a fault, if any, before the last one. */
export async function sendStream(
  exchange: Exchange,
  items: readonly object[],
  { contentType, frame, end }: Framing,
): Promise<void> {
  const { words, response } = exchange;
  exchange.head(200, { 'content-type': contentType }).flushHeaders();
  for (const [index, item] of items.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- a stream is one thing after the other
    if (index > 0) await setTimeout(words.number('gap') ?? 0);
    // oxlint-disable-next-line no-await-in-loop -- a stream is one thing after the other
    if (index > 0 && words.has('paced') && !(await askedAgain(promptOf(exchange.body))))
      return exchange.drop();
    if (response.destroyed) return;
    if (words.has('midstream_drop') && index === items.length - 1) return exchange.drop();
    const failure = index === items.length - 1 ? failureOf(exchange, frame) : undefined;
    if (failure) return void response.end(failure);
    response.write(frame(JSON.stringify(item), index));
  }
  response.end(items.length > 0 ? end : '');
}

/** The fault that replaces the last item. */
function failureOf({ words, title }: Exchange, frame: Framing['frame']): string | undefined {
  const error = JSON.stringify(refusal(503, title, ''));
  if (words.has('midstream_bad_json')) return frame('{"candidates": [', 1);
  if (words.has('midstream_error')) return frame(error, 1);
  if (words.has('midstream_raw_error')) return error;
  return undefined;
}
