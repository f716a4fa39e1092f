/**
 * Which columns of a file of one group are meant: the customer, what they did and, for CUPED, what they did before. Judged
 * by the names that shops and statistics programs give them, in English and Chinese, unless the call names them.
 */
import { nearest } from '../../core/nearest.ts';
import type { LiftMetric } from '../../core/experiment/liftReport.ts';

const CUSTOMER = ['customer', 'customer_id', 'customerid', 'user', 'user_id', 'id', '客户', '客户编号'];
const CONVERTED = [
  'converted',
  'conversion',
  'outcome',
  'bought',
  'purchased',
  'ordered',
  'success',
  '是否转化',
  '转化',
];
const VALUE = ['value', 'revenue', 'spend', 'amount', 'total', 'sales', 'post', '金额', '销售额', '收入'];

/** What the call asks of the files. */
export interface ArmRequest {
  /** Null: conversion where a column is called so or its cells say yes or no, else mean. */
  readonly metric: LiftMetric | null;
  /** Column of the outcome; null to go by its name. */
  readonly value: string | null;
  /** Column of the same before the start. */
  readonly pre: string | null;
}

export interface ArmColumns {
  /** Null: the cells decide, conversion where they say yes or no. */
  readonly metric: LiftMetric | null;
  /** Position of each; −1 where there is none. */
  readonly customer: number;
  readonly outcome: number;
  readonly pre: number;
}

/** A column that is not there. */
export interface ColumnFault {
  readonly option: '--value' | '--pre';
  readonly detail: string;
  readonly remedy: string;
}

function found(header: readonly string[], names: readonly string[]): number {
  const plain = header.map((name) => name.trim().toLowerCase());
  for (const name of names) {
    const position = plain.indexOf(name);
    if (position >= 0) return position;
  }
  return -1;
}

function missing(option: ColumnFault['option'], name: string, header: readonly string[]): ColumnFault {
  const meant = nearest(name, header);
  return {
    option,
    detail: `there is no column "${name}"`,
    remedy: `the columns are ${header.join(', ')}${meant === null ? '' : `; did you mean ${meant}?`}`,
  };
}

/** How many columns of a header have a name that says what they are: the right separator finds most. */
export function knownColumns(header: readonly string[], { value, pre }: ArmRequest): number {
  const asked = [value, pre].filter((name) => name !== null && header.includes(name));
  return asked.length + [CUSTOMER, CONVERTED, VALUE].filter((names) => found(header, names) >= 0).length;
}

/** The only column besides these; −1 where there are more or none. */
function onlyOther(header: readonly string[], taken: readonly number[]): number {
  const others = [...header.keys()].filter((position) => !taken.includes(position));
  return others.length === 1 ? (others[0] ?? -1) : -1;
}

/** The columns of a header, or what keeps them from being told. */
export function armColumns(header: readonly string[], request: ArmRequest): ArmColumns | ColumnFault {
  const named = request.value === null ? -1 : header.indexOf(request.value);
  if (request.value !== null && named < 0) return missing('--value', request.value, header);
  const pre = request.pre === null ? -1 : header.indexOf(request.pre);
  if (request.pre !== null && pre < 0) return missing('--pre', request.pre, header);
  const customer = found(header, CUSTOMER);
  const converted = found(header, CONVERTED);
  const value = found(header, VALUE);
  const byName = request.metric === 'mean' ? [value, converted] : [converted, value];
  const outcome = [named, ...byName, onlyOther(header, [customer, pre])].find((position) => position >= 0);
  if (outcome !== undefined) {
    const metric = request.metric ?? (outcome === converted ? 'conversion' : null);
    return { metric, customer, outcome, pre };
  }
  return {
    option: '--value',
    detail: 'no column says what the customers did',
    remedy: `name it with --value COLUMN; the columns are ${header.join(', ')}`,
  };
}
