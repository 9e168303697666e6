import { type CallableTool, type FunctionCall, type GoogleGenAI, Type } from '@google/genai';
import type { Orders } from './orders.ts';

const model = 'gemini-2.5-flash';
const systemInstruction =
  'Answer the customer of a tea shop in two sentences. Ask about the order, never guess.';

/** The shop's answers to its customers, by a model that may look at their order. */
export class Replies {
  readonly #ai: GoogleGenAI;
  readonly #orders: Orders;

  constructor(ai: GoogleGenAI, orders: Orders) {
    this.#ai = ai;
    this.#orders = orders;
  }

  /** The client calls the tool between its two requests to the model. */
  async to(message: string, orderId: string): Promise<string> {
    const { text = '' } = await this.#ai.models.generateContent({
      model,
      contents: message,
      config: { systemInstruction, tools: [this.#toolFor(orderId)] },
    });
    return text;
  }

  /** Which order it is, is not the model's to say: it sees that of the customer who asks, and no other. */
  #toolFor(orderId: string): CallableTool {
    const answer = async ({ id, name }: FunctionCall) => ({
      functionResponse: {
        ...(id !== undefined && { id }),
        ...(name !== undefined && { name }),
        response: { status: await this.#orders.statusOf(orderId) },
      },
    });
    return {
      tool: async () => ({ functionDeclarations: [orderStatus] }),
      callTool: (calls) => Promise.all(calls.map(answer)),
    };
  }
}

const orderStatus = {
  name: 'order_status',
  description: 'Whether the order was shipped.',
  parameters: { type: Type.OBJECT, properties: {} },
};
