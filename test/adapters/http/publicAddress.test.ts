import { describe, expect, it } from 'vitest';
import { isPublicAddress, mayBePublicName } from '../../../adapters/http/publicAddress.ts';

describe('addresses of the public internet', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001::1',
    '2400:cb00::1',
  ])('hold %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '10.0.0.0',
    '100.64.0.0',
    '127.0.0.1',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.168.255.255',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:1.1.1.1',
    '::1.1.1.1',
    '64:ff9b::1.1.1.1',
    '2002:101:101::',
    '2001:0:101:101::',
    '2001:db8::1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700:4700::1111%eth0',
    'fd00:ec2::254',
    'ff02::1',
    '',
    'shop.example',
    '1.1.1',
    '01.1.1.1',
    '[2606:4700:4700::1111]',
  ])('do not hold %j', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ['shop.example', true],
    ['hooks.shop.example.', true],
    ['notlocalhost.example', true],
    ['localhost', false],
    ['LOCALHOST.', false],
    ['a.localhost', false],
    ['metadata', false],
    ['metadata.google.internal', false],
    ['printer.local.', false],
  ])('may be under the name %s: %s', (name, is) => {
    expect(mayBePublicName(name)).toBe(is);
  });
});
