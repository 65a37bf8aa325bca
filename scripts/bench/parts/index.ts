import type { BenchContext } from '../context.ts';
import type { PartName, PartResult } from '../figures.ts';
import type { Measurement } from '../measured.ts';
import { callsPart } from './calls.ts';
import { coldStartPart } from './cold-start.ts';
import { cpuPart } from './cpu.ts';
import { deploymentsPart } from './deployments.ts';
import { memoryPart } from './memory.ts';
import { organisationPart } from './organisation.ts';
import { reportPart } from './report.ts';
import { wallPart } from './wall.ts';

/** Measures one part. @throws when the measured function does not work correctly */
export function runPart(
  name: PartName,
  context: BenchContext,
  measured: Measurement,
): Promise<PartResult> {
  switch (name) {
    case 'calls':
      return callsPart(context, measured);
    case 'wall':
      return wallPart(context, measured);
    case 'cpu':
      return cpuPart(context);
    case 'memory':
      return memoryPart(context);
    case 'cold-start':
      return coldStartPart(context);
    case 'organisation':
      return organisationPart(context);
    case 'deployments':
      return deploymentsPart(context);
    case 'report':
      return reportPart(context);
  }
}
