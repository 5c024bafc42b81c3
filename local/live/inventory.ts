/** What exists in the Live double, names and configuration only: compared before and after a deployment (P14). */
import type { Json } from '../product.ts';
import type { LiveContext } from './context.ts';
import { type Domain, statusOf } from './domains/domain.ts';

export function liveInventory(context: LiveContext): Json {
  const { domains, apps, streams, mpu, mpuSubs, eventSubs, clock } = context;
  const all = domains.all();
  return {
    domains: Object.fromEntries(all.map((domain) => [domain.name, domainEntry(domain, clock.now())])),
    messageApps: Object.fromEntries(
      apps.all().map((app) => [
        app.appId,
        {
          name: app.name,
          dataCenter: app.dataCenter,
          disabled: app.disabled,
          eventCallbackUrl: app.eventCallbackUrl,
          groups: apps
            .groups(app.appId, app.dataCenter)
            .filter(({ record }) => record.deletedAtMs === undefined)
            .map(({ record }) => record.id),
        },
      ]),
    ),
    forbiddenStreams: streams.save().map(({ domain, app, stream }) => `${domain}/${app}/${stream}`),
    mpuTasks: mpu.save().map(({ appId, taskId }) => `${appId}/${taskId}`),
    subscriptions: [...mpuSubs.save().subs, ...eventSubs.save()].map(
      ({ appId, callbackUrl }) => `${appId} → ${callbackUrl}`,
    ),
  };
}

/** Keys are configuration, so they are compared too; an inventory stays on this machine. */
function domainEntry(domain: Domain, nowMs: number): Json {
  return {
    type: domain.type,
    region: domain.region,
    scope: domain.scope,
    status: statusOf(domain, nowMs) ?? 'gone',
    playsFrom: domain.ingestDomain ?? null,
    configs: Object.fromEntries(domain.configs.map(({ functionName, args }) => [functionName, { ...args }])),
    streamCallback: domain.streamNotify?.NotifyUrl ?? null,
    recordingCallback: domain.recordNotify?.NotifyUrl ?? null,
    certificate: domain.certificate?.name ?? null,
    transcodes: (domain.transcodes ?? []).map(({ app, template }) => `${app}/${template}`),
    bucketRecordings: (domain.recordOss ?? []).map(
      ({ AppName, StreamName, OssBucket }) => `${AppName}/${StreamName} → ${OssBucket}`,
    ),
    recordings: domain.recordVod.map(({ AppName, StreamName }) => `${AppName}/${StreamName}`),
  };
}
