/** Everything that the pages say, in English; the Chinese file has the same keys or does not compile. */
export const en = {
  'app.name': 'Interactive Live',
  'entry.stream': 'Go live',
  'entry.stream.hint': 'Create a channel, show your camera, a screen or a video.',
  'entry.watch': 'Watch',
  'entry.watch.hint': 'Find a channel, chat, join on stage.',
  'login.title': 'Log in',
  'login.name': 'User name',
  'login.password': 'Password',
  'login.submit': 'Log in',
  'login.demo': 'This is a demonstration stage: the password is the user name.',
  'login.out': 'Log out',
  'error.offline': 'There is no connection to the server. It is tried again by itself.',
  'error.unknown': 'Something went wrong. Try it again.',
} as const;

export type WordKey = keyof typeof en;
