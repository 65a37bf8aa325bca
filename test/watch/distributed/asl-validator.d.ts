declare module 'asl-validator' {
  /** Validates a definition, and writes default values into the object that it gets. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  };
}
