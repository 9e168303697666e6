import { diag } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { ResourceDetector } from '@opentelemetry/resources';
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { say } from './say';

/** https://cloud.google.com/stackdriver/docs/reference/telemetry/overview */
const ENDPOINT = 'https://telemetry.googleapis.com';

/** What may write traces, metrics and logs. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

const UNAUTHENTICATED = 401;

type Headers = Record<string, string>;

/** The identity of the application: Application Default Credentials, found once. */
export class Credentials {
  private readonly auth = new GoogleAuth({ scopes: SCOPES });
  private client: Promise<AuthClient> | undefined;
  private told = false;

  /** Headers for a request, with a token that is still good, and the quota project, where one is set. */
  async headers(): Promise<Headers> {
    try {
      const client = await this.find();
      return Object.fromEntries((await client.getRequestHeaders()).entries());
    } catch (thrown) {
      this.tellOnce(thrown);
      throw thrown;
    }
  }

  /** Forgets the token: the server does not take it any more. */
  async refresh(): Promise<void> {
    const client = await this.find();
    client.setCredentials({ ...client.credentials, expiry_date: 1 });
  }

  projectId(): Promise<string | undefined> {
    return this.auth.getProjectId().catch(() => undefined);
  }

  private find(): Promise<AuthClient> {
    this.client ??= this.auth.getClient().catch((thrown: unknown) => {
      // They may be there the next time.
      this.client = undefined;
      throw thrown;
    });
    return this.client;
  }

  private tellOnce(thrown: unknown): void {
    if (this.told) return;
    this.told = true;
    const { message } = Object(thrown) as { readonly message?: unknown };
    diag.debug('@gcp-otel/auto-instrumentations: no token for telemetry.googleapis.com', message);
    say(
      'no Google Cloud credentials, so no telemetry is exported; run "gcloud auth application-default login", or set GOOGLE_APPLICATION_CREDENTIALS. The application is not affected',
    );
  }
}

interface Exporter<Item> {
  export(items: Item, done: (result: ExportResult) => void): void;
}

/** Lets an exporter try once more with a new token, where its token was refused. */
const refreshing = <Item, Original extends Exporter<Item>>(
  exporter: Original,
  credentials: Credentials,
): Original => {
  const original = exporter.export.bind(exporter);
  const again = async (items: Item, done: (result: ExportResult) => void): Promise<void> => {
    try {
      await credentials.refresh();
    } catch (error) {
      done({ code: ExportResultCode.FAILED, error: error as Error });
      return;
    }
    original(items, done);
  };
  exporter.export = (items, done) =>
    original(items, (result) => {
      const { code } = Object(result.error) as { readonly code?: unknown };
      if (code === UNAUTHENTICATED) void again(items, done);
      else done(result);
    });
  return exporter;
};

export interface GcpExporters {
  readonly traces: OTLPTraceExporter;
  readonly metrics: OTLPMetricExporter;
  readonly logs: OTLPLogExporter;
  /** Says which project the telemetry is for, which the endpoint asks for. */
  readonly projectDetector: ResourceDetector;
}

/** Exporters to Google Cloud's OTLP endpoint, or to a stand-in for it: `GCP_OTEL_ENDPOINT`. */
export const gcpExporters = (credentials: Credentials = new Credentials()): GcpExporters => {
  const endpoint = (process.env['GCP_OTEL_ENDPOINT'] ?? ENDPOINT).replace(/(?<!\/)\/+$/, '');
  const headers = (): Promise<Headers> => credentials.headers();
  const options = (signal: string): { url: string; headers: typeof headers } => ({
    url: `${endpoint}/v1/${signal}`,
    headers,
  });
  return {
    traces: refreshing(new OTLPTraceExporter(options('traces')), credentials),
    metrics: refreshing(new OTLPMetricExporter(options('metrics')), credentials),
    logs: refreshing(new OTLPLogExporter(options('logs')), credentials),
    projectDetector: { detect: () => ({ attributes: { 'gcp.project_id': credentials.projectId() } }) },
  };
};
