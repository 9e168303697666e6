/** An error response. Handlers throw it. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  get reason(): string {
    return reasons[this.status] ?? (this.status < 500 ? 'invalid' : 'backendError');
  }

  toJSON(): object {
    const { status: code, message, reason } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason }] } };
  }

  toXml(): string {
    return `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${this.reason}</Code><Message>${this.message}</Message></Error>`;
  }
}

const reasons: Readonly<Record<number, string>> = {
  401: 'required',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  412: 'conditionNotMet',
  416: 'requestedRangeNotSatisfiable',
  429: 'rateLimitExceeded',
  500: 'internalError',
};

/** Contains the object's name, as the real server's message does, so that tests can detect leaks. */
export function refusal(status: number, name: string): Refusal {
  return new Refusal(
    status,
    messages[status]?.(name) ?? `We encountered an internal error on ${name}. Please try again.`,
  );
}

const messages: Readonly<Record<number, (name: string) => string>> = {
  400: (name) => `Invalid argument for ${name}.`,
  401: (name) => `Anonymous caller does not have storage.objects.get access to ${name}.`,
  403: (name) =>
    `The caller does not have storage.objects.get access to ${name}. Permission denied on resource (or it may not exist).`,
  404: (name) => `No such object: ${name}`,
  409: (name) => `The operation conflicts with the state of ${name}.`,
  412: (name) => `At least one of the pre-conditions you specified for ${name} did not hold.`,
  416: (name) => `The requested range cannot be satisfied for ${name}.`,
  429: (name) =>
    `The object ${name} exceeded the rate limit for object mutation operations (create, update, and delete). Please reduce your request rate.`,
};
