/** Every check, in the order in which they are told. */
import type { Check } from '../check.ts';
import { artc } from './artc.ts';
import { certificate } from './certificate.ts';
import { configuration } from './configuration.ts';
import { credentials } from './credentials.ts';
import { dns } from './dns.ts';
import { domains } from './domains.ts';
import { liveService } from './live-service.ts';
import { names } from './names.ts';
import { nodeVersion } from './node-version.ts';
import { quotas } from './quotas.ts';
import { region } from './region.ts';
import { rights } from './rights.ts';
import { services } from './services.ts';
import { stackState } from './stack-state.ts';
import { template } from './template.ts';
import { vodService } from './vod-service.ts';

export const CHECKS: readonly Check[] = [
  nodeVersion,
  configuration,
  region,
  template,
  credentials,
  stackState,
  services,
  liveService,
  vodService,
  artc,
  domains,
  dns,
  certificate,
  names,
  quotas,
  rights,
];
