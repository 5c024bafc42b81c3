/** Creates, lists, describes and changes IM applications; there is no action that deletes one. */
import { flag, number, text } from '../../openapi/read.ts';
import type { Action, Params } from '../../openapi/service.ts';
import { callbackUrlProblem } from '../callback-url.ts';
import type { LiveContext } from '../context.ts';
import { liveError } from '../errors.ts';
import { seconds } from '../timestamps.ts';
import { appOf, dataCenterOf } from './door.ts';
import { listFrom } from './token-page.ts';

export function createLiveMessageApp({ apps }: LiveContext): Action {
  return (params) => {
    const name = text(params, 'AppName') ?? '';
    if ([...name].length < 2 || [...name].length > 16) throw liveError.inputInvalid('AppName', '2 to 16 characters');
    const app = apps.create({
      name,
      dataCenter: dataCenterOf(params),
      eventCallbackUrl: callbackUrl(params, 'EventCallbackUrl'),
      auditType: number(params, 'AuditType') ?? 0,
      auditUrl: callbackUrl(params, 'AuditUrl'),
      msgLifeCycle: number(params, 'MsgLifeCycle') ?? 0,
    });
    return { AppId: app.appId, AppKey: app.appKey, AppSign: app.appSign, DataCenter: app.dataCenter };
  };
}

export function listLiveMessageApps({ apps }: LiveContext): Action {
  return (params) => {
    const { items, next } = listFrom(apps.all(dataCenterOf(params)), params);
    const AppList = items.map((app) => ({
      AppId: app.appId,
      AppKey: app.appKey,
      AppName: app.name,
      AppSign: app.appSign,
      DataCenter: app.dataCenter,
      CreateTime: seconds(app.createdAtMs),
      ModifyTime: seconds(app.modifiedAtMs),
      Disable: String(app.disabled),
      MsgLifeCycle: app.msgLifeCycle,
    }));
    return { AppList, HasMore: next !== undefined, NextPageToken: next ?? 0 };
  };
}

export function describeLiveMessageApp({ apps }: LiveContext): Action {
  return (params) => {
    const app = appOf(apps, params);
    return {
      AppId: app.appId,
      AppKey: app.appKey,
      AppName: app.name,
      AppSign: app.appSign,
      AuditType: app.auditType,
      AuditUrl: app.auditUrl,
      CreateTime: seconds(app.createdAtMs),
      ModifyTime: seconds(app.modifiedAtMs),
      Disable: app.disabled,
      EventCallbackUrl: app.eventCallbackUrl,
      MsgLifeCycle: app.msgLifeCycle,
    };
  };
}

export function modifyLiveMessageAppCallback({ apps }: LiveContext): Action {
  return (params) => {
    const app = appOf(apps, params);
    apps.change(app, { eventCallbackUrl: callbackUrl(params, 'EventCallbackUrl') });
    return {
      AppId: app.appId,
      AppSign: app.appSign,
      EventCallbackNeedAuthentication: true,
      EventCallbackUrl: app.eventCallbackUrl,
    };
  };
}

export function modifyLiveMessageAppAudit({ apps }: LiveContext): Action {
  return (params) => {
    const app = appOf(apps, params);
    const auditType = number(params, 'AuditType') ?? app.auditType;
    apps.change(app, { auditType, auditUrl: callbackUrl(params, 'AuditUrl') });
    return {
      AppId: app.appId,
      AppSign: app.appSign,
      AuditNeedAuthentication: true,
      AuditType: app.auditType,
      AuditUrl: app.auditUrl,
    };
  };
}

export function modifyLiveMessageAppDisable({ apps }: LiveContext): Action {
  return (params) => {
    const app = appOf(apps, params);
    apps.change(app, { disabled: flag(params, 'Disable') ?? false });
    if (app.disabled) apps.tellApp({ kind: 'disabled', appId: app.appId });
    return { AppId: app.appId, AppSign: app.appSign, Disable: app.disabled };
  };
}

/** Empty clears it. */
function callbackUrl(params: Params, name: string): string {
  const url = text(params, name) ?? '';
  const problem = url === '' ? undefined : callbackUrlProblem(url, 'strict');
  if (problem) throw liveError.inputInvalid(name, `${problem} is expected`);
  return url;
}
