/** Properties that do not say how often they run follow the mutation run. */
import fc from 'fast-check';

fc.configureGlobal({ numRuns: 20 });
