/** DescribeLiveStreamsPublishList: which streams were pushed when. */
import { page } from '../../openapi/page.ts';
import { requiredText, text } from '../../openapi/read.ts';
import type { Action } from '../../openapi/service.ts';
import type { LiveContext } from '../context.ts';
import { timeRange } from '../time-range.ts';
import { utc } from '../timestamps.ts';
import type { PastPush } from './publish-history.ts';

/** Pushes that began in the time asked for; UNCERTAIN: whether the service also lists those that only ended in it. */
export function describeLiveStreamsPublishList({ domains, streams, history }: LiveContext): Action {
  return (params) => {
    const { name: DomainName } = domains.get(requiredText(params, 'DomainName'));
    const { fromMs, toMs } = timeRange(params);
    const [app, stream] = [text(params, 'AppName'), text(params, 'StreamName')];
    const isStrict = text(params, 'QueryType') === 'strict';
    const isWanted = (push: PastPush): boolean =>
      push.publishedAtMs >= fromMs &&
      push.publishedAtMs <= toMs &&
      (app === undefined || push.app === app) &&
      (stream === undefined || (isStrict ? push.stream === stream : push.stream.includes(stream)));
    const oldestFirst = history.on(streams.ingestOf(DomainName)).filter(isWanted);
    const sorted = text(params, 'OrderBy') === 'publish_time_asc' ? oldestFirst : oldestFirst.reverse();
    const rule = { number: 'PageNumber', size: 'PageSize', defaultSize: 2000, maxSize: 3000 };
    const found = page(sorted, params, rule);
    const LiveStreamPublishInfo = found.items.map((push) => ({
      DomainName,
      PublishDomain: push.domain,
      AppName: push.app,
      StreamName: push.stream,
      PublishTime: utc(push.publishedAtMs),
      StopTime: push.endedAtMs === undefined ? '' : utc(push.endedAtMs),
      PublishUrl: push.publishUrl,
      PublishType: 'edge',
      ClientAddr: push.clientIp,
      StreamUrl: `rtmp://${DomainName}/${push.app}/${push.stream}`,
      Transcoded: 'no',
    }));
    return {
      PublishInfo: { LiveStreamPublishInfo },
      PageNum: found.number,
      PageSize: found.size,
      TotalNum: found.total,
      TotalPage: found.pages,
    };
  };
}
