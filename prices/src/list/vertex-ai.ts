/**
 * Prices of Vertex AI, in US dollars. `parse.ts` has the form of the table.
 * https://cloud.google.com/vertex-ai/generative-ai/pricing
 */
export const VERTEX_AI = `
gemini-2.5-pro
  standard: input 1.25?, output 10?, input/long 2.5?, output/long 15?, cached_input 0.125?, cached_input/long 0.25?, cache_storage 4.5??
gemini-2.5-flash
  standard: input 0.3?, output 2.5?, input/audio 1?, cached_input 0.03??, cache_storage 1??
gemini-2.5-flash-lite
  standard: input 0.1?, output 0.4?, input/audio 0.3?, cached_input 0.01??, cache_storage 1??
gemini-3.1-pro-preview
  standard: input 2?, output 12?, input/long 4?, output/long 18?, cached_input 0.2??, cached_input/long 0.4??, cache_storage 4.5??
gemini-3.5-flash
  standard: input 1.5?, output 9?, cached_input 0.15?, cache_storage 1??
  priority: input 2.7?, output 16.2?, cached_input 0.27?
gemini-3.5-flash-lite
  standard: input 0.3?, output 2.5?, cached_input 0.03??
gemini-3.1-flash-lite
  standard: input 0.25?, output 1.5?, input/audio 0.5?, cached_input 0.025??
gemini-3-flash-preview
  standard: input 0.5?, output 3?, input/audio 1?, cached_input 0.05?
  priority: input 0.9?, input/audio 1.8?, output 5.4?, cached_input 0.09?
gemini-3.8-flash gemini-3.7-flash gemini-3.6-flash
  standard: input 0.75->1.5?, output 3.75->7.5?, cached_input 0.075->0.15?
gemini-2.0-flash
  standard: input 0.15?, output 0.6?
gemini-2.0-flash-lite
  standard: input 0.075?, output 0.3?
gemini-2.5-flash-tts
  standard: input 0.5?, output/audio 10?
gemini-2.5-pro-tts
  standard: input 1?, output/audio 20?
gemini-3.8-live
  standard: input 0.75?, output 4.5?
gemini-2.5-flash-image
  standard: input 0.3?, output 2.5?, output/image 30?
gemini-embedding-001
  standard: embedding 0.15?
  batch:    embedding 0.12?
gemini-embedding-2 gemini-embedding-2-preview
  standard: embedding 0.2?
text-embedding-004 text-embedding-005 text-multilingual-embedding-002 textembedding-gecko textembedding-gecko-multilingual
  standard: characters 0.000025?
  batch:    characters 0.00002?
multimodalembedding
  standard: characters 0.0002?
imagen-4.0-fast-generate-001 imagen-3.0-fast-generate-001 imagegeneration@006
  standard: image 0.02?
imagen-4.0-generate-001 imagen-3.0-generate-001 imagen-3.0-generate-002 imagen-3.0-capability-001
  standard: image 0.04?
imagen-4.0-ultra-generate-001 imagen-4.0-upscale-preview
  standard: image 0.06?
veo-2.0-generate-001
  standard: video 0.5?
veo-3.0-generate-001 veo-3.1-generate-001
  standard: video 0.2?
veo-3.1-fast-generate-001
  standard: video 0.1?
gemini-3
  standard: queries 14?
gemini-2
  standard: prompts 35?, maps 25??
`;
