/** Line icons, drawn here so that no page waits for a font. */

const PATHS = {
  heart:
    'M12 20s-7-4.4-9-9.2C1.6 7.4 3.8 4 7.2 4c2 0 3.7 1.1 4.8 2.9C13.1 5.1 14.8 4 16.8 4c3.4 0 5.6 3.4 4.2 6.8C19 15.6 12 20 12 20z',
  eye: 'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c0-3.5 3-6 7-6s7 2.5 7 6M16.5 10.5a3 3 0 1 0-1.5-5.6M18 14.3c2.4.8 4 2.9 4 5.7',
  camera: 'M3 7.5h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H3zM15.5 11l5.5-3v8l-5.5-3z',
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4',
  file: 'M4 4h16v16H4zM10 9l5 3-5 3z',
  program: 'M5 5h14v14H5zM5 9h14M8 13l2 2-2 2M12.5 17h3.5',
  microphone: 'M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  off: 'M4 4l16 16',
  stage: 'M11 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21c0-4.4 3.6-7 8-7M18 14v7M14.5 17.5h7',
  leave: 'M14 4H5v16h9M10 12h11M17.5 8.5L21 12l-3.5 3.5',
  send: 'M4 12l16-8-5 16-3.5-6.5z',
  play: 'M7 4.5l12 7.5-12 7.5z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  copy: 'M8 8h11v12H8zM8 16H5V4h11v4',
  back: 'M15 5l-7 7 7 7',
  more: 'M5.5 12.7a.7.7 0 1 0 0-1.4.7.7 0 0 0 0 1.4zM12 12.7a.7.7 0 1 0 0-1.4.7.7 0 0 0 0 1.4zM18.5 12.7a.7.7 0 1 0 0-1.4.7.7 0 0 0 0 1.4z',
  language: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 9h17M3.5 15h17M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18z',
  portrait: 'M8 3h8v18H8zM11 18h2',
  retouch: 'M11 4l1.7 4.8L17.5 10.5l-4.8 1.7L11 17l-1.7-4.8L4.5 10.5l4.8-1.7zM18.5 15v5M16 17.5h5',
  edit: 'M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.5 5.8M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.1-1.1',
  bin: 'M5 7h14M9.5 7V4h5v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  bell: 'M12 3.5a5.5 5.5 0 0 1 5.5 5.5c0 5 2 6.5 2 6.5h-15s2-1.5 2-6.5A5.5 5.5 0 0 1 12 3.5zM10 19a2 2 0 0 0 4 0',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  alert: 'M12 4l9.5 16.5h-19zM12 10.5v4.5M12 17.8h.01',
  plus: 'M12 5v14M5 12h14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.4 3.6-7 8-7s8 2.6 8 7',
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
