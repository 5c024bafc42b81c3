/** What went wrong, in words: every error that reaches a person passes here. */
import { ApiFailure } from '../../lambdas/api/client.ts';
import { MessagingError } from './messaging/messaging.ts';
import { PublishingError } from './publishing/publishing.ts';
import { SourceError } from './sources/source.ts';
import { t } from './words/words.ts';

export function tell(error: unknown): string {
  // The AppServer answers in the language of the page, and says what to do next.
  if (error instanceof ApiFailure) return error.body?.message ?? t('error.unknown');
  if (error instanceof SourceError) return t(`source.${error.problem}`);
  if (error instanceof PublishingError) return t(`publish.${error.problem}`);
  if (error instanceof MessagingError) return t(`message.${error.problem}`);
  // `fetch` answers a TypeError when nobody answers it, and a TimeoutError when it takes too long.
  const { name } = error as Error;
  return name === 'TypeError' || name === 'TimeoutError' ? t('error.offline') : t('error.unknown');
}
