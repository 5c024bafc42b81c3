/** Records the streams of an app into a bucket. The files stay when the configuration goes. */
import * as z from 'zod/mini';
import { domainName, text, wholeNumber } from '../properties.ts';
import { type Context, defineResource, Refusal, read } from '../resource.ts';
import { createOnce } from './create-once.ts';
import { deleteOssConfig, findOssConfig, writeOssConfig } from './oss-config.ts';

const schema = z.object({
  /** The streaming domain. */
  DomainName: domainName(),
  AppName: text(255),
  /** The action that updates a configuration cannot change it. */
  Bucket: text(63),
  Endpoint: domainName(),
  /** Seconds; a longer stream gives several files. */
  CycleDuration: wholeNumber(300, 21_600),
});

type Properties = z.infer<typeof schema>;

export const liveOssRecording = defineResource({
  type: 'Custom::LiveOssRecording',
  schema,
  immutable: ['DomainName', 'AppName', 'Bucket'],
  physicalId: ({ DomainName, AppName }) => `${DomainName}/${AppName}/oss-recording`,
  apply: async (properties, context) => {
    await applyConfig(properties, context);
    return {};
  },
  undo: {
    oss: ({ key, data }, { openApi }) => {
      const { domain } = read(z.object({ domain: z.string() }), data, 'journal');
      return deleteOssConfig(openApi, domain, key);
    },
  },
});

async function applyConfig(wanted: Properties, { openApi, journal }: Context): Promise<void> {
  const { DomainName, AppName } = wanted;
  const found = await findOssConfig(openApi, DomainName, AppName);
  if (!found) {
    await journal.record('oss', AppName, { domain: DomainName });
    await createOnce(
      () => writeOssConfig(openApi, 'AddLiveAppRecordConfig', wanted),
      () => findOssConfig(openApi, DomainName, AppName),
    );
    return;
  }
  const isWanted =
    found.bucket === wanted.Bucket &&
    found.endpoint === wanted.Endpoint &&
    found.cycleDuration === wanted.CycleDuration;
  if (isWanted) {
    return;
  }
  if (!journal.has('oss', AppName) || found.bucket !== wanted.Bucket) {
    throw new Refusal(
      `${DomainName} records the app ${AppName} to the bucket ${found.bucket} already, by a configuration that this stack ` +
        'did not make. Remove it in the Live console or choose another app name, then deploy again.',
    );
  }
  await writeOssConfig(openApi, 'UpdateLiveAppRecordConfig', wanted);
}
