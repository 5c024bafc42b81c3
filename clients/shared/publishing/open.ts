/** The publishing adapter that this stage asks for; either is loaded when something is sent. */
import { stage } from '../configuration.ts';
import type { Publishing } from './publishing.ts';

export function openPublishing(): Publishing {
  return {
    publish: async (url, source, options) => (await adapter()).publish(url, source, options),
  };
}

/** Whether what is sent may go over to another track of the same kind: the vendor's pusher keeps the one that it began with. */
export function mayReplacePicture(): boolean {
  return stage.value?.media.adapter === 'local';
}

async function adapter(): Promise<Publishing> {
  const { media, features } = stage.value ?? {};
  const options = { streamingOrigin: media?.streaming_origin ?? '', mixing: features?.mixing ?? 'client' };
  if (media?.adapter === 'local') return (await import('./local.ts')).openLocalPublishing(options);
  return (await import('./aliyun.ts')).openAliyunPublishing(options);
}
