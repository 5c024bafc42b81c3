/** SetMessageCallback, GetMessageCallback, DeleteMessageCallback: where VOD sends its events; one for the account. */
import { actionRule } from '../../openapi/action-rule.ts';
import { text } from '../../openapi/read.ts';
import { type Action, type Params, ServiceError } from '../../openapi/service.ts';
import type { Json } from '../../product.ts';
import type { MessageCallback, VodStore } from '../store.ts';

/** Not in the data file (public SDK vod-20170321 has it). */
export const deleteMessageCallbackRule = actionRule(['AppId', 'OwnerAccount'], ['RequestId']);

/** Of the account itself; callbacks of other VOD applications are not offered. */
const DEFAULT_APP_ID = 'app-1000000';

export function setMessageCallback(store: VodStore): Action {
  return (params) => {
    checkApp(params);
    store.callback = callbackOf(params);
    return {};
  };
}

/** UNCERTAIN: the answer when none is set; an empty object here. */
export function getMessageCallback(store: VodStore): Action {
  return (params) => {
    checkApp(params);
    const callback: Record<string, Json> = {};
    if (store.callback) Object.assign(callback, { AppId: DEFAULT_APP_ID }, store.callback);
    return { MessageCallback: callback };
  };
}

/** Succeeds when there is none. */
export function deleteMessageCallback(store: VodStore): Action {
  return (params) => {
    checkApp(params);
    store.callback = undefined;
    return {};
  };
}

function callbackOf(params: Params): MessageCallback {
  const CallbackType = text(params, 'CallbackType') ?? 'HTTP';
  if (CallbackType !== 'HTTP') throw invalid('CallbackType', 'HTTP (MNS is not offered by the local cloud)');
  const CallbackURL = text(params, 'CallbackURL') ?? '';
  if (!/^https?:\/\//.test(CallbackURL) || !URL.canParse(CallbackURL) || Buffer.byteLength(CallbackURL) > 256) {
    throw invalid('CallbackURL', 'an http or https URL of at most 256 bytes');
  }
  const EventTypeList = text(params, 'EventTypeList') ?? 'ALL';
  if (!/^[A-Za-z]+(,[A-Za-z]+)*$/.test(EventTypeList)) throw invalid('EventTypeList', 'ALL, or names joined by commas');
  const AuthSwitch = text(params, 'AuthSwitch') ?? 'off';
  const AuthKey = text(params, 'AuthKey') ?? '';
  if (AuthSwitch !== 'on' && AuthSwitch !== 'off') throw invalid('AuthSwitch', 'on or off');
  if (AuthSwitch === 'on' && !/^[A-Za-z0-9]{1,32}$/.test(AuthKey))
    throw invalid('AuthKey', '1 to 32 letters and digits');
  return { CallbackType, CallbackURL, EventTypeList, AuthSwitch, AuthKey };
}

function checkApp(params: Params): void {
  const appId = text(params, 'AppId');
  if (appId !== undefined && appId !== DEFAULT_APP_ID) throw invalid('AppId', `${DEFAULT_APP_ID} or nothing`);
}

function invalid(name: string, expected: string): ServiceError {
  return new ServiceError('InvalidParameter', `The parameter ${name} is invalid: ${expected} is expected.`);
}
