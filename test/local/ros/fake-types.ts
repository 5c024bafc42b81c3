/** Resource types that record what is done to them and can be made to fail at any step. */
import type { Json } from '../../../local/product.ts';
import type { Properties, PropertyRule, ResourceContext, ResourceType } from '../../../local/ros/resource-type.ts';

export type Step = 'create' | 'update' | 'delete';

export interface Call {
  readonly step: Step;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly properties: Properties;
  readonly previous?: Properties;
}

/** What exists in the imaginary product, by physical id. */
export class FakeProduct {
  readonly calls: Call[] = [];
  readonly existing = new Map<string, Properties>();
  /** Contexts of all calls, in order. */
  readonly contexts: ResourceContext[] = [];
  private readonly failures = new Set<string>();
  private readonly failuresOnce = new Set<string>();
  private readonly holds = new Map<string, Promise<void>>();
  private count = 0;
  /** How many calls ran at the same time at most. */
  mostAtOnce = 0;
  private atOnce = 0;

  /** The step fails from now on, until `recover`. */
  fail(step: Step, logicalId: string): void {
    this.failures.add(`${step} ${logicalId}`);
  }

  /** The step fails the next time. */
  failOnce(step: Step, logicalId: string): void {
    this.failuresOnce.add(`${step} ${logicalId}`);
  }

  recover(): void {
    this.failures.clear();
  }

  /** The step waits until the answered function is called. */
  hold(step: Step, logicalId: string): () => void {
    let release = (): void => undefined;
    this.holds.set(`${step} ${logicalId}`, new Promise((resolve) => (release = resolve)));
    return release;
  }

  steps(step?: Step): string[] {
    return this.calls
      .filter((call) => step === undefined || call.step === step)
      .map((call) => `${call.step} ${call.logicalId}`);
  }

  type(type = 'ALIYUN::FAKE::Thing', properties: Readonly<Record<string, PropertyRule>> = THING): ResourceType {
    return {
      type,
      properties,
      attributes: ['Name', 'Url', 'Nothing'],
      create: async (given, context) => {
        const physicalId = `${context.logicalId}-${++this.count}`;
        await this.step('create', physicalId, given, context);
        this.existing.set(physicalId, given);
        return { physicalId, attributes: attributesOf(physicalId, given) };
      },
      update: async (physicalId, given, previous, context) => {
        await this.step('update', physicalId, given, context, previous);
        if (!this.existing.has(physicalId)) throw new Error(`there is no ${physicalId}`);
        this.existing.set(physicalId, given);
        return attributesOf(physicalId, given);
      },
      delete: async (physicalId, given, context) => {
        await this.step('delete', physicalId, given, context);
        this.existing.delete(physicalId);
      },
    };
  }

  private async step(
    step: Step,
    physicalId: string,
    properties: Properties,
    context: ResourceContext,
    previous?: Properties,
  ) {
    const { logicalId } = context;
    this.calls.push({ step, logicalId, physicalId, properties, ...(previous ? { previous } : {}) });
    this.contexts.push(context);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    try {
      await this.holds.get(`${step} ${logicalId}`);
      await new Promise((resolve) => setImmediate(resolve));
      const fails = this.failures.has(`${step} ${logicalId}`) || this.failuresOnce.delete(`${step} ${logicalId}`);
      if (fails) throw new Error(`${logicalId} does not want to ${step}`);
    } finally {
      this.atOnce -= 1;
    }
  }
}

const THING: Readonly<Record<string, PropertyRule>> = {
  Name: { type: 'string', maxLength: 20 },
  Size: { type: 'number', min: 0, max: 1000 },
  On: { type: 'boolean' },
  Kind: { type: 'string', updatable: false, allowedValues: ['a', 'b'] },
  List: { type: 'list', items: { type: 'string' } },
  Map: {
    type: 'map',
    properties: { Inner: { type: 'number', required: true }, Fixed: { type: 'string', updatable: false } },
  },
  Open: { type: 'map' },
  Document: { type: 'json' },
};

function attributesOf(physicalId: string, { Name = '' }: Properties): Record<string, Json> {
  return { Name, Url: `https://${physicalId}.example` };
}
