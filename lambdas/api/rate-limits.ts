/** How often something may be asked for: far more than a person does, and too little for a program that guesses or floods. */

export interface RateLimit {
  /** Routes that name the same limit share it. */
  readonly name: string;
  /** Whose requests are counted together: those of an address, of the caller's id, or of the name that wants to log in. */
  readonly by: 'address' | 'caller' | 'username';
  readonly most: number;
  /** Length of a window; windows begin at whole multiples of it. */
  readonly seconds: number;
}

export const RATE_LIMITS = {
  /** A whole school may log in from behind one address when a lesson begins. */
  loginsOfAddress: { name: 'login-address', by: 'address', most: 300, seconds: 60 },
  /** Guesses of one person's password, from wherever they come: at most 17,280 a day. */
  loginsOfName: { name: 'login-name', by: 'username', most: 60, seconds: 300 },
  /** Jump tokens that are traded for sessions. */
  redemptions: { name: 'redeem', by: 'address', most: 120, seconds: 60 },
  /** Tokens of the messaging and the co-streaming service, and links with a jump token. */
  tokens: { name: 'tokens', by: 'caller', most: 120, seconds: 60 },
  /** Each room makes a messaging group, of which an account has a limited number. */
  creations: { name: 'create', by: 'caller', most: 60, seconds: 60 },
  /** An honest client sends its likes at most every two seconds, and again after each failure for ever (W46): 30 a minute. */
  likes: { name: 'likes', by: 'caller', most: 120, seconds: 60 },
  /** Applications to come on stage and their withdrawal, which the anchor is told one by one. */
  applications: { name: 'applications', by: 'caller', most: 120, seconds: 60 },
  /** What an anchor decides about people on stage, and the devices that everybody switches there: each is told to the room. */
  stage: { name: 'stage', by: 'caller', most: 120, seconds: 60 },
  /** Each of these calls the messaging service, whose quota the whole account shares. */
  moderation: { name: 'moderation', by: 'caller', most: 120, seconds: 60 },
} as const satisfies Record<string, RateLimit>;
