import { describe, expect, it } from 'vitest';
import { accountDossier, accountIn, newAccount } from '../../../core/loyalty/account.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const ACCOUNT = { ...newAccount('member', NOW), pending: 5, dueAt: NOW };

describe('the dossier of an account', () => {
  it('holds the account, and is as plain as what a store reads', () => {
    const dossier = accountDossier(MAYA, ACCOUNT, 3);
    expect(accountIn(dossier)).toEqual(ACCOUNT);
    expect(dossier).toMatchObject({ kind: 'points', id: MAYA, customerId: MAYA, version: 3 });
    expect(JSON.parse(JSON.stringify(dossier))).toStrictEqual({ ...dossier, body: { ...dossier.body } });
    expect(structuredClone(dossier.body)).toStrictEqual({ ...ACCOUNT });
  });

  it('is handed over as it was written, and a copy of it looked through again', () => {
    const dossier = accountDossier(MAYA, ACCOUNT, 3);
    expect(accountIn(dossier)).toBe(dossier.body);
    const copy = { ...dossier, body: { ...dossier.body } };
    expect(accountIn(copy)).not.toBe(copy.body);
    expect(accountIn(copy)).toEqual(ACCOUNT);
    expect(() => accountIn({ ...dossier, body: { ...dossier.body, pending: -1 } })).toThrow(/pending/);
  });
});
