import type { Home } from './finding.ts';
import type { Resolved } from './resolved.ts';

/** One resource as AWS lists it. */
export interface StackResource {
  readonly type: string;
  /** Absent until it has been made. */
  readonly physicalId?: string;
}

/** A parameter as AWS shows it. */
export interface StackParameter {
  /** Absent when it is `NoEcho`, shown as asterisks. Of a parameter of Systems Manager, its name there. */
  readonly value?: string;
  /** What a parameter of Systems Manager held when the stack was deployed. */
  readonly resolved?: string;
}

/** What is known of a stack beside its template. */
export interface StackFacts extends Home {
  readonly stackName: string;
  readonly stackId: string;
  readonly parameters: ReadonlyMap<string, StackParameter>;
  /** By logical id; those of Lambda are enough. */
  readonly resources: ReadonlyMap<string, StackResource>;
}

export interface DeclaredParameter {
  readonly type: string;
  readonly byDefault?: string;
}

/** What a template's functions are carried out with. */
export interface TemplateScope {
  readonly facts: StackFacts;
  /** Types of the template's own resources, by logical id. */
  readonly types: ReadonlyMap<string, string>;
  /** What the template says of its parameters. */
  readonly declared: ReadonlyMap<string, DeclaredParameter>;
  readonly mappings: Resolved;
  /** Variables of `Fn::ForEach` around the value. */
  readonly loop: ReadonlyMap<string, Resolved>;
}
