import type { HistoryEventType } from '@aws-sdk/client-sfn';

export type HistoryEvent = {
  timestamp: number;
  type: HistoryEventType;
  id: number;
  previousEventId: number;
};

export type FailureDetails = { error?: string; cause?: string };

/** A value in the history: its JSON text, and that it isn't truncated. */
export const inputDetails = (input: unknown) => ({
  input: JSON.stringify(input),
  inputDetails: { truncated: false },
});

export const outputDetails = (output: unknown) => ({
  output: JSON.stringify(output),
  outputDetails: { truncated: false },
});

const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

export const withoutData = (event: HistoryEvent): HistoryEvent =>
  JSON.parse(JSON.stringify(event, (field, value) => (DATA.has(field) ? undefined : value)));

/** Error and cause, if they exist. The interpreter repeats the error where a cause is missing. */
export function failureDetails(error: string | undefined, cause: unknown): FailureDetails {
  return {
    ...(error ? { error } : {}),
    ...(cause && cause !== error ? { cause: String(cause) } : {}),
  };
}

/** The events of an execution, in the format of GetExecutionHistory. */
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
      // AWS gives the first state no previous event, not even the start.
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
