/** Generated applications: calls that stand one after the other, beside each other, and in one another. */
import * as fc from 'fast-check';

/** One call. */
export interface Step {
  readonly call: string;
  /** The word by which the scripted server knows what shall go wrong, or `fine`. */
  readonly fault: string;
  /** How much there is of what the call is about: rows, pages, bytes. */
  readonly size: number;
  readonly sampled: boolean;
  /** What the application does meanwhile: in the function that it passes, or between two rows. */
  readonly within?: Block;
}

export interface Block {
  /** Whether the steps run at the same time. */
  readonly together: boolean;
  readonly steps: readonly Step[];
}

export interface Vocabulary {
  /** The names of the calls, and of those that run others within them. */
  readonly calls: readonly string[];
  readonly frames: readonly string[];
  readonly faults: readonly string[];
  /** Faults that other calls feel, too, which would then not know what they were sent: only one call at a time meets them. */
  readonly disruptive: readonly string[];
}

const sizes = fc.integer({ min: 0, max: 5 });

/** The words for whether the calls of a program are sampled. */
const samplings = fc.constantFrom('all', 'none', 'some');

const sampledBy = (sampling: string): fc.Arbitrary<boolean> =>
  sampling === 'some' ? fc.boolean() : fc.constant(sampling === 'all');

/** Half of the calls succeed. */
const faultsOf = (faults: readonly string[]) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant('fine') },
    { weight: 1, arbitrary: fc.constantFrom(...faults) },
  );

/** A program: a block of calls. */
export function programs(vocabulary: Vocabulary): fc.Arbitrary<Block> {
  return samplings.chain((sampling) => {
    const sampled = sampledBy(sampling);
    return fc.oneof(
      { weight: 4, arbitrary: nested(vocabulary, sampled) },
      { weight: 1, arbitrary: inTurn(vocabulary, sampled) },
    );
  });
}

function nested({ calls, frames, faults }: Vocabulary, sampled: fc.Arbitrary<boolean>): fc.Arbitrary<Block> {
  const fault = faultsOf(faults);
  const { block } = fc.letrec<{ step: Step; frame: Step; block: Block }>((tie) => ({
    step: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'block' },
      { weight: 3, arbitrary: fc.record({ call: fc.constantFrom(...calls), fault, size: sizes, sampled }) },
      { weight: 1, arbitrary: tie('frame') },
    ),
    frame: fc.record({
      call: fc.constantFrom(...frames),
      fault,
      size: sizes,
      sampled,
      within: tie('block'),
    }),
    block: fc.record({
      together: fc.boolean(),
      steps: fc.array(tie('step'), { minLength: 1, maxLength: 4, depthIdentifier: 'block' }),
    }),
  }));
  return block;
}

function inTurn(vocabulary: Vocabulary, sampled: fc.Arbitrary<boolean>): fc.Arbitrary<Block> {
  const { calls, frames, faults, disruptive } = vocabulary;
  const step = fc.record({
    call: fc.constantFrom(...calls, ...frames),
    fault: faultsOf([...faults, ...disruptive]),
    size: sizes,
    sampled,
  });
  return fc.record({ together: fc.constant(false), steps: fc.array(step, { minLength: 1, maxLength: 4 }) });
}

/** Every call by itself, so that none is left to chance. */
export function singly({ calls, frames }: Vocabulary): Block[] {
  return [...calls, ...frames].flatMap((call) =>
    [true, false].map((sampled) => ({
      together: true,
      steps: [{ call, fault: 'fine', size: 3, sampled }],
    })),
  );
}
