/**
 * Which addresses are the public internet's: where a call to the outside may lead. Everything the IANA registers for another
 * use is not: private and shared networks, this machine, the link, metadata of clouds, multicast, documentation, and
 * IPv6 addresses that carry an IPv4 one (mapped, compatible, 6to4, NAT64, Teredo), whatever that one is.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IANA IPv4 special-purpose registry, and the one public address at which a cloud answers its own machines. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Global unicast is 2000::/3; within it these are for something else: Teredo and others, documentation, 6to4. */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const specialIpv4 = new BlockList();
for (const [net, bits] of SPECIAL_IPV4) specialIpv4.addSubnet(net, bits, 'ipv4');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet(...GLOBAL_IPV6, 'ipv6');
const specialIpv6 = new BlockList();
for (const [net, bits] of SPECIAL_IPV6) specialIpv6.addSubnet(net, bits, 'ipv6');

/** Of an address as text, IPv4 or IPv6 without brackets; false for any other text. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialIpv4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
}

/** Names that mean this machine or network wherever they are looked up; names without a dot are looked up beside it. */
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/** Whether a host name may be one of the public internet's, before anyone looks it up. */
export function mayBePublicName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name.includes('.') && !LOCAL_NAME.test(name);
}
