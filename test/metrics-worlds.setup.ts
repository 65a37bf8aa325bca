import { metricsKeeper } from './metrics-worlds.ts';
import { observe } from './sandbox/observers.ts';

observe(metricsKeeper);
