/** DescribeLiveStreamsOnlineList, DescribeLiveStreamState and DescribeLiveStreamsBlockList. */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { utc } from '../timestamps.ts';
import type { OnlineStream } from './streams.ts';

export function describeLiveStreamsOnlineList({ domains, streams }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName'));
    const app = text(params, 'AppName');
    const name = text(params, 'StreamName');
    const isStrict = text(params, 'QueryType') === 'strict';
    const isWanted = (online: OnlineStream): boolean =>
      (app === undefined || online.app === app) &&
      (name === undefined || (isStrict ? online.stream === name : online.stream.includes(name)));
    const rule = { number: 'PageNum', size: 'PageSize', defaultSize: 2000, maxSize: 3000 };
    const found = page(streams.onlineOn(domain.name).filter(isWanted), params, rule);
    const LiveStreamOnlineInfo = found.items.map((online) => ({
      DomainName: domain.name,
      PublishDomain: online.domain,
      AppName: online.app,
      StreamName: online.stream,
      PublishTime: utc(online.publishedAtMs),
      PublishType: 'edge',
      PublishUrl: online.publishUrl,
      ClientIp: online.clientIp,
      Transcoded: 'no',
      ...(online.width === undefined ? {} : { Width: online.width }),
      ...(online.height === undefined ? {} : { Height: online.height }),
    }));
    return {
      OnlineInfo: { LiveStreamOnlineInfo },
      PageNum: found.number,
      PageSize: found.size,
      TotalNum: found.total,
      TotalPage: found.pages,
    };
  };
}

export function describeLiveStreamState({ domains, streams }: LiveContext): Action {
  return (params) => {
    const domain = domains.get(requiredText(params, 'DomainName')).name;
    const [app, stream] = [requiredText(params, 'AppName'), requiredText(params, 'StreamName')];
    const online = streams.find({ domain, app, stream });
    return { StreamState: online?.app === app ? 'online' : 'offline', Type: 'push' };
  };
}

export function describeLiveStreamsBlockList({ domains, streams }: LiveContext): Action {
  return (params) => {
    const { name } = domains.get(requiredText(params, 'DomainName'));
    const rule = { number: 'PageNum', size: 'PageSize', defaultSize: 2000, maxSize: 3000 };
    const found = page(streams.forbiddenOn(name), params, rule);
    return {
      DomainName: name,
      StreamUrls: { StreamUrl: found.items.map(({ app, stream }) => `${name}/${app}/${stream}`) },
      PageNum: found.number,
      PageSize: found.size,
      TotalNum: found.total,
      TotalPage: found.pages,
    };
  };
}
