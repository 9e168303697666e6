import { caller } from './callers.ts';
import { chatting } from './chats.ts';
import { failing } from './faults.ts';
import { generating } from './generate.ts';
import { seeing } from './steps.ts';
import { leaving, streaming } from './streams.ts';

/** What both libraries can do: all in one process, for a process takes longer than its steps. */
export const steps = { ...generating, ...streaming, ...leaving, ...chatting, ...failing };

export default seeing(caller, steps);
