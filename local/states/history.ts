import type { HistoryEventType } from '@aws-sdk/client-sfn';

export type HistoryEvent = {
  timestamp: number;
  type: HistoryEventType;
  id: number;
  previousEventId: number;
};

export type FailureDetails = { error?: string; cause?: string };

/** A value as the history shows it: a JSON text, and the note that all of it is there. */
export const inputDetails = (input: unknown) => ({
  input: JSON.stringify(input),
  inputDetails: { truncated: false },
});

export const outputDetails = (output: unknown) => ({
  output: JSON.stringify(output),
  outputDetails: { truncated: false },
});

/** Error and cause, each only where there is one; the interpreter names an error in place of a missing cause. */
export function failureDetails(error: string | undefined, cause: unknown): FailureDetails {
  return {
    ...(error ? { error } : {}),
    ...(cause && cause !== error ? { cause: String(cause) } : {}),
  };
}

/** The events of one execution, in the shape of GetExecutionHistory. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(type: HistoryEventType, details: object = {}): void {
    const id = this.events.length + 1;
    this.events.push({
      timestamp: this.#now().getTime() / 1000,
      type,
      id,
      // The first state follows no event, not even the start: so AWS counts.
      previousEventId: id === 2 ? 0 : id - 1,
      [detailsField(type)]: details,
    });
  }
}

function detailsField(type: HistoryEventType): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
