/** Runs every query of `dashboards/` on a real Prometheus that scrapes the demo, and prints what it results in. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { alerts } from '../dashboards/alerts.mts';
import { ALERTS, GRAFANA } from '../dashboards/files.mts';
import { allCases, type Case } from './dashboards/cases.mts';
import { startDemo } from './dashboards/demo.mts';
import { findProgram } from './dashboards/programs.mts';
import { type Prometheus, type Series, startPrometheus } from './dashboards/prometheus.mts';

type Verdict = 'with results' | 'not produced by the demo' | 'wrong' | 'skipped';

const counted = (verdicts: readonly Verdict[], verdict: Verdict): string =>
  `${verdicts.filter((one) => one === verdict).length} ${verdict}`;

const drawn = ({ labels, value }: Series): string =>
  `${Object.values(labels).join(' ') || '(no labels)'} = ${Number(value.toPrecision(3))}`;

/** The one that says most. */
const largest = (series: readonly Series[]): Series | undefined =>
  series.filter(({ value }) => Number.isFinite(value)).toSorted((a, b) => b.value - a.value)[0];

const wrong = (title: string, why: string, promql: string): Verdict => {
  console.log(`  WRONG  ${title}: ${why}\n         ${promql}`);
  return 'wrong';
};

const run = async (prometheus: Prometheus, { title, promql, by, notInDemo }: Case): Promise<Verdict> => {
  let series: readonly Series[];
  try {
    series = await prometheus.query(promql);
  } catch (error) {
    return wrong(title, String(error), promql);
  }
  const sample = largest(series);
  if (notInDemo === undefined) {
    if (sample === undefined) return wrong(title, 'no result', promql);
    const missing = by.filter((label) => !series.some(({ labels }) => label in labels));
    if (missing.length > 0) return wrong(title, `no series has ${missing.join(', ')}`, promql);
    console.log(`  ${String(series.length).padStart(5)}  ${title}: ${drawn(sample)}`);
    return 'with results';
  }
  if (sample !== undefined) return wrong(title, `has results, although ${notInDemo}`, promql);
  console.log(`      –  ${title}: not produced by the demo: ${notInDemo}`);
  return 'not produced by the demo';
};

/** The services that Grafana offers for a choice. */
const runVariable = async (prometheus: Prometheus): Promise<Verdict> => {
  const { templating } = JSON.parse(readFileSync(GRAFANA, 'utf8')) as Dashboard;
  const { query } = templating.list?.find(({ name }) => name === 'job') ?? {};
  if (typeof query !== 'string') return wrong('$job', 'no query', JSON.stringify(query));
  const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
  const values = await prometheus.labelValues(label, selector);
  if (values.length === 0) return wrong('$job', 'no result', query);
  console.log(`  ${String(values.length).padStart(5)}  $job: ${values.join(', ')}`);
  return 'with results';
};

const runRules = async (prometheus: Prometheus): Promise<Verdict[]> => {
  const rules = await prometheus.rules();
  console.log('\nalerts.yaml, as Prometheus evaluates it');
  return rules.map(({ name, state, health, lastError = '' }) => {
    if (health !== 'ok') return wrong(name, lastError, health);
    console.log(`  ${health.padStart(5)}  ${name}: ${state}`);
    return 'with results';
  });
};

const check = async (program: string): Promise<Verdict[]> => {
  const demo = await startDemo();
  try {
    const prometheus = await startPrometheus(program, demo.target, ALERTS);
    try {
      // A rate needs two values: a counter that is there from the first scrape on has not grown. The second story adds to it.
      await demo.tellStory();
      await prometheus.scraped();
      await demo.tellStory();
      await prometheus.scraped();
      console.log(
        `Prometheus ${prometheus.version} has scraped the demo. How many series each query has, and the largest:`,
      );
      const verdicts: Verdict[] = [];
      for (const [file, cases] of Object.entries(allCases())) {
        console.log(`\n${file}`);
        // oxlint-disable-next-line no-await-in-loop -- in the order of the file
        for (const one of cases) verdicts.push(await run(prometheus, one));
        // oxlint-disable-next-line no-await-in-loop
        if (file === 'grafana.json') verdicts.push(await runVariable(prometheus));
      }
      return [...verdicts, ...(await runRules(prometheus))];
    } finally {
      await prometheus.stop();
    }
  } finally {
    await demo.stop();
  }
};

const program = findProgram('prometheus');
if (program === undefined) {
  // The variable of Grafana is a query as well, and each alert as a whole.
  const total = Object.values(allCases()).flat().length + 1 + alerts.length;
  console.log(
    `0 of ${total} queries were run, ${total} skipped: there is no prometheus in the PATH (Debian: apt-get install prometheus)`,
  );
} else {
  const promtool = findProgram('promtool');
  if (promtool !== undefined) execFileSync(promtool, ['check', 'rules', ALERTS], { stdio: 'inherit' });
  const verdicts = await check(program);
  const kinds = ['with results', 'not produced by the demo', 'wrong', 'skipped'] as const;
  console.log(`\n${verdicts.length} queries: ${kinds.map((kind) => counted(verdicts, kind)).join(', ')}`);
  if (verdicts.includes('wrong')) process.exitCode = 1;
}
