/** The rules for the name of an instance (tablestore.md §8). */
import { parameterInvalid } from './errors.ts';

export const INSTANCE_NAME = /^[a-zA-Z][-a-zA-Z0-9]{1,14}[a-zA-Z0-9]$/;
const FORBIDDEN = ['ali', 'ay', 'ots', 'taobao', 'admin'];

/** Throws OTSParameterInvalid. */
export function checkInstanceName(name: string): void {
  if (!INSTANCE_NAME.test(name)) {
    throw parameterInvalid(
      `Invalid instance name: '${name}'. It must have 3 to 16 letters, digits or '-', begin with a letter and not end with '-'.`,
    );
  }
  const part = FORBIDDEN.find((forbidden) => name.toLowerCase().includes(forbidden));
  if (part !== undefined) {
    throw parameterInvalid(`Invalid instance name: '${name}'. It must not contain '${part}'.`);
  }
}
