import { startBackends } from './backends.ts';
import type { Step } from './client.ts';
import type { Options } from './options.ts';
import { connectOtlp } from './otlp.ts';
import { drawCosts } from './report/cost.ts';
import { toMoney } from './report/money.ts';
import { terminal } from './report/paint.ts';
import { toRecords } from './report/record.ts';
import { titlesFrom } from './report/titles.ts';
import { drawTrees } from './report/tree.ts';
import { type Recording, startTracing } from './tracing.ts';

const projectId = 'demo-order-service';

/** Starts what the service needs, lets it serve the story's requests, and reports what they did and cost. */
export async function run(options: Options): Promise<void> {
  const otlp = options.exporter === 'otlp' ? await connectOtlp() : undefined;
  const backends = await startBackends({ projectId, onProgress: (line) => console.error(line) });
  try {
    Object.assign(process.env, backends.env);
    const tracing = startTracing(otlp);
    // Not before: the instrumentations see nothing of libraries that were loaded before them.
    const { runStory } = await import('./story.ts');
    const steps = await runStory(projectId);
    report(options, steps, await tracing.finish());
    if (otlp) {
      otlp.assertDelivered();
      console.error(`traces and metrics were sent to ${otlp.endpoint}`);
    }
  } finally {
    await backends.stop();
  }
}

function report({ format }: Options, steps: readonly Step[], { spans, metrics }: Recording): void {
  const records = toRecords(spans);
  const bill = toMoney(spans, metrics);
  const text =
    format === 'json'
      ? JSON.stringify({ spans: records, bill }, null, 2)
      : [drawTrees(records, titlesFrom(steps), terminal), drawCosts(records, metrics, bill, terminal)].join(
          '\n\n',
        );
  process.stdout.write(`${text}\n`);
}
