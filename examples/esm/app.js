import { Storage } from '@google-cloud/storage';
import { GoogleGenAI } from '@google/genai';
import { trace } from '@opentelemetry/api';

const bucket = new Storage().bucket(process.env.BUCKET ?? 'letters');
// By the environment: Vertex AI with GOOGLE_GENAI_USE_VERTEXAI=true, the Gemini API with GEMINI_API_KEY.
const ai = new GoogleGenAI({});

const summarise = async (name) => {
  const [letter] = await bucket.file(name).download();
  const { text } = await ai.models.generateContent({
    model: 'gemini-2.5-flash',
    contents: `In one sentence: ${letter.toString()}`,
  });
  await bucket.file(`${name}.summary`).save(text, { resumable: false });
  return text;
};

// A span of the application's own: with one, what it calls is one trace.
await trace.getTracer('letters').startActiveSpan('summarise', async (span) => {
  try {
    await bucket.file('ada').save('The tea was cold, and the pot was broken.', { resumable: false });
    console.log(await summarise('ada'));
  } finally {
    span.end();
  }
});
