/** Questions about ApsaraVideo Live, ARTC and VOD. */

import { isLocal } from '../../../cdk/config/checks.ts';
import { FIND_ARTC_APP } from '../../../cdk/config/fields.ts';
import { LIVE, RTC, vodOf } from '../../doctor/check.ts';
import { CliError } from '../../errors.ts';
import { open, type Question, settled } from '../question.ts';

export const rtcEndpoint: Question = {
  id: 'rtc-endpoint',
  asks: 'Is the RTC endpoint global or regional?',
  settle: async ({ rpc }) => {
    const { TotalNum } = await rpc({ ...RTC, action: 'DescribeApps' }, { PageSize: '1', PageNum: '1' });
    return settled(`The global one answers; it knows ${String(TotalNum ?? 'an unknown number of')} applications.`);
  },
};

export const artcKey: Question = {
  id: 'artc-key',
  asks: 'May every kind of ARTC application show its key through `DescribeAppKey`?',
  settle: async ({ rpc, stage }) => {
    const AppId = stage.artcAppId;
    if (AppId === undefined || AppId === FIND_ARTC_APP) return open('The stage names no application ("artcAppId").');
    try {
      const { AppKey } = await rpc({ ...RTC, action: 'DescribeAppKey' }, { AppId });
      return settled(AppKey ? 'The one of this stage does.' : 'The one of this stage answers without a key.');
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return settled(`The one of this stage does not: ${error.code}.`);
    }
  },
};

export const proofHost: Question = {
  id: 'live-proof-host',
  asks: 'Host of the TXT record that proves a domain',
  settle: async ({ rpc, stage }) => {
    if (isLocal(stage)) return open('The domains of this stage end in .localhost.');
    const answer = await rpc({ ...LIVE, action: 'DescribeLiveVerifyContent' }, { DomainName: stage.domains.ingest });
    const { RequestId: _, ...told } = answer;
    return open(`The service tells only ${Object.keys(told).join(', ')}; the host stands in the Live console.`);
  },
};

export const nothingSet: Question = {
  id: 'vod-nothing-set',
  asks: 'What `GetMessageCallback` and the notification reads answer when nothing is set',
  settle: async ({ rpc, stage }) => {
    try {
      const { MessageCallback } = await rpc({ ...vodOf(stage.region), action: 'GetMessageCallback' });
      const url = (MessageCallback as { CallbackURL?: string } | undefined)?.CallbackURL;
      return url ? open('A callback is set in this region.') : settled('An answer without a callback.');
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return settled(`The error ${error.code}.`);
    }
  },
};
