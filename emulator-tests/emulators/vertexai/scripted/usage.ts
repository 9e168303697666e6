import type { Exchange } from './exchange.ts';
import { generateRequest } from './prompt.ts';

/** What a word of a text costs. */
const perPiece = 2;
/** What a content of a prompt costs. */
const perContent = 10;

const modality = (name: string, tokenCount: number) => ({ modality: name, tokenCount });

/** Vertex AI tells besides how it is paid for. */
const traffic = ({ target }: Exchange) => target.vertex && { trafficType: 'ON_DEMAND' };

/** The tokens of a prompt and of so many pieces of an answer, as either API tells them. */
export function usageOf(exchange: Exchange, pieces: number): object {
  const { words, body } = exchange;
  const contents = generateRequest(body).contents?.length ?? 1;
  const prompt = words.has('zero_usage') ? 0 : perContent * contents;
  const candidates = words.has('zero_usage') ? 0 : perPiece * pieces;
  const rich = words.has('rich_usage') ? richDetails(prompt, candidates) : undefined;
  const extra = words.has('zero_usage')
    ? { thoughtsTokenCount: 0, cachedContentTokenCount: 0, toolUsePromptTokenCount: 0 }
    : (rich?.counts ?? {});
  const { thoughtsTokenCount = 0, toolUsePromptTokenCount = 0 } = extra as Record<string, number>;
  return {
    promptTokenCount: prompt,
    // The field is not there where there is no candidate.
    ...((pieces > 0 || words.has('zero_usage')) && { candidatesTokenCount: candidates }),
    totalTokenCount: prompt + candidates + thoughtsTokenCount + toolUsePromptTokenCount,
    ...extra,
    ...(rich?.details ?? { promptTokensDetails: [modality('TEXT', prompt)] }),
    ...traffic(exchange),
  };
}

/** Before a stream's last chunk. */
export function earlyUsage(exchange: Exchange, pieces: number): object | undefined {
  if (exchange.words.has('running_usage')) return usageOf(exchange, pieces);
  return traffic(exchange) || undefined;
}

/** Cached tokens are among those of the prompt; thoughts' and tools' come on top. */
function richDetails(prompt: number, candidates: number) {
  return {
    counts: { thoughtsTokenCount: 7, cachedContentTokenCount: 4, toolUsePromptTokenCount: 5 },
    details: {
      promptTokensDetails: [
        modality('TEXT', prompt - 6),
        modality('IMAGE', 3),
        modality('AUDIO', 1),
        modality('VIDEO', 1),
        modality('DOCUMENT', 1),
      ],
      candidatesTokensDetails: [modality('TEXT', candidates - 1), modality('IMAGE', 1)],
      cacheTokensDetails: [modality('TEXT', 3), modality('IMAGE', 1)],
      toolUsePromptTokensDetails: [modality('TEXT', 5)],
    },
  };
}
