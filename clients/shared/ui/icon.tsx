/** Line icons, drawn here so that no page waits for a font. */

const PATHS = {
  heart:
    'M12 20s-7-4.4-9-9.2C1.600 7.400 3.800 4 7.200 4c2 0 3.700 1.100 4.800 2.900C13.100 5.100 14.800 4 16.800 4c3.400 0 5.600 3.400 4.200 6.800C19 15.600 12 20 12 20z',
  eye: 'M2 12s3.600-6.500 10-6.500S22 12 22 12s-3.600 6.500-10 6.500S2 12 2 12zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm-7 9c0-3.500 3-6 7-6s7 2.500 7 6M16.500 10.500a3 3 0 1 0-1.500-5.600M18 14.300c2.400.8 4 2.900 4 5.700',
  camera: 'M3 7.500h11a1.500 1.500 0 0 1 1.500 1.500v6a1.500 1.500 0 0 1-1.500 1.500H3zM15.500 11l5.500-3v8l-5.500-3z',
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4',
  file: 'M4 4h16v16H4zM10 9l5 3-5 3z',
  microphone: 'M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.500a6 6 0 0 0 12 0M12 17.500V21',
  off: 'M4 4l16 16',
  stage: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.400 3.600-7 8-7M18 14v7M14.500 17.500h7',
  leave: 'M14 4H5v16h9M10 12h11M17.500 8.500L21 12l-3.500 3.500',
  send: 'M4 12l16-8-5 16-3.500-6.500z',
  play: 'M7 4.500l12 7.500-12 7.500z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  copy: 'M8 8h11v12H8zM8 16H5V4h11v4',
} as const;

export type IconName = keyof typeof PATHS;

/** Beside words, or inside a button that has a label: never alone. */
export function Icon({ name, isOff = false }: { name: IconName; isOff?: boolean }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
      {isOff && <path d={PATHS.off} />}
    </svg>
  );
}
