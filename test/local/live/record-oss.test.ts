import { describe, expect, it } from 'vitest';
import { refusalOf } from '../openapi/call.ts';
import { liveCloud } from './live-cloud.ts';

const OF_APP = { DomainName: 'streaming.localhost', AppName: 'live', StreamName: '*' };
const OSS = { OssBucket: 'my-recordings', OssEndpoint: 'oss-cn-shanghai.aliyuncs.com' };
const M3U8 = { 'RecordFormat.1.Format': 'm3u8', 'RecordFormat.1.CycleDuration': '3600' };
const PREFIX = 'record/{AppName}/{StreamName}/{Sequence}';

async function cloudWithDomain() {
  const cloud = liveCloud();
  await cloud.addOnline('streaming.localhost', 'liveVideo');
  return cloud;
}

async function configsOf({ call }: Awaited<ReturnType<typeof cloudWithDomain>>) {
  const { LiveAppRecordList } = await call('DescribeLiveRecordConfig', { DomainName: 'streaming.localhost' });
  return (LiveAppRecordList as unknown as { LiveAppRecord: Record<string, unknown>[] }).LiveAppRecord;
}

const reasonOf = async (call: Promise<unknown>): Promise<string> => (await refusalOf(call)).message;

describe('recording into a bucket', () => {
  it('is configured once for an app, changed and deleted', async () => {
    const cloud = await cloudWithDomain();
    const { call } = cloud;
    await call('AddLiveAppRecordConfig', { ...OF_APP, ...OSS, ...M3U8, 'RecordFormat.1.OssObjectPrefix': PREFIX });
    expect(await configsOf(cloud)).toEqual([
      expect.objectContaining({
        ...OF_APP,
        ...OSS,
        RecordFormatList: { RecordFormat: [{ Format: 'm3u8', CycleDuration: 3600, OssObjectPrefix: PREFIX }] },
      }),
    ]);
    const OssEndpoint = 'oss-cn-shanghai-internal.aliyuncs.com';
    await call('UpdateLiveAppRecordConfig', { ...OF_APP, OssEndpoint, ...M3U8, 'RecordFormat.1.CycleDuration': '900' });
    // Where the files go is no parameter of an update.
    expect(await configsOf(cloud)).toEqual([
      expect.objectContaining({
        OssBucket: 'my-recordings',
        OssEndpoint,
        RecordFormatList: { RecordFormat: [{ Format: 'm3u8', CycleDuration: 900, OssObjectPrefix: PREFIX }] },
      }),
    ]);
    await call('DeleteLiveAppRecordConfig', OF_APP);
    expect(await configsOf(cloud)).toEqual([]);
  });

  it('exists once for an app and stream', async () => {
    const { call } = await cloudWithDomain();
    const add = () => call('AddLiveAppRecordConfig', { ...OF_APP, ...OSS, ...M3U8 });
    await add();
    expect(await reasonOf(add())).toMatch(/already exist/);
  });

  it.each([
    ['a format', { ...OSS }, /RecordFormat/],
    ['a format that there is', { ...OSS, 'RecordFormat.1.Format': 'avi' }, /m3u8, flv, mp4/],
    ['a length in range', { ...OSS, ...M3U8, 'RecordFormat.1.CycleDuration': '60' }, /300 to 21600/],
  ])('needs %s', async (_what, params, expected) => {
    const cloud = await cloudWithDomain();
    expect(await reasonOf(cloud.call('AddLiveAppRecordConfig', { ...OF_APP, ...params }))).toMatch(expected);
    expect(await configsOf(cloud)).toEqual([]);
  });

  it('that is not configured cannot be changed or deleted', async () => {
    const { call } = await cloudWithDomain();
    expect(
      await reasonOf(call('UpdateLiveAppRecordConfig', { ...OF_APP, OssEndpoint: OSS.OssEndpoint, ...M3U8 })),
    ).toMatch(/does not exist/i);
    expect(await reasonOf(call('DeleteLiveAppRecordConfig', OF_APP))).toMatch(/does not exist/i);
  });
});
