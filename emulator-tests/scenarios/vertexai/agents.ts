import type { LegacyKit } from './kit.ts';
import { lineOf } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const parent = 'projects/demo-project/locations/us-central1';
const notYet = 'not yet';

const withAgents = async (
  kit: LegacyKit,
  use: (agents: ReturnType<LegacyKit['agents']>, engine: string) => Promise<unknown>,
): Promise<unknown> =>
  'Client' in kit.client ? use(kit.agents(), `${parent}/reasoningEngines/${kit.unique('engine')}`) : notYet;

/** What ends names without what makes them unique. */
const nameOf = ({ name = '' }: { name?: string }) => name.replaceAll(/-\d+/g, '');

/** Agents that Vertex AI runs, and cached contents, as `@google-cloud/vertexai` has them. */
export const managing: Steps<LegacyKit> = {
  'an agent is asked': {
    run: (kit) =>
      withAgents(kit, async (agents, engine) => {
        const { output } = await agents.queryInternal({
          name: engine,
          config: { classMethod: 'query', input: { input: 'a question' } },
        });
        const refused = agents.queryInternal({
          name: `${parent}/reasoningEngines/${kit.unique('http_403')}`,
        });
        return [output, await refused.catch(failure)];
      }),
    seen: [{ answer: 42 }, '! ApiError 403'],
    but: { '1.1': notYet },
  },
  'an agent, from its beginning to its end': {
    run: (kit) =>
      withAgents(kit, async (agents, engine) => {
        const created = await agents.createInternal({ config: { displayName: 'mine' } });
        const found = await agents.getInternal({ name: engine });
        const listed = await agents.listInternal({});
        const changed = await agents.updateInternal({ name: engine, config: { displayName: 'yours' } });
        const deleted = await agents.deleteInternal({ name: engine });
        const names = [created, found, ...(listed.reasoningEngines ?? []), changed, deleted].map(nameOf);
        return { names, done: [created.done, deleted.done] };
      }),
    seen: {
      names: [
        `${parent}/reasoningEngines/operations/1`,
        `${parent}/reasoningEngines/engine`,
        `${parent}/reasoningEngines/first`,
        `${parent}/reasoningEngines/second`,
        `${parent}/reasoningEngines/engine/operations/1`,
        `${parent}/reasoningEngines/engine/operations/1`,
      ],
      done: [true, true],
    },
    but: { '1.1': notYet },
  },
  "an agent's code, session and memory": {
    run: (kit) =>
      withAgents(kit, async ({ sandboxes, sessions, memories }, engine) => {
        const executed = await sandboxes.executeCodeInternal({
          name: `${engine}/sandboxEnvironments/sandbox`,
          inputs: [{ mimeType: 'application/json', data: 'e30=' }],
        });
        const session = await sessions.createInternal({ name: engine, userId: 'someone' });
        await sessions.events.append({
          name: `${engine}/sessions/session`,
          author: 'user',
          invocationId: '1',
          timestamp: '2026-01-01T00:00:00Z',
        });
        const memory = await memories.createInternal({ name: engine, fact: 'a fact', scope: {} });
        const { retrievedMemories = [] } = await memories.retrieveInternal({ name: engine, scope: {} });
        return [
          executed.outputs?.map(({ mimeType }) => mimeType),
          nameOf(session),
          nameOf(memory),
          retrievedMemories.map((each) => nameOf(each.memory ?? {})),
        ];
      }),
    seen: [
      ['application/json'],
      `${parent}/reasoningEngines/engine/sessions/operations/1`,
      `${parent}/reasoningEngines/engine/memories/operations/1`,
      [`${parent}/reasoningEngines/engine/memories/memory1`],
    ],
    but: { '1.1': notYet },
  },
  'a cached content, from its beginning to its end': {
    async run(kit) {
      if (!('cachedContents' in kit.vertexAI.preview)) return notYet;
      const caches = kit.caches();
      const { name = '' } = await caches.create({
        model: 'gemini-2.5-flash',
        displayName: 'mine',
        contents: [{ role: 'user', parts: [{ text: 'a long text' }] }],
      });
      const found = await caches.get(name);
      const { cachedContents = [] } = await caches.list();
      await caches.delete(name);
      const model = kit.vertexAI.preview.getGenerativeModelFromCachedContent(
        { ...found, model: `${parent}/publishers/google/models/${kit.unique('fine')}` },
        {},
      );
      const { response } = await model.generateContent('a question');
      return { names: [name, ...cachedContents.map(nameOf)], answer: lineOf(response) };
    },
    seen: {
      names: ['mine', 'cache1', 'cache2'].map((id) => `${parent}/cachedContents/${id}`),
      answer: 'word1 word2 word3 | STOP',
    },
    but: { '1.1': notYet },
  },
};
