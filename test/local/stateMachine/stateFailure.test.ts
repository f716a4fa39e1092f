import { describe, expect, it } from 'vitest';
import { handlerFailure, isMeant } from '../../../local/stateMachine/stateFailure.ts';
import { anError } from './builders.ts';

describe('isMeant', () => {
  it.each<[string[], string, boolean]>([
    [['A', 'B'], 'B', true],
    [['A'], 'a', false],
    [['States.ALL'], 'Anything', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.ALL'], 'States.QueryEvaluationError', true],
    [['States.ALL'], 'States.DataLimitExceeded', false],
    [['States.ALL'], 'States.Runtime', false],
    [['States.DataLimitExceeded'], 'States.DataLimitExceeded', true],
    [['States.TaskFailed'], 'Anything', true],
    [['States.TaskFailed'], 'States.Timeout', false],
  ])('%j means %s: %s', (errorEquals, error, expected) => {
    expect(isMeant(errorEquals, error)).toBe(expected);
  });
});

describe('handlerFailure', () => {
  it.each<[unknown, string, string]>([
    [anError('ThrottlingException', 'slow down'), 'ThrottlingException', 'slow down'],
    [new TypeError('no'), 'TypeError', 'no'],
    ['just text', 'Error', 'just text'],
  ])('%s fails as %s', (thrown, errorType, errorMessage) => {
    const failure = handlerFailure(thrown);
    expect(failure.error).toBe(errorType);
    expect(JSON.parse(failure.message)).toEqual({ errorType, errorMessage });
  });
});
