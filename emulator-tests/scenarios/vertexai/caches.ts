import type { GenAIKit } from './kit.ts';
import { lineOf, withoutTransport, type Answer } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const contents = [{ role: 'user', parts: [{ text: 'a long text' }] }];

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
        answer: lineOf(answer as Answer),
        names: [found, changed, ...listed.page].map((each) => each.name),
      };
    },
    seen: 0,
  },
  'a cached content that is missing': {
    run: ({ ai, unique }) => ai.caches.get({ name: `cachedContents/${unique('http_404')}` }).catch(failure),
    seen: 0,
  },
  'the models': {
    async run({ ai, unique }) {
      const { name = '' } = await ai.models.get({ model: unique('fine') });
      const listed = await ai.models.list();
      return [name.replace(/-\d+$/, ''), ...listed.page.map((each) => each.name)];
    },
    seen: 0,
  },
};
