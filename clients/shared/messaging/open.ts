/** The messaging adapter that this stage asks for; the vendor's is loaded only where it is used. */
import { stage } from '../configuration.ts';
import { openLocalMessaging } from './local.ts';
import type { Messaging, MessagingOptions } from './messaging.ts';

export async function openMessaging(options: MessagingOptions): Promise<Messaging> {
  if (stage.value?.messaging.adapter === 'local') return openLocalMessaging(options);
  const { openAliyunMessaging } = await import('./aliyun.ts');
  return openAliyunMessaging(options);
}
