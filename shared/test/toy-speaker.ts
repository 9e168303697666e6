import {
  ClientInstrumentation,
  type Consumed,
  defineOperations,
  type Plugin,
  patchClassOfResult,
} from '@gcp-otel/shared';
import { toyPlugin } from './toy-library';

/** What is said, word by word; it may break in the middle. */
async function* words(count: number, failure?: Error): AsyncGenerator<string> {
  for (let word = 1; word <= count; word++) yield `word${word}`;
  if (failure !== undefined) throw failure;
}

/** A promise of the library's own: it knows more than others, and is settled by a method. */
export class Spoken extends Promise<string> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }
  told: Promise<string> = Promise.reject(new Error('not told'));
  source = 'a microphone';
  parse(): Promise<string> {
    return this.told;
  }
  // oxlint-disable-next-line unicorn/no-thenable -- as the libraries do that have such promises
  override then<A = string, B = never>(
    ok?: ((value: string) => A | PromiseLike<A>) | null,
    bad?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.parse().then(ok, bad);
  }
}

export const createSpeakers = () => {
  class Speaker {
    async say(count: number, failure?: Error): Promise<AsyncGenerator<string>> {
      return words(count, failure);
    }
    async sayPair(count: number, failure?: Error) {
      const all: string[] = [];
      const whole = (async () => {
        for await (const word of words(count, failure)) all.push(word);
        return all.join(' ');
      })();
      return { chunks: words(count, failure), whole };
    }
    async sayWeb(count: number): Promise<ReadableStream<string>> {
      return ReadableStream.from(words(count));
    }
    async sayAtOnce(what: string): Promise<string> {
      return what;
    }
    speak(told: Promise<string>): Spoken {
      const spoken = new Spoken(() => {});
      spoken.told.catch(() => {});
      spoken.told = told;
      return spoken;
    }
    get echo(): Echo {
      return new LoudEcho();
    }
  }
  class Echo {
    async answer(): Promise<string> {
      return 'word1';
    }
  }
  class LoudEcho extends Echo {}
  return { Speaker };
};

export type Speaker = InstanceType<ReturnType<typeof createSpeakers>['Speaker']>;

const onSpeaker = (_: object, _args: unknown, operation: string) => ({ operation, attributes: {} });
const gather = (before: string | undefined, word: string): string =>
  before === undefined ? word : `${before} ${word}`;
const heard = ({ rows, complete, gathered }: Consumed) => ({
  'speaker.words': rows,
  'speaker.complete': complete,
  ...(typeof gathered === 'string' && { 'speaker.said': gathered }),
  ...(gathered === 'word1 word2 word3 word4' && { 'error.type': 'TOO_LONG' }),
});
const chunks = { returns: 'chunks', describe: onSpeaker, gather, outcome: heard } as const;
const pair = { chunks: 'chunks', whole: 'whole' };

const operations = defineOperations({
  Speaker: {
    files: ['speaker.js'],
    methods: {
      say: { operation: 'say', ...chunks },
      sayPair: { operation: 'say_pair', ...chunks, pair: { ...pair, handlesRejection: false } },
      sayWeb: { operation: 'say_web', ...chunks },
      sayAtOnce: {
        operation: 'say_at_once',
        returns: 'chunks',
        describe: onSpeaker,
        outcome: (what: string) => ({ 'speaker.said': what }),
      },
      speak: {
        operation: 'speak',
        returns: 'chunks',
        promiseMethod: 'parse',
        describe: onSpeaker,
        outcome: (what: string) => ({ 'speaker.said': what }),
      },
      echo: { wrap: patchClassOfResult('Echo') },
    },
  },
  Echo: { files: [], methods: { answer: { operation: 'answer', returns: 'promise', describe: onSpeaker } } },
});

const speakerPlugin: Plugin = {
  ...toyPlugin,
  name: '@test/instrumentation-speaker',
  packages: [{ name: 'speaker', operations }],
  codeIn: ({ cause }: { readonly cause?: { readonly code?: unknown } }) => cause?.code,
};

export class SpeakerInstrumentation extends ClientInstrumentation {
  constructor() {
    super(speakerPlugin, {});
  }
  protected override get plugin(): Plugin {
    return speakerPlugin;
  }
}
