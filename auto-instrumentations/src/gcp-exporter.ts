/** OTLP exporters to Google Cloud, with Application Default Credentials. */
import { diag } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { AuthClient, GoogleAuth } from 'google-auth-library';
import { markTold } from './dropped';
import { say } from './say';
import type { ExporterLike, ExportResultLike, ResourceDetectorLike } from './sdk-types';
import { textIn } from './variables';

/** https://cloud.google.com/stackdriver/docs/reference/telemetry/overview */
const ENDPOINT = 'https://telemetry.googleapis.com';

/** The scope that allows writing traces, metrics and logs. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

const UNAUTHENTICATED = 401;

type Headers = Record<string, string>;

/** Only loaded where telemetry goes to Google Cloud. */
const googleAuth = (): GoogleAuth => {
  const loaded = require('google-auth-library') as { readonly GoogleAuth: typeof GoogleAuth };
  return new loaded.GoogleAuth({ scopes: SCOPES });
};

/** The Application Default Credentials, looked up once. */
export class Credentials {
  private readonly auth = googleAuth();
  private client: Promise<AuthClient> | undefined;
  private hasReported = false;

  /** Headers for a request, with a valid token, and the quota project if one is set. */
  async headers(): Promise<Headers> {
    try {
      const client = await this.find();
      return Object.fromEntries((await client.getRequestHeaders()).entries());
    } catch (thrown) {
      this.reportOnce(thrown);
      throw thrown;
    }
  }

  /** Discards the token, which the server has rejected. */
  async refresh(): Promise<void> {
    const client = await this.find();
    client.setCredentials({ ...client.credentials, expiry_date: 1 });
  }

  projectId(): Promise<string | undefined> {
    return this.auth.getProjectId().catch(() => undefined);
  }

  private find(): Promise<AuthClient> {
    this.client ??= this.auth.getClient().catch((thrown: unknown) => {
      // Retry next time: credentials may appear later.
      this.client = undefined;
      throw thrown;
    });
    return this.client;
  }

  private reportOnce(thrown: unknown): void {
    markTold(thrown);
    if (this.hasReported) return;
    this.hasReported = true;
    const { message } = Object(thrown) as { readonly message?: unknown };
    diag.debug('@gcp-otel/auto-instrumentations: no token for telemetry.googleapis.com', message);
    say(
      'no Google Cloud credentials, so no telemetry is exported; run "gcloud auth application-default login", or set GOOGLE_APPLICATION_CREDENTIALS. The application is not affected',
    );
  }
}

/** Makes an exporter retry once with a new token if its token is rejected. */
const withRefresh = (exporter: ExporterLike, credentials: Credentials): ExporterLike => {
  const original = exporter.export.bind(exporter);
  const again = async (items: object, done: (result: ExportResultLike) => void): Promise<void> => {
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
  readonly traces: ExporterLike;
  readonly metrics: ExporterLike;
  readonly logs: ExporterLike;
  /** Detects the project that the telemetry is for, which the endpoint requires. */
  readonly projectDetector: ResourceDetectorLike;
}

/** Exporters to Google Cloud's OTLP endpoint, or to `GCP_OTEL_ENDPOINT` instead. */
export const gcpExporters = (credentials: Credentials = new Credentials()): GcpExporters => {
  const endpoint = (textIn('GCP_OTEL_ENDPOINT') ?? ENDPOINT).replace(/(?<!\/)\/+$/, '');
  const headers = (): Promise<Headers> => credentials.headers();
  const options = (signal: string): { url: string; headers: typeof headers } => ({
    url: `${endpoint}/v1/${signal}`,
    headers,
  });
  return {
    traces: withRefresh(new OTLPTraceExporter(options('traces')), credentials),
    metrics: withRefresh(new OTLPMetricExporter(options('metrics')), credentials),
    logs: withRefresh(new OTLPLogExporter(options('logs')), credentials),
    projectDetector: { detect: () => ({ attributes: { 'gcp.project_id': credentials.projectId() } }) },
  };
};
