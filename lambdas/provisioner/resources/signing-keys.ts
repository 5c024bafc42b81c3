/** Which two keys a domain's URLs are signed and checked with: those that are there, or after a rotation a new one first. */
import { type RandomSource, randomKey } from '../../cloud/keys.ts';
import type { Setting } from '../../cloud/settings.ts';
import type { AuthArguments } from './url-authentication.ts';

/** What the AppServer was told last. */
type Known = Pick<Setting<'url-signing/ingest'>, 'key1' | 'key2' | 'rotation' | 'rotation2'>;

type Keys = Required<Pick<Known, 'key1' | 'key2' | 'rotation'>> & Pick<Known, 'rotation2'>;

/**
 * The service checks a URL with either key, the AppServer signs with the first. A rotation puts the key that signs now
 * second, so that its URLs stay valid. A rotation that is taken back finds its key there and swaps the two, and one that
 * was cut short between the service and the AppServer goes on with the key that the service has already.
 */
export function signingKeys(
  service: AuthArguments | undefined,
  known: Known | undefined,
  rotation: number,
  random: RandomSource,
): Keys {
  const key1 = service?.auth_key1 || randomKey(random);
  const key2 = service?.auth_key2 || randomKey(random);
  if (!known) {
    return { key1, key2, rotation };
  }
  const before = known.rotation ?? 1;
  const signs = key2 === known.key1 ? key2 : key1;
  const other = signs === key1 ? key2 : key1;
  if (before === rotation) {
    return { key1: signs, key2: other, rotation, ...(other === known.key2 ? { rotation2: known.rotation2 } : {}) };
  }
  const isTakenBack = known.rotation2 === rotation && other === known.key2;
  const isHalfDone = key2 === signs && key1 !== signs;
  const next = isTakenBack || isHalfDone ? other : randomKey(random);
  return { key1: next, key2: signs, rotation, rotation2: before };
}
