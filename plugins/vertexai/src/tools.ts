/** Traces tools that `@google/genai` calls automatically during a generation. */
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

/** A tool of the application that the library calls automatically. */
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

/** The row for one function call that the model requests. */
const execution = (call: FunctionCall, declared: ReadonlyMap<unknown, string | undefined>): Operation => ({
  operation: OPERATION,
  returns: 'promise',
  composite: true,
  describe(_target: unknown, _args: unknown, operation: string, config: CaptureConfig): Description {
    // A model may request an undeclared function, with any name.
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
      ({ functionResponse }) => functionResponse?.name === call.name && functionResponse?.id === call.id,
    );
    return { 'gen_ai.tool.call.result': recording().json(own?.functionResponse?.response) };
  },
});

/**
 * Traces the calls of one tool. The library passes all function calls of a round to each tool, which executes its own.
 * Each of those has a span in the context of the application's call, and the spans are siblings. Spans of what the tool
 * does are children of the first.
 */
class TracedTool {
  private readonly declared = new Map<string | undefined, string | undefined>();

  constructor(
    private readonly engine: Engine,
    private readonly tool: CallableTool,
    private readonly caller: Caller,
  ) {}

  /** The tool with two methods replaced. Everything else, such as `instanceof`, works as for the tool itself. */
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

  /** Traces further function calls that the same `callTool` executes. Their spans start and end with it. */
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

/** `models.generateContent`, which is assigned to each instance, and calls the application's tools. */
export const traceCalls: Assigned = (engine, _instance, value) => {
  const generate = value as Method;
  const traced: Method = function (this: unknown, ...args: unknown[]): unknown {
    let passed = args;
    if (engine.enabled && !engine.idle) engine.runSafely(() => (passed = withTracedTools(engine, args)));
    return generate.apply(this, passed);
  };
  return Object.defineProperties(traced, Object.getOwnPropertyDescriptors(generate));
};

/**
 * `models.generateContentStream` also calls tools, and sends further requests while it is read. They belong to the
 * context of the call, whoever reads.
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
