import type { GenAIKit } from './kit.ts';
import { lineOf, withoutTransport } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const contents = [{ role: 'user', parts: [{ text: 'a long text' }] }];

const parent = 'projects/demo-project/locations/us-central1';

/** What is seen of a cached content, and of a model, with what stands before their names. */
const cached = (ofCaches: string, ofModels: string) => ({
  created: {
    name: `${ofCaches}cachedContents/mine`,
    model: `${ofModels}models/gemini-2.5-flash`,
    displayName: 'mine',
    createTime: '2026-01-01T00:00:00Z',
    updateTime: '2026-01-01T00:00:00Z',
    expireTime: '2026-01-01T01:00:00Z',
    usageMetadata: { totalTokenCount: 2_048 },
  },
  answer: 'word1 word2 word3 | STOP',
  names: ['mine', 'mine', 'cache1', 'cache2'].map((id) => `${ofCaches}cachedContents/${id}`),
});
const models = (prefix: string) =>
  ['fine', 'gemini-2.5-flash', 'gemini-2.5-pro'].map((id) => `${prefix}models/${id}`);

/** What is sent once, and referred to; and what models there are. */
export const caching: Steps<GenAIKit> = {
  'a cached content, from its beginning to its end': {
    async run({ ai, unique }) {
      const cache = await ai.caches.create({
        model: 'gemini-2.5-flash',
        config: { displayName: 'mine', contents },
      });
      const { name = '' } = cache;
      const answer = await ai.models.generateContent({
        model: unique('fine'),
        contents: 'a question',
        config: { cachedContent: name },
      });
      const found = await ai.caches.get({ name });
      const changed = await ai.caches.update({ name, config: { ttl: '60s' } });
      const listed = await ai.caches.list();
      await ai.caches.delete({ name });
      return {
        created: withoutTransport(cache),
        answer: lineOf(answer),
        names: [found, changed, ...listed.page].map((each) => each.name),
      };
    },
    seen: cached(`${parent}/`, `${parent}/publishers/google/`),
    but: {
      gemini: cached('', ''),
      // Who has only a key has no project: the client writes that it is undefined.
      express: {
        ...cached('', 'projects/undefined/locations/undefined/publishers/google/'),
        names: [
          'projects/undefined/locations/undefined/cachedContents/mine',
          'projects/undefined/locations/undefined/cachedContents/mine',
          'cachedContents/cache1',
          'cachedContents/cache2',
        ],
      },
    },
  },
  'a cached content that is missing': {
    run: ({ ai, unique }) => ai.caches.get({ name: `cachedContents/${unique('http_404')}` }).catch(failure),
    seen: '! ApiError 404',
    but: { 'genai 1': '! ClientError' },
  },
  'the models': {
    async run({ ai, unique }) {
      const { name = '' } = await ai.models.get({ model: unique('fine') });
      const listed = await ai.models.list();
      return [name.replace(/-\d+$/, ''), ...listed.page.map((each) => each.name)];
    },
    seen: models('publishers/google/'),
    but: { gemini: models('') },
  },
};
