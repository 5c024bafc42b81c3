/** Whether ApsaraVideo VOD is activated in the region of the stage, where its recordings go. */
import { type Check, ok, vodOf } from '../check.ts';
import { notActivated } from '../not-activated.ts';

export const vodService: Check = {
  id: 'vod',
  title: 'ApsaraVideo VOD',
  isPreflight: true,
  needsCloud: true,
  run: async ({ rpc, stage }) => {
    if (stage.recording !== 'vod') return [ok('Not needed: the stage records nothing.')];
    try {
      await rpc({ ...vodOf(stage.region), action: 'GetMessageCallback' });
    } catch (error) {
      if (!isNothingSet(error)) return [notActivated(error, 'ApsaraVideo VOD', 'https://vod.console.aliyun.com/')];
    }
    return [ok(`ApsaraVideo VOD answers in ${stage.region}, where the streams are recorded.`)];
  },
};

/** UNCERTAIN: without a callback the service may answer an error instead of an empty object; it answers, either way. */
function isNothingSet(error: unknown): boolean {
  return error instanceof Error && /NotFound|NotExist/.test(error.message);
}
