/** An error response. Handlers throw it. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: readonly object[];

  constructor(status: number, message: string, details: readonly object[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }

  toJSON(): object {
    const { status: code, message, details } = this;
    const status = statuses[code] ?? (code < 500 ? 'FAILED_PRECONDITION' : 'INTERNAL');
    return { error: { code, message, status, ...(details.length > 0 && { details }) } };
  }

  toHtml(): string {
    return `<!DOCTYPE html><title>Error ${this.status}</title><p>${this.message}</p>`;
  }
}

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** Contains the prompt, as the real servers' messages do, so that tests can detect leaks. */
export function refusal(status: number, name: string, prompt: string): Refusal {
  const message =
    messages[status]?.(name, prompt) ?? `An internal error has occurred on ${name}. Please retry.`;
  return new Refusal(status, message, status === 429 ? quotaDetails(name) : []);
}

const messages: Readonly<Record<number, (name: string, prompt: string) => string>> = {
  400: (_, prompt) => `Invalid value at 'contents': ${prompt}`,
  401: (name) => `Request to ${name} had invalid authentication credentials.`,
  403: (name) =>
    `Permission 'aiplatform.endpoints.predict' denied on resource ${name} (or it may not exist).`,
  404: (name) => `${name} was not found or your project does not have access to it.`,
  429: (name) => `Resource exhausted: quota exceeded for ${name}. Please try again later.`,
  503: (name) => `The model ${name} is overloaded. Please try again later.`,
};

const type = (name: string) => ({ '@type': `type.googleapis.com/google.rpc.${name}` });

const quotaDetails = (model: string) => [
  {
    ...type('QuotaFailure'),
    violations: [
      {
        quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests',
        quotaId: 'GenerateRequestsPerMinutePerProjectPerModel',
        quotaDimensions: { location: 'global', model },
        quotaValue: '10',
      },
    ],
  },
  { ...type('RetryInfo'), retryDelay: '1s' },
];
