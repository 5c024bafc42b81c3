/** The publishing adapter that this stage asks for. */
import { stage } from '../configuration.ts';
import { openLocalPublishing } from './local.ts';
import type { Publishing } from './publishing.ts';

export function openPublishing(): Publishing {
  return openLocalPublishing({ streamingOrigin: stage.value?.media.streaming_origin ?? '' });
}
