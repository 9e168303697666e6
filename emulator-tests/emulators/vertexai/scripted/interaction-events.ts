/** The field with an interaction's response: `outputs` for clients of release 1, `steps` for newer ones. */
export type Release = 'outputs' | 'steps';

export type Interaction = Readonly<Record<string, unknown>>;

interface Item {
  readonly type: string;
  readonly content?: readonly { readonly type: string; readonly text: string }[];
  readonly text?: string;
}

/** The stream of an interaction: its start, each item with its text word by word, its end. */
export function interactionEvents(interaction: Interaction, release: Release): object[] {
  const { [release]: items = [], usage: _, ...begun } = interaction;
  const names = eventNames[release];
  return [
    { event_type: names.begin, interaction: { ...begun, status: 'in_progress' } },
    ...(items as readonly Item[]).flatMap((item, index) => itemEvents(item, index, release)),
    { event_type: names.end, interaction },
  ];
}

const eventNames = {
  outputs: { begin: 'interaction.start', end: 'interaction.complete', item: 'content' },
  steps: { begin: 'interaction.created', end: 'interaction.completed', item: 'step' },
} as const;

function itemEvents(item: Item, index: number, release: Release): object[] {
  const name = eventNames[release].item;
  const text = item.text ?? item.content?.map((content) => content.text).join('');
  const words = text?.match(/\S+\s*/g) ?? [];
  const { content: _content, text: _text, ...bare } = item;
  return [
    { event_type: `${name}.start`, index, [name]: bare },
    ...words.map((word) => ({ event_type: `${name}.delta`, index, delta: { type: 'text', text: word } })),
    { event_type: `${name}.stop`, index },
  ];
}
