/** An error of the Step Functions API. Its name is AWS's error code, and its message is AWS's. */
export class StatesApiError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

export const invalidArn = (arn: string) => new StatesApiError('InvalidArn', `Invalid Arn: '${arn}'`);

export const invalidName = (name: string) => new StatesApiError('InvalidName', `Invalid Name: '${name}'`);

export const invalidDefinition = (why: string) =>
  new StatesApiError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);

export const invalidExecutionInput = (why: string) =>
  new StatesApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);

export const invalidOutput = (why: string) =>
  new StatesApiError('InvalidOutput', `Invalid State Machine Execution Output: '${why}'`);

export const invalidToken = () => new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'");

export const taskTimedOut = () =>
  new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");

export const stateMachineDoesNotExist = (arn: string) =>
  new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const stateMachineAlreadyExists = (arn: string) =>
  new StatesApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const resourceNotFound = (arn: string) =>
  new StatesApiError('ResourceNotFound', `Resource not found: '${arn}'`);

export const aliasConflict = (arn: string) =>
  new StatesApiError('ConflictException', `State Machine Alias Already Exists: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
