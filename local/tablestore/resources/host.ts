/** What the resource types need of the store. */
import type { Clock } from '../../clock.ts';
import type { InstanceSettings } from '../instance.ts';
import type { TablestoreState } from '../state.ts';

export interface ResourceHost {
  readonly state: TablestoreState;
  readonly clock: Clock;
  /** Resolves once kept data has been loaded. */
  ready(): Promise<void>;
  createInstance(name: string, settings?: Partial<Omit<InstanceSettings, 'name'>>): Promise<void>;
  deleteInstance(name: string): Promise<void>;
}
