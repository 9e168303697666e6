import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { activeName, inSpan, telemetry } from './toy-calls';
import { createSpeakers, type Speaker, SpeakerInstrumentation, Spoken } from './toy-speaker';

const speakers = new SpeakerInstrumentation().instrumentModule(createSpeakers());
const speaker = (): Speaker => new speakers.Speaker();

const span = (name: string, attributes: object, more: object = {}) => ({
  name,
  kind: 'CLIENT',
  attributes,
  status: 'UNSET',
  ...more,
});
const broken = (type: string, name = 'Error') => ({
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': name }],
});
const told = (words: number, complete: boolean, said?: string) => ({
  'speaker.words': words,
  'speaker.complete': complete,
  ...(said !== undefined && { 'speaker.said': said }),
});
const failing = (): Error =>
  Object.assign(new TypeError('broken'), {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
  });

const all = async (chunks: AsyncIterable<string>): Promise<string[]> => {
  const heard: string[] = [];
  for await (const word of chunks) heard.push(word);
  return heard;
};

describe('chunks', () => {
  type Way = [how: string, use: (chunks: AsyncGenerator<string>) => unknown, attributes: object];
  const ways: Way[] = [
    ['read to their end', all, told(2, true, 'word1 word2')],
    [
      'left',
      async (chunks) => {
        for await (const _ of chunks) break;
      },
      told(1, false, 'word1'),
    ],
    ['returned from unread', (chunks) => chunks.return(undefined), told(0, false)],
    [
      'thrown into',
      (chunks) => chunks.throw(new Error('no')).catch(() => {}),
      { ...told(0, false), 'error.type': 'Error' },
    ],
  ];
  test.each(ways)('%s', async (how, use, attributes) => {
    await use(await speaker().say(2));
    expect(telemetry.take()).toEqual([span('say', attributes, how === 'thrown into' ? broken('Error') : {})]);
  });

  test('that break tell what came before, and the code of the cause', async () => {
    await expect(all(await speaker().say(2, failing()))).rejects.toThrow('broken');
    const attributes = { ...told(2, false, 'word1 word2'), 'error.type': 'ECONNRESET' };
    expect(telemetry.take()).toEqual([span('say', attributes, broken('ECONNRESET', 'TypeError'))]);
  });

  test('that were all given, and are none: the call is refused', async () => {
    await all(await speaker().say(4));
    const attributes = { ...told(4, true, 'word1 word2 word3 word4'), 'error.type': 'TOO_LONG' };
    expect(telemetry.take()).toEqual([span('say', attributes, { status: 'ERROR TOO_LONG' })]);
  });

  test("are the library's own, and the loop runs where the application loops", async () => {
    const chunks = await speaker().say(1);
    expect(Object.prototype.toString.call(chunks)).toBe('[object AsyncGenerator]');
    expect(Object.keys(chunks)).toEqual([]);
    await inSpan(async () => {
      for await (const _ of chunks) expect(activeName()).toBe('application');
    });
    expect(telemetry.take()).toMatchObject([{ name: 'say' }, { name: 'application' }]);
  });

  test('of a stream of the web, however it is read', async () => {
    const said = told(2, true, 'word1 word2');
    expect(await all(await speaker().sayWeb(2))).toEqual(['word1', 'word2']);
    expect(await all((await speaker().sayWeb(2)).values())).toEqual(['word1', 'word2']);
    const reader = (await speaker().sayWeb(2)).getReader();
    while (!(await reader.read()).done);
    const left = (await speaker().sayWeb(2)).getReader();
    await left.read();
    await left.cancel();
    expect(telemetry.take()).toEqual([
      span('say_web', said),
      span('say_web', said),
      span('say_web', said),
      span('say_web', told(1, false, 'word1')),
    ]);
  });

  test('that are no chunks: an answer at once', async () => {
    await expect(speaker().sayAtOnce('hello')).resolves.toBe('hello');
    expect(telemetry.take()).toEqual([span('say_at_once', { 'speaker.said': 'hello' })]);
  });
});

describe('chunks and the whole', () => {
  test('read as chunks', async () => {
    const { chunks, whole } = await speaker().sayPair(2);
    expect(await all(chunks)).toEqual(['word1', 'word2']);
    expect(await whole).toBe('word1 word2');
    expect(telemetry.take()).toEqual([span('say_pair', told(2, true, 'word1 word2'))]);
  });

  test('only the whole', async () => {
    const given = await speaker().sayPair(2);
    expect(Object.keys(given)).toEqual(['chunks', 'whole']);
    expect(await given.whole).toBe('word1 word2');
    expect(telemetry.take()).toEqual([span('say_pair', told(0, true, 'word1 word2'))]);
  });

  test('neither: the whole comes by itself', async () => {
    await speaker().sayPair(2);
    await setImmediate();
    expect(telemetry.take()).toEqual([span('say_pair', told(0, true, 'word1 word2'))]);
  });

  test('a whole that breaks is rejected once more, to whom it was promised', async () => {
    const { whole } = await speaker().sayPair(1, failing());
    await expect(whole).rejects.toThrow('broken');
    expect(telemetry.take()).toEqual([
      span('say_pair', { ...told(0, false), 'error.type': 'ECONNRESET' }, broken('ECONNRESET', 'TypeError')),
    ]);
  });
});

describe("a promise of the library's own", () => {
  test('stays what it is, and is settled once', async () => {
    const spoken = speaker().speak(Promise.resolve('hello'));
    expect(spoken).toBeInstanceOf(Spoken);
    expect(spoken.source).toBe('a microphone');
    expect([await spoken, await spoken]).toEqual(['hello', 'hello']);
    expect(telemetry.take()).toEqual([span('speak', { 'speaker.said': 'hello' })]);
  });

  test('fails', async () => {
    await expect(speaker().speak(Promise.reject(failing()))).rejects.toThrow('broken');
    expect(telemetry.take()).toEqual([
      span('speak', { 'error.type': 'ECONNRESET' }, broken('ECONNRESET', 'TypeError')),
    ]);
  });
});

test('a class that a getter gives is found with its first instance, where its methods are defined', async () => {
  await speaker().echo.answer();
  expect(telemetry.take()).toEqual([span('answer', {})]);
});
