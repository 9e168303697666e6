/**
 * Prices of the Gemini API, in US dollars. `parse.ts` has the form of the table.
 * https://ai.google.dev/gemini-api/docs/pricing
 */
export const GEMINI_API = `
gemini-3.5-flash
  standard: input 1.5, cached_input 0.15, output 9, cache_storage 1
  batch:    input 0.75, cached_input 0.075, output 4.5
  flex:     input 0.75, cached_input 0.08, output 4.5
  priority: input 2.7, cached_input 0.27, output 16.2
gemini-3.1-flash-lite gemini-3.1-flash-lite-preview
  standard: input 0.25, input/audio 0.5, cached_input 0.025, cached_input/audio 0.05, output 1.5, cache_storage 1
  batch:    input 0.125, input/audio 0.25, cached_input 0.0125, cached_input/audio 0.025, output 0.75
  flex:     input 0.125, input/audio 0.25, cached_input 0.0125, cached_input/audio 0.025, output 0.75
  priority: input 0.45, input/audio 0.9, cached_input 0.045, cached_input/audio 0.09, output 2.7
gemini-3.1-pro-preview gemini-3.1-pro-preview-customtools
  standard: input 2, input/long 4, output 12, output/long 18, cached_input 0.2, cached_input/long 0.4, cache_storage 4.5
  batch:    input 1, input/long 2, output 6, output/long 9, cached_input 0.2, cached_input/long 0.4
  flex:     input 1, input/long 2, output 6, output/long 9, cached_input 0.2, cached_input/long 0.4
  priority: input 3.6, input/long 7.2, output 21.6, output/long 32.4, cached_input 0.36, cached_input/long 0.72
gemini-3-pro-preview
  standard: input 2?, input/long 4?, output 12?, output/long 18?, cached_input 0.2?, cached_input/long 0.4?
  batch:    input 1?, output 6?
  priority: input 3.6?, input/long 7.2?, output 21.6?, output/long 32.4?, cached_input 0.36?, cached_input/long 0.72?
gemini-3-flash-preview
  standard: input 0.5, input/audio 1, cached_input 0.05, cached_input/audio 0.1, output 3, cache_storage 1
  batch:    input 0.25, input/audio 0.5, cached_input 0.05, cached_input/audio 0.1, output 1.5
  flex:     input 0.25, input/audio 0.5, cached_input 0.05, cached_input/audio 0.1, output 1.5
  priority: input 0.9, input/audio 1.8, cached_input 0.09, cached_input/audio 0.18, output 5.4
gemini-2.5-pro
  standard: input 1.25, input/long 2.5, output 10, output/long 15, cached_input 0.125, cached_input/long 0.25, cache_storage 4.5
  batch:    input 0.625, input/long 1.25, output 5, output/long 7.5, cached_input 0.125, cached_input/long 0.25
  flex:     input 0.625, input/long 1.25, output 5, output/long 7.5, cached_input 0.125, cached_input/long 0.25
  priority: input 2.25, input/long 4.5, output 18, output/long 27, cached_input 0.225, cached_input/long 0.45
gemini-2.5-flash
  standard: input 0.3, input/audio 1, cached_input 0.03, cached_input/audio 0.1, output 2.5, cache_storage 1
  batch:    input 0.15, input/audio 0.5, cached_input 0.03, cached_input/audio 0.1, output 1.25
  flex:     input 0.15, input/audio 0.5, cached_input 0.03, cached_input/audio 0.1, output 1.25
  priority: input 0.54, input/audio 1.8, cached_input 0.054, cached_input/audio 0.18, output 4.5
gemini-2.5-flash-lite
  standard: input 0.1, input/audio 0.3, cached_input 0.01, cached_input/audio 0.03, output 0.4, cache_storage 1
  batch:    input 0.05, input/audio 0.15, cached_input 0.01, cached_input/audio 0.03, output 0.2
  flex:     input 0.05, input/audio 0.15, cached_input 0.01, cached_input/audio 0.03, output 0.2
  priority: input 0.18, input/audio 0.54, cached_input 0.018, cached_input/audio 0.054, output 0.72
gemini-2.5-flash-lite-preview-09-2025
  standard: input 0.1, input/audio 0.3, cached_input 0.01, cached_input/audio 0.03, output 0.4, cache_storage 1
  batch:    input 0.05, input/audio 0.15, cached_input 0.01, cached_input/audio 0.03, output 0.2
gemini-2.0-flash
  standard: input 0.1, input/audio 0.7, cached_input 0.025, cached_input/audio 0.175, output 0.4, cache_storage 1
  batch:    input 0.05, input/audio 0.35, cached_input 0.025, cached_input/audio 0.175, output 0.2
gemini-2.0-flash-lite
  standard: input 0.075, output 0.3
  batch:    input 0.0375, output 0.15
gemini-3.1-flash-live-preview
  standard: input 0.75, input/audio 3, input/image 1, input/video 1, output 4.5, output/audio 12
gemini-3.8-live gemini-3.8-live-extended-thinking
  standard: input 0.75?, input/audio 3?, input/image 1?, input/video 1?, output 4.5?, output/audio 12?
gemini-2.5-flash-native-audio-preview-12-2025
  standard: input 0.5, input/audio 3, input/video 3, output 2, output/audio 12
gemini-3.1-flash-tts-preview gemini-2.5-pro-preview-tts
  standard: input 1, output/audio 20
  batch:    input 0.5, output/audio 10
gemini-2.5-flash-preview-tts
  standard: input 0.5, output/audio 10
  batch:    input 0.25, output/audio 5
gemini-3.1-flash-image gemini-3.1-flash-image-preview
  standard: input 0.5, output 3, output/image 60
  batch:    input 0.25, output 1.5, output/image 30
gemini-3-pro-image gemini-3-pro-image-preview
  standard: input 2, output 12, output/image 120
  batch:    input 1, output 6, output/image 60
  flex:     input 1, output 6, output/image 60
  priority: input 3.6, output 21.6, output/image 216
gemini-2.5-flash-image
  standard: input 0.3, output 2.5, output/image 30
  batch:    input 0.15, output/image 15
  flex:     input 0.15, output/image 15
  priority: input 0.54, output/image 54
gemini-robotics-er-1.6-preview
  standard: input 1, input/audio 2, output 5
  batch:    input 0.5, input/audio 1, output 2.5
gemini-2.5-computer-use-preview-10-2025
  standard: input 1.25, input/long 2.5, output 10, output/long 15
gemini-embedding-001
  standard: embedding 0.15
  batch:    embedding 0.075
gemini-embedding-2 gemini-embedding-2-preview
  standard: embedding 0.2
  batch:    embedding 0.1
gemini-3.8-flash gemini-3.7-flash gemini-3.6-flash
  standard: input 0.75->1.5?, output 3.75->7.5?, cached_input 0.075->0.15?, cache_storage 0.5->1?
  batch:    input 0.375->0.75?, output 1.875->3.75?, cached_input 0.0375->0.075?
  flex:     input 0.375->0.75?, output 1.875->3.75?, cached_input 0.0375->0.075?
gemini-3.5-flash-lite
  standard: input 0.3?, output 2.5?, cached_input 0.03?
gemini-3.8-flash-tts
  standard: input 0.5->1?, output/audio 9->18?
gemini-3.8-flash-lite-tts
  standard: input 0.5?, output/audio 6?
gemini-omni-flash-preview
  standard: input 1.5?, output 9?, output/video 17.5?
gemini-1.5-flash
  standard: input 0.075?, output 0.3?, input/long 0.15?, output/long 0.6?, cached_input 0.01875?
gemini-1.5-flash-8b
  standard: input 0.0375?, output 0.15?, input/long 0.075?, output/long 0.3?
gemini-1.5-pro
  standard: input 1.25?, output 5?, input/long 2.5?, output/long 10?
imagen-4.0-fast-generate-001
  standard: image 0.02
imagen-4.0-generate-001
  standard: image 0.04
imagen-4.0-ultra-generate-001
  standard: image 0.06
imagen-3.0-generate-002
  standard: image 0.03?
veo-3.1-generate-preview veo-3.1-generate-001 veo-3.0-generate-001
  standard: video 0.4
veo-3.1-fast-generate-preview veo-3.0-fast-generate-001
  standard: video 0.1
veo-3.1-lite-generate-preview
  standard: video 0.05
veo-2.0-generate-001
  standard: video 0.35
gemini-3
  standard: queries 14, maps 14
gemini-2
  standard: prompts 35, maps 25
`;
