/** Somebody's initial on a colour that is always the same for the same name. */

export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" aria-hidden="true" style={{ '--hue': hueOf(name) }}>
      {[...name][0]?.toUpperCase() ?? '?'}
    </span>
  );
}

export function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}
