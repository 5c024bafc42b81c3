import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Template } from '../../../cdk/template.ts';
import { estimateText, priced } from '../../../cli/cost/estimate.ts';
import { readPrices } from '../../../cli/cost/prices.ts';
import { DEFAULT_PROFILE, profileOf, STAGE_REQUESTS } from '../../../cli/cost/profile.ts';
import { quantitiesOf } from '../../../cli/cost/quantities.ts';

const template = (...types: string[]): Template => ({
  ROSTemplateFormatVersion: '',
  Parameters: {},
  Outputs: {},
  Resources: Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type }])),
});
const ALL = template('Custom::LiveRecording', 'Custom::LiveMessageApp');
const amountOf = (item: string, changes: Partial<typeof DEFAULT_PROFILE>, from = ALL): number | undefined =>
  quantitiesOf(from, { ...DEFAULT_PROFILE, ...changes }).find((quantity) => quantity.item === item)?.amount;

async function file(content: unknown): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'prices-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'prices.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const price = { price: 2, source: 'https://prices.example', date: '2026-11-01' };

describe('quantities', () => {
  it('follow the traffic', () => {
    expect(amountOf('live.traffic', { rooms: 10, hours: 2, viewers: 5, megabits: 4 })).toBe(180);
    expect(amountOf('im.deliveries', { rooms: 1, hours: 1, viewers: 10, messages: 3 })).toBe(300);
    expect(amountOf('artc.minutes', { rooms: 1, hours: 1, costreamers: 2 })).toBe(180);
  });

  it('count more requests where viewers look at a stage with guests, unless it is said how many', () => {
    expect(profileOf({}).requests).toBe(DEFAULT_PROFILE.requests);
    expect(profileOf({ costreamers: 2 }).requests).toBe(DEFAULT_PROFILE.requests + STAGE_REQUESTS);
    expect(profileOf({ costreamers: 2, requests: 5, viewers: undefined })).toEqual({
      ...DEFAULT_PROFILE,
      ...{ costreamers: 2, requests: 5 },
    });
  });

  it('follow the template: what a stage does not have is not counted', () => {
    expect(amountOf('live.recording', {}, template())).toBeUndefined();
    expect(amountOf('im.messages', {}, template())).toBeUndefined();
    expect(amountOf('artc.minutes', { costreamers: 0 })).toBeUndefined();
  });
});

describe('money', () => {
  const quantities = [
    { item: 'live.traffic', product: 'Live', amount: 110, unit: 'GB', basis: '' },
    { item: 'ots.read', product: 'Tablestore', amount: 5, unit: 'units', basis: '' },
  ];

  it('is reckoned of the priced items alone; the others say that they are unpriced', async () => {
    const prices = await readPrices(
      await file({ currency: 'CNY', prices: { 'live.traffic': { ...price, per: 10, free: 10 } } }),
    );
    const estimate = priced('s', DEFAULT_PROFILE, quantities, prices);
    expect(estimate).toMatchObject({ total: 20, currency: 'CNY', unpriced: ['ots.read'] });
    expect(estimateText(estimate)).toMatch(
      /live\.traffic +110 GB +20\.00 CNY.*ots\.read +5 units +unpriced.*Unpriced: ots\.read/s,
    );
  });

  it('is never made up: without a price file there is no sum', () => {
    const estimate = priced('s', DEFAULT_PROFILE, quantities, undefined);
    expect(estimate).not.toHaveProperty('total');
    expect(estimate.unpriced).toEqual(['live.traffic', 'ots.read']);
  });

  it.each([
    ['no source', { currency: 'CNY', prices: { 'ots.read': { price: 1, date: '2026-11-01' } } }, /ots\.read\.source/],
    ['no date', { currency: 'CNY', prices: { 'ots.read': { price: 1, source: 'https://a.b' } } }, /ots\.read\.date/],
    ['no currency', { prices: {} }, /currency/],
    ['no JSON', '{', /cannot be read/],
  ])('a price file with %s is refused', async (_, content, message) => {
    await expect(readPrices(await file(content))).rejects.toThrow(message);
  });

  it('a price of an unknown item is a misspelling', async () => {
    const prices = await readPrices(await file({ currency: 'CNY', prices: { 'live.trafic': price } }));
    expect(() => priced('s', DEFAULT_PROFILE, quantities, prices)).toThrow(/unknown items: live\.trafic/);
  });
});
