/** Questions about ApsaraVideo Live and VOD. */
import { isLocal } from '../../../cdk/config/checks.ts';
import { LIVE, vodOf } from '../../doctor/check.ts';
import { CliError } from '../../errors.ts';
import { callbackRecords } from '../../status/checks.ts';
import { open, type Question, settled } from '../question.ts';

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

export const notifyResults: Question = {
  id: 'live-notify-results',
  asks: 'Values of `NotifyResult` in DescribeLiveStreamsNotifyRecords',
  settle: async ({ rpc, outputs, now }) => {
    const { IngestDomain } = await outputs();
    if (IngestDomain === undefined) return open('It needs a deployed stage.');
    const values = (await callbackRecords(rpc, IngestDomain, now())).map(({ NotifyResult = 'none' }) => NotifyResult);
    if (values.length === 0) return open('It needs a stream that was pushed within a day.');
    return settled(`Seen within a day: ${[...new Set(values)].sort().join(', ')}.`);
  },
};
