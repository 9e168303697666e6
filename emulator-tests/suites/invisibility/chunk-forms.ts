import type { Pair } from '../calls.ts';
import { describeValue } from './describe.ts';
import { on, type Forms } from './form.ts';
import { forgotten } from './patience.ts';
import type { Watch } from './watch.ts';

/** Reads the chunks of a response. */
async function readChunks(given: AsyncIterable<unknown>, watch: Watch): Promise<void> {
  try {
    for await (const chunk of given) {
      watch.note('chunk');
      watch.seen.result = describeValue(chunk);
    }
    watch.note('over');
  } catch (error) {
    watch.note('broke');
    watch.failed(error);
  }
}

export const chunks: Forms = {
  read: on<Promise<AsyncGenerator>>(async (returned, watch) =>
    readChunks(watch.given(await returned), watch),
  ),
  'left early': on<Promise<AsyncGenerator>>(async (returned, watch) => {
    const given = watch.given(await returned);
    for await (const _ of given) break;
    watch.note('over');
  }),
  'never read': on<Promise<AsyncGenerator>>(async (returned, watch) => void watch.given(await returned)),
  forgotten,
};

/** Awaits the whole response, whether or not the chunks have been read. */
async function awaitWhole({ response }: Pair, watch: Watch): Promise<void> {
  try {
    watch.seen.result = [watch.seen.result, describeValue(await response)];
    watch.note('whole');
  } catch (error) {
    watch.note('no whole');
    watch.failed(error);
  }
}

export const pair: Forms = {
  'read, and the whole': on<Promise<Pair>>(async (returned, watch) => {
    const given = watch.given(await returned);
    await readChunks(given.stream, watch);
    await awaitWhole(given, watch);
  }),
  'the whole only': on<Promise<Pair>>(async (returned, watch) => awaitWhole(await returned, watch)),
  'read only': on<Promise<Pair>>(async (returned, watch) =>
    readChunks(watch.given((await returned).stream), watch),
  ),
  'left early, then the whole': on<Promise<Pair>>(async (returned, watch) => {
    const given = await returned;
    for await (const _ of given.stream) break;
    await awaitWhole(given, watch);
  }),
  'neither of them': on<Promise<Pair>>(async (returned) => void (await returned)),
  forgotten,
};
