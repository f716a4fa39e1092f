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
  /** Null: conversion where such a column is found, else mean. */
  readonly metric: LiftMetric | null;
  /** Column of the outcome; null to go by its name. */
  readonly value: string | null;
  /** Column of the same before the start. */
  readonly pre: string | null;
}

export interface ArmColumns {
  readonly metric: LiftMetric;
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

/** The columns of a header, or what keeps them from being told. */
export function armColumns(header: readonly string[], request: ArmRequest): ArmColumns | ColumnFault {
  const named = request.value === null ? -1 : header.indexOf(request.value);
  if (request.value !== null && named < 0) return missing('--value', request.value, header);
  const pre = request.pre === null ? -1 : header.indexOf(request.pre);
  if (request.pre !== null && pre < 0) return missing('--pre', request.pre, header);
  const [converted, value] = [found(header, CONVERTED), found(header, VALUE)];
  const guessed = converted >= 0 && named < 0 ? 'conversion' : 'mean';
  const metric = request.metric ?? guessed;
  const byName = metric === 'conversion' ? (converted >= 0 ? converted : value) : value;
  const outcome = named >= 0 ? named : byName;
  if (outcome >= 0) return { metric, customer: found(header, CUSTOMER), outcome, pre };
  return {
    option: '--value',
    detail: 'no column says what the customers did',
    remedy: `name it with --value COLUMN; the columns are ${header.join(', ')}`,
  };
}
