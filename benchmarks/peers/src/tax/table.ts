import type { Mode } from '../../../src/figure.ts';
import { loadFigures } from '../../../src/figures.ts';
import { measureIn } from '../../../src/run.ts';
import { median, taxRatio } from '../../../src/statistics.ts';
import type { PeerName } from './measure.ts';

interface Row {
  readonly title: string;
  readonly suite: string;
  readonly script?: URL;
}

/** Of each plugin the figure that comes first: its most frequent call. */
const ours = async (): Promise<Row[]> =>
  (await loadFigures()).map(({ service, figures: [first] }) => ({
    title: `@gcp-otel/instrumentation-${service}, ${first!.name.split(',')[0]}`,
    suite: first!.suite,
  }));

const script = new URL('measure.ts', import.meta.url);
const peer = (title: string, suite: PeerName): Row => ({ title, suite, script });

const peers: readonly Row[] = [
  peer('@traceloop/instrumentation-vertexai, model.generateContent', 'vertexai'),
  peer('@opentelemetry/instrumentation-openai, completions.create', 'openai'),
  peer('@opentelemetry/instrumentation-mongodb, find', 'mongodb'),
  peer('@opentelemetry/instrumentation-pg, client.query', 'pg'),
];

/** Each compiles a little differently: the median counts, and how far they are apart is told. */
const processes: { readonly [Each in Mode]: number } = { time: 3, bytes: 1 };

const figure = (ratios: readonly number[]): string => {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const spread = least === most ? '' : ` (${least.toFixed(2)}–${most.toFixed(2)})`;
  return `${median(ratios).toFixed(2)}${spread}`;
};

/** What each adds to its bare call, as a share of what the same telemetry by hand adds to it. */
export const taxTable = async (progress: (line: string) => void): Promise<string> => {
  const lines = [['sampled call: tax ÷ tax of a hand-written span', 'time', 'bytes']];
  for (const { title, suite, script: own } of [...(await ours()), ...peers]) {
    progress(title);
    const figures: string[] = [];
    for (const mode of ['time', 'bytes'] as const) {
      const ratios: number[] = [];
      while (ratios.length < processes[mode]) ratios.push(taxRatio(await measureIn(suite, mode, own)));
      figures.push(figure(ratios));
    }
    lines.push([title, ...figures]);
  }
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
