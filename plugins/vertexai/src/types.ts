/** The options of the plugin. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';
import type { CaptureMode } from './content';

export interface VertexAIInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record prompts, answers, system instructions, names of tools, and what tools are given and answer. `true` is
   * `SPAN_AND_EVENT`. Media is told by its type and size, never as it is; files by their address, without query and
   * user. An event is no larger than 200 KiB, and neither is what is recorded on a span: the oldest messages are left
   * out first, and `gcp.vertex_ai.content.messages_dropped` says how many.
   * @default what OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT says, else false
   */
  captureMessageContent?: boolean | CaptureMode;
}
