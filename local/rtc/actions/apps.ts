/** DescribeApps, DescribeAppKey and ModifyApp; no action creates an application (live.md §0.2). */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { RtcStore } from '../store.ts';

/** An application in use. */
const STATUS_ENABLED = 1;

export function describeApps(store: RtcStore): Action {
  return (params) => {
    const appId = text(params, 'AppId');
    const isWanted = params.Status === undefined || params.Status === String(STATUS_ENABLED);
    const apps = store.all().filter(({ app }) => isWanted && (appId === undefined || app.appId === appId));
    const found = page(apps, params, { number: 'PageNum', size: 'PageSize', defaultSize: 10, maxSize: 100 });
    const App = found.items.map(({ app, name }) => ({
      AppId: app.appId,
      AppName: name,
      AppType: 'universal',
      BillType: 'postpay',
      CreateTime: '2026-01-01T00:00:00Z',
      Status: STATUS_ENABLED,
      ServiceAreas: { ServiceArea: ['CN'] },
      Version: app.automaticRelay === false ? '3.0' : '2.0',
    }));
    return { AppList: { App }, TotalNum: found.total, TotalPage: found.pages };
  };
}

export function describeAppKey(store: RtcStore): Action {
  return (params) => ({ AppKey: store.get(requiredText(params, 'AppId')).app.appKey });
}

export function modifyApp(store: RtcStore): Action {
  return (params) => {
    store.get(requiredText(params, 'AppId')).name = requiredText(params, 'AppName');
    return {};
  };
}
