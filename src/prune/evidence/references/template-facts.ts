import type { Home } from './finding.ts';
import type { Resolved } from './resolved.ts';

/** One resource as AWS lists it. */
export interface StackResource {
  readonly type: string;
  /** Absent until it has been made. */
  readonly physicalId?: string;
}

/** What is known of a stack beside its template. */
export interface StackFacts extends Home {
  readonly stackName: string;
  readonly stackId: string;
  /** Values by name, those of Systems Manager resolved. Undefined: `NoEcho`, shown as asterisks. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** By logical id; those of Lambda are enough. */
  readonly resources: ReadonlyMap<string, StackResource>;
}

/** What a template's functions are carried out with. */
export interface TemplateScope {
  readonly facts: StackFacts;
  /** Types of the template's own resources, by logical id. */
  readonly types: ReadonlyMap<string, string>;
  readonly mappings: Resolved;
  /** Variables of `Fn::ForEach` around the value. */
  readonly loop: ReadonlyMap<string, Resolved>;
}
