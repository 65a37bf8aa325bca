import { metricsKeeper } from './metrics-worlds.ts';
import { witness } from './sandbox/witnesses.ts';

witness(metricsKeeper);
