/** The options of the Vertex AI instrumentation. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';
import type { CaptureMode } from './content';

export interface VertexAIInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record prompts, responses, system instructions, names of tools, and the arguments and results of tools. `true` means
   * `SPAN_AND_EVENT`. Media is recorded by type and size, never its content; files by their address, without query and
   * user. An event is at most 200 KiB, and so is the content on a span: the oldest messages are dropped first, and
   * `gcp.vertex_ai.content.messages_dropped` counts them.
   * @default the value of OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, else false
   */
  captureMessageContent?: boolean | CaptureMode;
}
