/** The cover picture of a room: pages over https show no pictures over http, so only a local stage takes those. */
import { ApiError } from '../../api/errors.ts';
import type { Scope } from '../scope.ts';

/** @throws ApiError `invalid_request` */
export function acceptedCover<Url extends string | null | undefined>(scope: Pick<Scope, 'config'>, url: Url): Url {
  if (url && (!URL.canParse(url) || (!url.startsWith('https:') && !scope.config.isLocal))) {
    throw new ApiError('invalid_request', {
      en: 'cover_url: expected an https URL.',
      zh: 'cover_url：应为 https 地址。',
    });
  }
  return url;
}
