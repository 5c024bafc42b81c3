/** The messaging adapter that this stage asks for; the vendor's is loaded only where it is. */
import { openLocalMessaging } from './local.ts';
import type { Messaging, MessagingOptions } from './messaging.ts';

export function openMessaging(options: MessagingOptions): Messaging {
  return openLocalMessaging(options);
}
