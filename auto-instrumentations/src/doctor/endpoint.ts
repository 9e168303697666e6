/** The doctor's check of the address of a collector, and of the protocol that it is spoken to. */
import type { Environment } from './command';
import { error, type Finding, warning } from './finding';

const CHECK = 'exporter';
const GRPC = 'grpc';
const DEFAULT_PROTOCOL = 'http/protobuf';
const PROTOCOLS = [GRPC, DEFAULT_PROTOCOL, 'http/json'];

/** The ports that collectors listen on by default, and whether they speak gRPC there. */
const PORTS: { readonly [port: string]: { readonly name: string; readonly isGrpc: boolean } } = {
  '4317': { name: 'gRPC', isGrpc: true },
  '4318': { name: 'HTTP', isGrpc: false },
};

/** An address without parts that may contain credentials. */
export const shown = (endpoint: string): string => {
  if (!URL.canParse(endpoint)) return 'an invalid URL';
  const { protocol, host, pathname } = new URL(endpoint);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
};

/** The variable for traces alone, if it is set, or the one for all signals. Blank ones count as not set. */
const variableFor = (
  env: Environment,
  what: string,
): readonly [variable: string, value: string | undefined] => {
  const own = `OTEL_EXPORTER_OTLP_TRACES_${what}`;
  const common = `OTEL_EXPORTER_OTLP_${what}`;
  const variable = env[own]?.trim() ? own : common;
  return [variable, env[variable]?.trim() || undefined];
};

export const endpointIn = (env: Environment): string | undefined => variableFor(env, 'ENDPOINT')[1];

const checkProtocol = (env: Environment): Finding[] => {
  const [variable, protocol] = variableFor(env, 'PROTOCOL');
  return protocol === undefined || PROTOCOLS.includes(protocol)
    ? []
    : [
        warning(
          CHECK,
          `${variable}="${protocol}" is not known: ${DEFAULT_PROTOCOL} is used`,
          `${variable}=${DEFAULT_PROTOCOL}`,
        ),
      ];
};

const checkScheme = (variable: string, endpoint: string, isGrpc: boolean): Finding[] => {
  if (/^https?:\/\//i.test(endpoint)) return [];
  const fix = `${variable}=${shown(`http://${endpoint}`)}`;
  return isGrpc
    ? [warning(CHECK, `${variable} has neither http:// nor https://: gRPC takes it for https://`, fix)]
    : [error(CHECK, `${variable} has neither http:// nor https://`, fix)];
};

const TRACES_PATH = /\/v1\/traces\/?$/;

/** Only the variable for all signals gets a path for each of them. */
const checkPath = (variable: string, url: URL): Finding[] => {
  const isForAll = variable === 'OTEL_EXPORTER_OTLP_ENDPOINT';
  if (isForAll && TRACES_PATH.test(url.pathname))
    return [
      error(
        CHECK,
        `${variable} ends with /v1/traces, which the exporter adds itself`,
        `${variable}=${shown(url.href).replace(TRACES_PATH, '')}`,
      ),
    ];
  if (!isForAll && url.pathname === '/')
    return [
      warning(
        CHECK,
        `${variable} is used as it is, and has no path`,
        `${variable}=${shown(url.href)}/v1/traces`,
      ),
    ];
  return [];
};

const checkPort = (env: Environment, variable: string, url: URL): Finding[] => {
  const [, protocol = DEFAULT_PROTOCOL] = variableFor(env, 'PROTOCOL');
  const usual = PORTS[url.port];
  if (usual === undefined || usual.isGrpc === (protocol === GRPC)) return [];
  return [
    error(
      CHECK,
      `${variable} has port ${url.port}, which is that of ${usual.name}, but the protocol is ${protocol}`,
      `${variable.replace(/ENDPOINT$/, 'PROTOCOL')}=${usual.isGrpc ? GRPC : DEFAULT_PROTOCOL}`,
    ),
  ];
};

/** What is wrong with the address of the collector. */
export const checkEndpoint = (env: Environment): Finding[] => {
  const [variable, endpoint] = variableFor(env, 'ENDPOINT');
  const [, protocol] = variableFor(env, 'PROTOCOL');
  if (endpoint === undefined) return checkProtocol(env);
  const isGrpc = protocol === GRPC;
  const address = /^https?:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return [
    ...checkProtocol(env),
    ...checkScheme(variable, endpoint, isGrpc),
    ...(url === undefined || isGrpc ? [] : checkPath(variable, url)),
    ...(url === undefined ? [] : checkPort(env, variable, url)),
  ];
};
