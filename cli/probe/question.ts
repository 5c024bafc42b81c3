/** An open question of docs/open-questions.md that one harmless look at a real account settles. */
import type { World } from '../doctor/check.ts';

export interface Learned {
  /** False: it could not be found out here, and the sentence says why. */
  readonly isSettled: boolean;
  readonly says: string;
}

export interface Question {
  readonly id: string;
  /** As it stands in docs/open-questions.md. */
  readonly asks: string;
  /** Reads only, or asks for something that changes nothing. */
  settle(world: ProbeWorld): Promise<Learned>;
}

export interface ProbeWorld extends World {
  readonly fetch: typeof fetch;
  /** Has ROS check the template of the stage. Throws a CliError when it finds it wrong. */
  readonly validate: () => Promise<void>;
}

export const settled = (says: string): Learned => ({ isSettled: true, says });
export const open = (says: string): Learned => ({ isSettled: false, says });
