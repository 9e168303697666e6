import { types } from 'node:util';
import {
  type Assigned,
  type Attributes,
  type Call,
  Caller,
  type Description,
  type Engine,
  type Method,
  type Operation,
  perInstance,
} from '@gcp-otel/shared';
import { type CaptureConfig, capturesOnSpan, recording } from './content';
import type { Params } from './client';
import { overlay } from './overlay';
import { identifier } from './shapes';

/** A tool of the application that the library calls by itself. */
interface CallableTool {
  tool(): Promise<Declared>;
  callTool(calls: FunctionCall[]): Promise<readonly ToolPart[]>;
}

interface Declared {
  readonly functionDeclarations?: readonly { readonly name?: string; readonly description?: string }[];
}

interface FunctionCall {
  readonly id?: string;
  readonly name?: string;
  readonly args?: unknown;
}

interface ToolPart {
  readonly functionResponse?: { readonly id?: string; readonly name?: string; readonly response?: unknown };
}

const OPERATION = 'execute_tool';

/** One function that the model wants called. */
const execution = (call: FunctionCall, declared: ReadonlyMap<unknown, string | undefined>): Operation => ({
  operation: OPERATION,
  returns: 'promise',
  composite: true,
  describe(_target: unknown, _args: unknown, operation: string, config: CaptureConfig): Description {
    // A model may ask for what nobody has declared, by any name.
    const name = declared.has(call.name) ? call.name : undefined;
    const id = identifier(call.id);
    const description = declared.get(call.name);
    return {
      operation,
      target: name,
      attributes: {
        'gen_ai.operation.name': operation,
        ...(name !== undefined && { 'gen_ai.tool.name': name }),
        ...(id !== undefined && { 'gen_ai.tool.call.id': id }),
        'gen_ai.tool.type': 'function',
      },
      recordedAttributes: {
        ...(description !== undefined && { 'gen_ai.tool.description': description }),
        ...(capturesOnSpan(config) && { 'gen_ai.tool.call.arguments': recording().json(call.args) }),
      },
    };
  },
  outcome: (parts: readonly ToolPart[], _target: unknown, { config }: Call): Attributes | undefined => {
    if (!capturesOnSpan(config)) return undefined;
    const own = parts.find(
      ({ functionResponse: given }) => given?.name === call.name && given?.id === call.id,
    );
    return { 'gen_ai.tool.call.result': recording().json(own?.functionResponse?.response) };
  },
});

/**
 * Sees what the library asks of a tool. It hands all calls of a round to each tool, which answers its own: those have
 * a span each, beside each other, in the place where the application made its call. What the tool does is below the
 * first of them.
 */
class TracedTool {
  private readonly declared = new Map<string | undefined, string | undefined>();

  constructor(
    private readonly engine: Engine,
    private readonly tool: CallableTool,
    private readonly caller: Caller,
  ) {}

  /** The tool, with two steps that are seen; it has its identity for `instanceof`, and all else that it has. */
  get proxy(): CallableTool {
    return overlay(this.tool, {
      tool: () => this.declare(),
      callTool: (calls: FunctionCall[]) => this.call(calls),
    });
  }

  private async declare(): Promise<Declared> {
    const declared = await this.tool.tool();
    this.engine.runSafely(() => {
      for (const { name, description } of declared.functionDeclarations ?? [])
        this.declared.set(name, description);
    });
    return declared;
  }

  private call(calls: FunctionCall[]): Promise<readonly ToolPart[]> {
    const { engine, tool, caller } = this;
    const execute = (): Promise<readonly ToolPart[]> => tool.callTool(calls);
    let traced: Method = execute;
    engine.runSafely(() => {
      const own = calls.filter(({ name }) => this.declared.size === 0 || this.declared.has(name));
      const [first, ...others] = own.map((call) => execution(call, this.declared));
      if (first !== undefined)
        traced = perInstance(first)(engine, tool, () => this.beside(others, execute)) as Method;
    });
    return caller.runInAsyncScope(traced) as Promise<readonly ToolPart[]>;
  }

  /** Further calls that the same step serves: they begin and end with it. */
  private async beside(
    others: readonly Operation[],
    execute: () => Promise<readonly ToolPart[]>,
  ): Promise<readonly ToolPart[]> {
    const { engine, caller, tool } = this;
    const isTraced = engine.running() !== undefined;
    const begin = (operation: Operation): Call =>
      caller.runInAsyncScope(() => engine.begin(operation, tool, []));
    const begun = isTraced ? others.map(begin) : [];
    try {
      const parts = await execute();
      for (const call of begun) call.succeed(parts);
      return parts;
    } catch (error) {
      for (const call of begun) call.fail(error);
      throw error;
    }
  }
}

const isCallable = (tool: unknown): tool is CallableTool =>
  typeof (tool as Partial<CallableTool> | undefined)?.callTool === 'function';

/** `models.generateContent`, which each instance has of its own: it calls the tools of the application by itself. */
export const traceCalls: Assigned = (engine, _instance, value) => {
  const generate = value as Method;
  const traced: Method = function (this: unknown, ...args: unknown[]): unknown {
    let given = args;
    if (engine.enabled && !engine.idle) engine.runSafely(() => (given = withTracedTools(engine, args)));
    return generate.apply(this, given);
  };
  return Object.defineProperties(traced, Object.getOwnPropertyDescriptors(generate));
};

/**
 * `models.generateContentStream` calls tools too, and makes further requests while it is read: all of them belong to
 * where the call was made, whoever reads.
 */
export const traceStreamedCalls: Assigned = (engine, instance, value) => {
  const generate = traceCalls(engine, instance, value) as Method;
  const traced: Method = function (this: unknown, ...args: unknown[]): unknown {
    const caller = engine.enabled && !engine.idle ? new Caller() : undefined;
    const result: unknown = generate.apply(this, args);
    if (caller === undefined || !types.isPromise(result)) return result;
    return result.then((stream: unknown) =>
      typeof stream === 'object' && stream !== null ? caller.iterator(stream) : stream,
    );
  };
  return Object.defineProperties(traced, Object.getOwnPropertyDescriptors(generate));
};

const withTracedTools = (engine: Engine, args: unknown[]): unknown[] => {
  const params = args[0] as Params | undefined;
  const tools = params?.config?.['tools'];
  if (!Array.isArray(tools) || !tools.some(isCallable)) return args;
  const caller = new Caller();
  const traced = tools.map((tool: unknown) =>
    isCallable(tool) ? new TracedTool(engine, tool, caller).proxy : tool,
  );
  const config = overlay(params!.config!, { tools: traced });
  return args.with(0, overlay(params!, { config }));
};
