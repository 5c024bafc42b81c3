/** The actions of the Live, RTC and VOD services as public SDK models describe them; one action a line in `actions/`. */
import live from './actions/live.json' with { type: 'json' };
import rtc from './actions/rtc.json' with { type: 'json' };
import vod from './actions/vod.json' with { type: 'json' };
import type { ActionRule } from './service.ts';

type Rules = Readonly<Record<string, ActionRule>>;

/** Live and IM, version 2016-11-01. */
export const LIVE_RULES: Rules = live;
/** Real-time communication (ARTC), version 2018-01-11. */
export const RTC_RULES: Rules = rtc;
/** Video on demand, version 2017-03-21. */
export const VOD_RULES: Rules = vod;
